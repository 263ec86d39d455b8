import { z } from 'zod';
import { MAX_LIST_ID } from '#domain';
import { designation } from './designations.ts';
import { asOfQuery, dayText, FORWARD, isForward, pageQuery } from './query.ts';
import { asOf, count, coverage, day, edtf, evidence, id, list, next, position, status } from './words.ts';

const associates = z
  .array(
    z.strictObject({
      list,
      program: z.string(),
      listed: count
        .nullable()
        .describe('Entries of that programme on the day; null where nothing of that list is held'),
      position,
    }),
  )
  .describe('The party itself is no entry there, but others stand there because of it');
export type AssociateCount = z.infer<typeof associates>[number];

const link = z.strictObject({
  entry: z.string().meta({ description: 'As it was linked', examples: ['kz-terrorist-organizations:taliban'] }),
  designation: id.nullable().describe('What the entry leads to, as known; null where it is not held'),
  subject: z.string().meta({ examples: ['taliban'] }),
  evidence,
  position: position.describe('Of the event that linked it'),
});
export type LinkedEntry = z.infer<typeof link>;

export const subjectAnswer = asOf
  .extend({
    id: z.string(),
    subjects: z.array(z.string()).describe('Every subject that it is linked under'),
    designations: z
      .array(designation)
      .describe('How it stands on each list on the day; a list it was never on by then is left out'),
    links: z.array(link).describe('What the links rest on'),
    associates,
  })
  .meta({ title: 'Subject', description: 'One party on all lists' });
export type SubjectAnswer = z.infer<typeof subjectAnswer>;

const side = z
  .string()
  .max(MAX_LIST_ID)
  .regex(/^([A-Z]{2}|[a-z0-9]+(-[a-z0-9]+)*)$/, 'A list (un-sc), or a country code for all of its lists');

const ALIGNMENTS = ['both', 'list-only', 'with-only'] as const;

export const alignmentQuery = asOfQuery
  .extend(pageQuery.shape)
  .extend({
    list: side,
    with: side,
    alignment: z.enum(ALIGNMENTS).optional(),
    from: dayText.optional().describe('With `to`: the counts at the first of each month'),
    to: dayText.optional().describe('At most a hundred years after `from`'),
  })
  .refine(isForward, FORWARD)
  .meta({ title: 'Alignment', description: 'Two lists compared' });

const standing = z.strictObject({
  id,
  list,
  name: z.string(),
  status,
  since: edtf.nullable(),
  programs: z.array(z.string()),
});
export type StandingItem = z.infer<typeof standing>;

const tallies = z.strictObject({ both: count, listOnly: count, withOnly: count });
const seriesPoint = tallies.extend({ on: day });
export type SeriesPoint = z.infer<typeof seriesPoint>;

export const alignmentAnswer = asOf
  .extend({
    list,
    with: list,
    coverage: z.strictObject({ list: coverage, with: coverage }),
    counts: tallies.describe('Of all pages'),
    items: z.array(
      z.strictObject({
        alignment: z.enum(ALIGNMENTS),
        name: z.string(),
        subjects: z.array(z.string()).describe('The subjects that link the entries; none where an entry stands alone'),
        entries: z.array(standing).describe('The entries of the party on the one side'),
        counterparts: z.array(standing).describe('The entries of the party on the other side'),
        since: day.nullable().describe('The day from which it stood on both; null where it is not known so exactly'),
        followedAfterDays: z
          .int()
          .nullable()
          .describe('Days from the listing of the other side to that of the first; negative where the first was first'),
        evidence: z.array(evidence.element.extend({ position })),
        associates,
      }),
    ),
    series: z.array(seriesPoint).optional().describe('Month by month, where a span was asked for'),
  })
  .meta({ title: 'Alignment', description: 'Which parties stand on one list and on another' });
export type AlignmentAnswer = z.infer<typeof alignmentAnswer>;
export type AlignmentItem = AlignmentAnswer['items'][number];

export const alignmentPage = alignmentAnswer
  .extend({ next })
  .meta({ title: 'Alignment', description: 'A page of which parties stand on one list and on another' });
