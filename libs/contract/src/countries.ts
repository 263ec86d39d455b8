import { z } from 'zod';
import { dayText, FORWARD, isForward, knownQuery, pageQuery, typeFilter } from './query.ts';
import { asOf, count, country, edtf, instant, known, list, next, noNext, position } from './words.ts';

const tally = z.strictObject({ listed: count, suspended: count, uncertain: count, delisted: count });

export const countryItem = tally
  .extend({
    code: country,
    name: z.string().meta({ description: 'In English', examples: ['Kazakhstan'] }),
    lists: z.array(tally.extend({ list })),
    designations: count.describe('Ever recorded, whatever became of them'),
    events: count.describe('Of its lists'),
    lastEvent: position,
    lastRecordedAt: instant,
  })
  .meta({ title: 'Country', description: 'What stands on the lists of a country on the day' });
export type CountryItem = z.infer<typeof countryItem>;

export const countriesAnswer = asOf
  .extend({ items: z.array(countryItem), next: noNext })
  .meta({ title: 'Countries', description: 'Every country with something recorded' });
export const countryAnswer = asOf
  .extend(countryItem.shape)
  .meta({ title: 'Country', description: 'One country: its lists and what stands on them' });

/** How a country is concerned by an event. */
export const ROLES = ['designator', 'issuer', 'sender', 'receiver', 'recogniser', 'donor', 'subject'] as const;
export type Role = (typeof ROLES)[number];

export const timelineQuery = pageQuery
  .extend(knownQuery.shape)
  .extend({
    role: z.enum(ROLES).optional().describe('How the country is concerned'),
    type: typeFilter.optional(),
    from: dayText.optional().describe('Only what may have been on or after this day'),
    to: dayText.optional().describe('Only what may have been on or before this day'),
  })
  .refine(isForward, FORWARD)
  .meta({ title: 'Timeline', description: 'What concerns a country' });

/** What concerns a country, without pages. */
export const timelineAnswer = known
  .extend({
    items: z.array(
      z.strictObject({
        position,
        id: z.uuid(),
        type: z.string(),
        stream: z.string(),
        authority: country.describe('Who said or did it'),
        roles: z.array(z.enum(ROLES)).describe('How the country asked for is concerned'),
        effective: edtf,
        title: z.string(),
        publisher: z.string(),
      }),
    ),
  })
  .meta({ title: 'Timeline', description: 'All that concerns a country, in order of validity' });
export type TimelineItem = z.infer<typeof timelineAnswer>['items'][number];

export const timelinePage = timelineAnswer
  .extend({ next })
  .meta({ title: 'Timeline', description: 'A page of all that concerns a country, in order of validity' });
