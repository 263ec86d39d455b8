import { z } from 'zod';
import { identifierType, subjectType } from '#domain';

const column = z.string().min(1);
const columns = z.union([column.transform((one) => [one]), z.array(column).min(1)]);

/** A column that may hold several values. */
const several = z.union([
  column.transform((from) => ({ column: from })),
  z.strictObject({
    column,
    /** What stands between two values. */
    split: z.string().min(1).optional(),
  }),
]);

/** A fixed value, or a column with what its values mean. */
const chosen = <Value extends z.ZodType>(value: Value) =>
  z.union([
    value,
    z.strictObject({
      column,
      /** By the printed value, compared without case; `other` is for all the rest. */
      values: z.record(z.string(), value),
      other: value.optional(),
    }),
  ]);

/** How a table becomes a list, as a YAML file says it. docs/lists.md explains it with examples. */
export const tableMapping = z.strictObject({
  list: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  authority: z.string().regex(/^[A-Z]{2}$/),
  name: z.string().min(1),
  publisher: z.string().min(1),
  url: z.url(),
  /** Raised whenever the mapping makes other records of the same rows. */
  version: z.int().positive().default(1),
  delimiter: z.string().length(1).default(','),
  encoding: z.enum(['utf-8', 'windows-1252']).default('utf-8'),
  /** Lines above the header. */
  preamble: z.int().nonnegative().default(0),
  /** The number of an entry: a column, or columns from which a key is derived. */
  reference: z.union([column, z.strictObject({ derivedFrom: z.array(column).min(1) })]),
  program: z.union([z.string().min(1), z.strictObject({ column, split: z.string().min(1).optional() })]),
  type: chosen(subjectType),
  /** Parts of the primary name in order, or the first of several alternatives that is filled. */
  primaryName: z.union([columns, z.strictObject({ firstOf: z.array(column).min(1) })]),
  aliases: z
    .array(
      z.strictObject({
        column,
        split: z.string().min(1).optional(),
        kind: z.enum(['aka', 'fka', 'nka', 'original-script']).default('aka'),
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
        split: z.string().min(1).optional(),
        type: identifierType,
        printedType: z.string().optional(),
      }),
    )
    .default([]),
  /** For days with years of two figures, `22.03.21`: the first two of theirs. */
  century: z.int().min(19).max(20).optional(),
  listedOn: column.optional(),
  delistedOn: column.optional(),
  legalBasis: column.optional(),
  reasons: columns.optional(),
  remarks: columns.optional(),
  /** Columns that say nothing of the entry. */
  ignored: z.array(column).default([]),
});
export type TableMapping = z.infer<typeof tableMapping>;
