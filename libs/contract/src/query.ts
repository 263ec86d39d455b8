import { z } from 'zod';
import {
  authorities,
  eventTypes,
  isAuthority,
  isDay,
  isSubjectId,
  listId,
  MAX_ID,
  MAX_LIST_ID,
  SUBJECT_ID_RULE,
} from '#domain';

// The parameters that routes share. Unknown ones are refused everywhere: a typo must not pass as "no filter".
// `as` says what a parameter is to whoever reads the OpenAPI document; all of them arrive as text.

/** In a path: a code that nothing is recorded of is no error, it is simply not found. */
const countryInPath = z.string().regex(/^[A-Z]{2}$/, 'A two-letter country code, UN or EU');

/** As a filter: a code that no country has would pass for a country of which nothing is recorded. */
export const authorityFilter = countryInPath
  .refine(isAuthority, 'No such country code in ISO 3166-1; take one of its two-letter codes, UN or EU')
  .meta({ as: { type: 'string', enum: authorities } });

/** A number in plain decimal digits: `0x10`, `1e3` and the empty text are none. */
export const whole = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'A number in decimal digits')
    .transform(Number)
    .refine((number) => number >= minimum && number <= maximum, `A number from ${minimum} to ${maximum}`)
    .meta({ as: { type: 'integer', minimum, maximum } });

/** As many digits as `whole` takes. */
export const LAST_POSITION = 999_999_999_999_999;

export const dayText = z
  .string()
  .refine(isDay, 'Not a day; write YYYY-MM-DD')
  .meta({ format: 'date', examples: ['2023-12-28'] });

export const typeFilter = z
  .string()
  .min(1)
  .max(100)
  .meta({ as: { type: 'string', minLength: 1, maxLength: 100, enum: eventTypes } });

/** The two times of a question, and how fresh the answer has to be. */
export const asOfQuery = z
  .strictObject({
    on: dayText
      .optional()
      .describe('The day asked about, in the authority’s own reckoning; today (UTC) where left out'),
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
        'A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400)',
      ),
    minPosition: whole(0, LAST_POSITION)
      .optional()
      .describe(
        'Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400)',
      ),
  })
  .meta({ title: 'As of', description: 'The day asked about, and as known when' });

/** Of questions about all days. */
export const knownQuery = asOfQuery.omit({ on: true }).meta({ title: 'As known', description: 'As known when' });

/** A yes or no. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ as: { type: 'boolean' } });

/** Feeds leave out what the authority did not change. */
export const reparseFlag = flag.optional().describe('With what only a reparse changed');

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
export const nothing = z.strictObject({}).meta({ title: 'No parameters', description: 'Nothing can be asked here' });

/** A span has its earlier day first. */
export const isForward = ({ from, to }: { from?: string; to?: string }) =>
  from === undefined || to === undefined || from <= to;
export const FORWARD = { error: '`from` is later than `to`; from is the earlier day', path: ['from'] };

export const countryParam = z.strictObject({ code: countryInPath.describe('ISO 3166-1 alpha-2, UN or EU') });
export const listParam = z.strictObject({ id: listId.describe('A list, as un-sc') });
export const publicationParam = listParam.extend({
  sha256: z.hex().length(64, 'A SHA-256 in lower-case hexadecimal').describe('Of the file as published'),
});
const LONGEST_DESIGNATION = MAX_LIST_ID + 1 + MAX_ID;
export const designationParam = z.strictObject({
  id: z
    .string()
    .max(LONGEST_DESIGNATION)
    // What a dot takes is not the same to all: a line feed alone is taken by none.
    .refine((id) => /^[a-z0-9-]+:[^\n]+$/.test(id), 'A designation id is list:reference, as un-sc:TAi.001')
    .meta({
      as: {
        type: 'string',
        maxLength: LONGEST_DESIGNATION,
        pattern: '^[a-z0-9-]+:.+$',
        examples: ['kz-terrorist-organizations:taliban'],
      },
      description: 'list:reference, any reference that it ever had',
    }),
});
export const eventParam = z.strictObject({ id: z.string().min(1).max(100).describe('A UUID, or a log position') });
export const subjectParam = z.strictObject({
  id: z
    .string()
    .refine(isSubjectId, { error: SUBJECT_ID_RULE })
    .meta({ description: 'A subject, or any of its designations', examples: ['taliban'] }),
});
