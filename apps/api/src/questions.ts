import { z } from 'zod';
import { isDay, listId, subjectType } from '#domain';
import { ROLES } from '#read-models';

// The query parameters that routes share. Unknown ones are refused everywhere: a typo must not pass as "no filter".

/** A code that nothing is recorded of is no error: it is simply not found. */
const authority = z.string().regex(/^[A-Z]{2}$/, 'A two-letter country code, UN or EU');

const STATUSES = ['listed', 'suspended', 'uncertain', 'delisted'] as const;

/** The two times of a question, and how fresh the answer has to be. */
export const asOfQuery = z.strictObject({
  on: z
    .string()
    .refine(isDay, 'Not a day; write YYYY-MM-DD')
    .optional()
    .describe('The day asked about, in the authority’s own reckoning; today (UTC) where left out'),
  knownAt: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A log position, or an RFC 3339 instant that means the last position at or before it; now where left out',
    ),
  minPosition: z.coerce
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('Wait until the answer includes this position, to read your own writes'),
});

/** A yes or no in a query. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Feeds leave out what the authority did not change. */
const reparseFlag = flag.optional().describe('With what we only read better than before');

export const explainQuery = z.strictObject({
  explain: flag.optional().describe('Name the events that decide, those set aside, and why'),
});

export const pageQuery = z.strictObject({
  cursor: z.string().min(1).optional().describe('`next` of the page before, with the same filters'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const designationsQuery = asOfQuery
  .extend(pageQuery.shape)
  .extend(explainQuery.shape)
  .extend({
    list: listId.optional(),
    status: z
      .string()
      .transform((text) => (text === 'all' ? [...STATUSES] : text.split(',')))
      .pipe(z.array(z.enum(STATUSES, `One of ${STATUSES.join(', ')}, several joined by commas, or all`)).min(1))
      .optional()
      .describe('Several joined by commas, or `all`; left out: listed, suspended and uncertain'),
    type: subjectType.optional(),
    program: z.string().min(1).optional(),
    q: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'Part of a name, an alias or a number (IMO, passport, wallet), whatever its case, accents and quotation marks',
      ),
  });

export const eventsQuery = pageQuery.extend({
  after: z.coerce.number().int().nonnegative().optional().describe('Only events of later positions'),
  type: z.string().min(1).optional(),
  country: authority.optional(),
  list: listId.optional(),
  subject: z.string().min(1).optional().describe('A stream, or the id of a designation'),
  reparse: reparseFlag,
});

export const publicationsQuery = pageQuery.extend(asOfQuery.pick({ knownAt: true, minPosition: true }).shape);

export const countryCode = z.strictObject({ code: authority });
export const listParam = z.strictObject({ id: listId });
export const publicationParam = listParam.extend({
  sha256: z.hex().length(64, 'A SHA-256 in lower-case hexadecimal'),
});
export const designationParam = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+:.+$/, 'A designation id is list:reference, as un-sc:TAi.001'),
});
export const eventParam = z.strictObject({ id: z.string().min(1) });

const dayText = z.string().refine(isDay, 'Not a day; write YYYY-MM-DD');

export const timelineQuery = pageQuery.extend(asOfQuery.pick({ knownAt: true, minPosition: true }).shape).extend({
  role: z.enum(ROLES).optional().describe('How the country is concerned'),
  type: z.string().min(1).optional(),
  from: dayText.optional().describe('Only what may have been on or after this day'),
  to: dayText.optional().describe('Only what may have been on or before this day'),
});

const changesQuery = asOfQuery.pick({ knownAt: true, minPosition: true }).extend({ reparse: reparseFlag });
export const diffQuery = changesQuery.extend(pageQuery.shape).extend({
  from: dayText.describe('The earlier day: what stood at its end'),
  to: dayText.optional().describe('The later day; today (UTC) where left out'),
  format: z.enum(['json', 'csv']).default('json').describe('CSV has all changes in one file'),
});
export const activityQuery = changesQuery.extend({
  from: dayText.optional().describe('Only changes from this day on'),
  to: dayText.optional().describe('Only changes up to this day'),
});

const side = z
  .string()
  .regex(/^([A-Z]{2}|[a-z0-9]+(-[a-z0-9]+)*)$/, 'A list (un-sc), or a country code for all of its lists');
export const alignmentQuery = asOfQuery.extend(pageQuery.shape).extend({
  list: side,
  with: side,
  alignment: z.enum(['both', 'list-only', 'with-only']).optional(),
  from: dayText.optional().describe('With `to`: the counts at the first of each month'),
  to: dayText.optional(),
});

export const diplomacyQuery = asOfQuery.extend({
  sending: authority.optional(),
  receiving: authority.optional(),
});

export const subjectParam = z.strictObject({ id: z.string().min(1).max(500) });
