import { z } from 'zod';
import {
  authorities,
  isAuthority,
  isDay,
  isSubjectId,
  listId,
  MAX_ID,
  MAX_LIST_ID,
  SUBJECT_ID_RULE,
  subjectType,
} from '#domain';
import { ROLES } from '#read-models';

// The query parameters that routes share. Unknown ones are refused everywhere: a typo must not pass as "no filter".

/** In a path: a code that nothing is recorded of is no error, it is simply not found. */
const countryInPath = z.string().regex(/^[A-Z]{2}$/, 'A two-letter country code, UN or EU');

/** As a filter: one that no country has would pass for a country of which nothing is recorded. */
const authority = countryInPath
  .refine(isAuthority, 'No such country code in ISO 3166-1; take one of its two-letter codes, UN or EU')
  .meta({ as: { type: 'string', enum: authorities } });

const STATUSES = ['listed', 'suspended', 'uncertain', 'delisted'] as const;

/** A number in plain decimal digits: `0x10`, `1e3` and the empty text are none. */
const whole = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'A number in decimal digits')
    .transform(Number)
    .refine((number) => number >= minimum && number <= maximum, `A number from ${minimum} to ${maximum}`)
    .meta({ as: { type: 'integer', minimum, maximum } });

/** As many digits as `whole` takes. */
const LAST_POSITION = 999_999_999_999_999;

const dayText = z
  .string()
  .refine(isDay, 'Not a day; write YYYY-MM-DD')
  .meta({ format: 'date', examples: ['2023-12-28'] });

/** The two times of a question, and how fresh the answer has to be. */
export const asOfQuery = z.strictObject({
  on: dayText.optional().describe('The day asked about, in the authority’s own reckoning; today (UTC) where left out'),
  knownAt: z
    .string()
    .min(1)
    .max(1_000)
    .meta({
      as: {
        anyOf: [
          { type: 'integer', minimum: 0, maximum: LAST_POSITION },
          { type: 'string', format: 'date-time', maxLength: 1_000 },
        ],
      },
    })
    .optional()
    .describe(
      'A log position, or an RFC 3339 instant that means the last position at or before it; now where left out',
    ),
  minPosition: whole(0, LAST_POSITION)
    .optional()
    .describe('Wait until the answer includes this position, to read your own writes'),
});

/** A yes or no in a query. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ as: { type: 'boolean' } });

/** Feeds leave out what the authority did not change. */
const reparseFlag = flag.optional().describe('With what we only read better than before');

export const explainQuery = z.strictObject({
  explain: flag.optional().describe('Name the events that decide, those set aside, and why'),
});

const LONGEST_CURSOR = 8_000;

export const pageQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[\w-]+$/, 'Not a cursor of this API; take it from `next` of the page before')
    .max(LONGEST_CURSOR)
    .optional()
    .describe('`next` of the page before, with the same filters'),
  limit: whole(1, 500).default(50),
});

/** A route without parameters: one that is sent is refused like any other that is not known. */
export const noQuery = z.strictObject({});

/** A span has its earlier day first. */
const isForward = ({ from, to }: { from?: string; to?: string }) =>
  from === undefined || to === undefined || from <= to;
const FORWARD = { error: '`from` is later than `to`; from is the earlier day', path: ['from'] };

export const designationsQuery = asOfQuery
  .extend(pageQuery.shape)
  .extend(explainQuery.shape)
  .extend({
    list: listId.optional(),
    status: z
      .string()
      .max(200)
      .transform((text) => (text === 'all' ? [...STATUSES] : text.split(',')))
      .pipe(z.array(z.enum(STATUSES, `One of ${STATUSES.join(', ')}, several joined by commas, or all`)).min(1))
      .meta({
        as: { type: 'string', maxLength: 200, pattern: `^(all|(${STATUSES.join('|')})(,(${STATUSES.join('|')}))*)$` },
      })
      .optional()
      .describe('Several joined by commas, or `all`; left out: listed, suspended and uncertain'),
    type: subjectType.optional(),
    program: z.string().min(1).max(1_000).optional(),
    q: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'Part of a name, an alias or a number (IMO, passport, wallet), whatever its case, accents and quotation marks',
      ),
  });

const longestStream = 'designation-'.length + MAX_LIST_ID + 1 + MAX_ID;

