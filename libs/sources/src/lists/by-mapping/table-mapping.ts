import { z } from 'zod';
import { identifierType, subjectType } from '#domain';

const column = z.string().min(1);
const columns = z.union([column.transform((one) => [one]), z.array(column).min(1)]);

/** What stands between two values of a cell: one separator, or any of several. */
const split = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((by) => (typeof by === 'string' ? [by] : by));

/** Which two figures a year of two gets; `past` is the last such year that has passed. */
const century = z.union([z.literal(19), z.literal(20), z.literal('past')]);

/** A column that may hold several values, or columns that are one value together; or several such. */
const one = z.union([
  column.transform((from) => ({ column: from })),
  z.strictObject({ column, split: split.optional(), century: century.optional() }),
  z.strictObject({ joined: z.array(column).min(1), by: z.string().default(' '), century: century.optional() }),
]);
const several = z.union([one.transform((each) => [each]), z.array(one).min(1)]);

/** A column of dates. */
const dates = z.union([
  column.transform((from) => ({ column: from })),
  z.strictObject({ column, century: century.optional() }),
]);

/** What the values of a column mean, compared without case; `other` is for all the rest. */
const meaning = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ column, values: z.record(z.string(), value), other: value.optional() });

const nameKind = z.enum(['primary', 'aka', 'fka', 'nka', 'variation', 'original-script']);
const strength = z.enum(['strong', 'weak']);

const pattern = z.string().refine((text) => {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}, 'Not a regular expression');

const encoding = z.string().refine((label) => {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}, 'Not an encoding; write a label of the WHATWG Encoding Standard, like windows-1251 or gb18030');

/** How a table becomes a list, as a YAML file says it. docs/lists.md explains it with examples. */
export const tableMapping = z
  .strictObject({
    list: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    authority: z.string().regex(/^[A-Z]{2}$/),
    name: z.string().min(1),
    publisher: z.string().min(1),
    url: z.url(),
    /** Raised whenever the mapping makes other records of the same rows. */
    version: z.int().positive().default(1),
    format: z.enum(['csv', 'json']).default('csv'),
    /** Of JSON, where the list of records stands, as a JSON pointer; without it the file is that list, or has one a line. */
    records: z
      .string()
      .regex(/^(\/[^/]+)+$/, 'Write where the list of records stands: /data/rows')
      .optional(),
    delimiter: z.string().length(1).default(','),
    encoding: encoding.default('utf-8'),
    /** Lines above the header. */
    preamble: z.int().nonnegative().default(0),
    /** The column that a line of which only the first cell is filled gives to the lines below it. */
    heading: column.optional(),
    /** The reference of an entry: a column or a part of one, several joined, or columns from which a key is derived. */
    reference: z.union([
      column,
      z.strictObject({ column, matching: pattern }),
      z.strictObject({ joined: z.array(column).min(1) }),
      z.strictObject({ derivedFrom: z.array(column).min(1) }),
    ]),
    /** Whether all rows of one reference are one entry; if it is derived, they always are. */
    rows: z.literal('grouped').optional(),
    program: z.union([z.string().min(1), z.strictObject({ column, split: split.optional() })]),
    type: z.union([subjectType, meaning(subjectType)]),
    /** Parts of the primary name in order, or the first of several alternatives that is filled. */
    primaryName: z.union([columns, z.strictObject({ firstOf: z.array(column).min(1) })]),
    /** What kind of name a row has, and how strong it is. */
    nameKind: meaning(nameKind).optional(),
    nameStrength: meaning(strength).optional(),
    aliases: z
      .array(
        z.strictObject({
          column,
          split: split.optional(),
          kind: z.enum(['aka', 'fka', 'nka', 'original-script']).default('aka'),
          strength: strength.optional(),
          language: z.string().optional(),
        }),
      )
      .default([]),
    positions: several.optional(),
    birthDates: several.optional(),
    birthPlaces: several.optional(),
    nationalities: several.optional(),
    addresses: several.optional(),
    identifiers: z
      .array(
        z.strictObject({
          column,
          split: split.optional(),
          type: identifierType,
          printedType: z.string().optional(),
        }),
      )
      .default([]),
    /** For all dates of the table whose column names no century of its own. */
    century: century.optional(),
    listedOn: dates.optional(),
    delistedOn: dates.optional(),
    /** A column that tells that the entry is over or suspended, without a day. */
    status: meaning(z.enum(['listed', 'suspended', 'delisted'])).optional(),
    /** Values that say that there is none, in any column. */
    none: z.array(z.union([z.string(), z.number(), z.null()]).transform((value) => String(value ?? ''))).default([]),
    legalBasis: columns.optional(),
    reasons: columns.optional(),
    remarks: columns.optional(),
    /** Columns that say nothing of the entry. */
    ignored: z.array(column).default([]),
  })
  .refine(({ format, records }) => format === 'json' || records === undefined, {
    error: 'Only JSON has a place where the records stand; write format: json, or leave it out',
    path: ['records'],
  })
  .refine(({ format, heading, preamble }) => format === 'csv' || (heading === undefined && preamble === 0), {
    error: 'JSON has no lines above its records; leave heading and preamble out',
    path: ['format'],
  });
export type TableMapping = z.infer<typeof tableMapping>;