export const eventsQuery = pageQuery.extend({
  after: whole(0, LAST_POSITION).optional().describe('Only events of later positions'),
  type: z.string().min(1).max(100).optional(),
  country: authority.optional(),
  list: listId.optional(),
  subject: z.string().min(1).max(longestStream).optional().describe('A stream, or the id of a designation'),
  reparse: reparseFlag,
});

export const publicationsQuery = pageQuery.extend(asOfQuery.pick({ knownAt: true, minPosition: true }).shape);

export const countryCode = z.strictObject({ code: countryInPath });
export const listParam = z.strictObject({ id: listId });
export const publicationParam = listParam.extend({
  sha256: z.hex().length(64, 'A SHA-256 in lower-case hexadecimal'),
});
export const designationParam = z.strictObject({
  id: z
    .string()
    .max(MAX_LIST_ID + 1 + MAX_ID)
    .regex(/^[a-z0-9-]+:.+$/, 'A designation id is list:reference, as un-sc:TAi.001')
    .meta({ examples: ['kz-terrorist-organizations:taliban'] }),
});
export const eventParam = z.strictObject({ id: z.string().min(1).max(100) });

export const timelineQuery = pageQuery
  .extend(asOfQuery.pick({ knownAt: true, minPosition: true }).shape)
  .extend({
    role: z.enum(ROLES).optional().describe('How the country is concerned'),
    type: z.string().min(1).max(100).optional(),
    from: dayText.optional().describe('Only what may have been on or after this day'),
    to: dayText.optional().describe('Only what may have been on or before this day'),
  })
  .refine(isForward, FORWARD);

const changesQuery = asOfQuery.pick({ knownAt: true, minPosition: true }).extend({ reparse: reparseFlag });
export const diffQuery = changesQuery
  .extend(pageQuery.shape)
  .extend({
    from: dayText.describe('The earlier day: what stood at its end'),
    to: dayText.optional().describe('The later day; today (UTC) where left out'),
    format: z.enum(['json', 'csv']).default('json').describe('CSV has all changes in one file'),
  })
  .refine(isForward, FORWARD);
export const activityQuery = changesQuery
  .extend({
    from: dayText.optional().describe('Only changes from this day on'),
    to: dayText.optional().describe('Only changes up to this day'),
  })
  .refine(isForward, FORWARD);

const side = z
  .string()
  .max(MAX_LIST_ID)
  .regex(/^([A-Z]{2}|[a-z0-9]+(-[a-z0-9]+)*)$/, 'A list (un-sc), or a country code for all of its lists');
export const alignmentQuery = asOfQuery
  .extend(pageQuery.shape)
  .extend({
    list: side,
    with: side,
    alignment: z.enum(['both', 'list-only', 'with-only']).optional(),
    from: dayText.optional().describe('With `to`: the counts at the first of each month'),
    to: dayText.optional().describe('At most a hundred years after `from`'),
  })
  .refine(isForward, FORWARD);

export const diplomacyQuery = asOfQuery.extend({
  sending: authority.optional(),
  receiving: authority.optional(),
});

export const subjectParam = z.strictObject({
  id: z
    .string()
    .refine(isSubjectId, { error: SUBJECT_ID_RULE })
    .meta({ examples: ['taliban'] }),
});

// What cursors say. Anybody can write one, so each is read as a schema has it.

const position = z.int().nonnegative();
const day = z.string().refine(isDay);
const times = { on: day, knownAt: position };

/** A cursor carries the times it was asked for, so that all pages answer one question however the log grows. */
export const places = {
  position,
  designations: z.strictObject({
    ...times,
    after: z.strictObject({ list: z.string().max(MAX_LIST_ID), name: z.string().max(400), id: z.string().max(500) }),
  }),
  timeline: z.strictObject({ knownAt: position, after: z.strictObject({ day, latest: day, position }) }),
  diff: z.strictObject({ offset: position, to: day, knownAt: position }),
  alignment: z.strictObject({ before: position, ...times }),
  publications: z.strictObject({ after: position, knownAt: position }),
};
export type Place<Name extends keyof typeof places> = z.infer<(typeof places)[Name]>;

const POSITION = /^\d{1,15}$/;

/** Whether a question names both of its times so that nothing can change its answer: a day, where it has one, and a position. */
export const isPinned = (question: { on?: string; knownAt?: string; cursor?: string }, hasDay: boolean): boolean =>
  question.cursor !== undefined || (POSITION.test(question.knownAt ?? '') && (!hasDay || question.on !== undefined));
