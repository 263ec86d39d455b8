import { z } from 'zod';
import { printedDate } from '#domain';

// Words that many shapes share. Days are days in the authority's own reckoning; instants are RFC 3339 in UTC.

export const day = z.iso.date().meta({
  title: 'Day',
  description: 'YYYY-MM-DD, a day in the authority’s own reckoning',
  examples: ['2023-12-28'],
});

export const edtf = printedDate.meta({
  title: 'Partial date',
  description: 'EDTF: 2005, 2005-03-15, [2005-03-01..2005-04-15], [..2006-10-12]',
  examples: ['2005-03-15'],
});

export const instant = z.iso.datetime().meta({
  title: 'Instant',
  description: 'RFC 3339, in UTC',
  examples: ['2024-06-05T12:00:00.000Z'],
});

export const position = z.int().meta({ title: 'Position', description: 'Of an event in the log: 1, 2, 3 …' });

export const count = z.int().meta({ title: 'Count', examples: [1] });

export const sha256 = z
  .hex()
  .length(64)
  .meta({
    title: 'SHA-256',
    description: 'Of the bytes as published, in lower-case hexadecimal',
    examples: ['a'.repeat(64)],
  });

export const status = z.enum(['not-listed', 'listed', 'suspended', 'delisted', 'uncertain']).meta({
  title: 'Status',
  description: 'How a party stands on a list; uncertain where the day of a change is not known so exactly',
  examples: ['listed'],
});

export const id = z.string().meta({ title: 'Designation', examples: ['kz-terrorist-organizations:taliban'] });
export const list = z.string().meta({ title: 'List', examples: ['kz-terrorist-organizations'] });
export const country = z
  .string()
  .meta({ title: 'Country', description: 'ISO 3166-1 alpha-2, UN or EU', examples: ['KZ'] });

/** The two times of an answer, and how fresh it is. */
export const asOf = z.strictObject({
  on: day.describe('The day asked about'),
  knownAt: position.describe('The position the question was answered at'),
  position: position.describe('How far the read models have come'),
});
export type AsOf = z.infer<typeof asOf>;

/** The times of an answer that is about all days. */
export const known = asOf.omit({ on: true });

export const next = z.string().nullable().describe('The cursor of the next page; null at the end');

/** The only page there is. */
export const noNext = z.null().describe('There is one page');

export const coverage = z
  .strictObject({
    from: day.nullable().describe('The first publication held'),
    to: day.nullable().describe('The last publication held'),
    gaps: z
      .array(z.strictObject({ from: day, to: day, days: count }))
      .describe('The longest stretches without a publication, the longest first; both days are inclusive'),
    partial: z
      .array(z.strictObject({ programs: z.array(z.string()), from: day, to: day }))
      .describe('What publications of some programmes only add'),
    endedOn: day.nullable().describe('The day from which the list can no longer be read'),
    complete: z
      .boolean()
      .describe(
        'Whether the day asked for lies inside: before it earlier delistings are missing, after it changes are',
      ),
  })
  .meta({ title: 'Coverage', description: 'What can be answered for a list' });
export type Coverage = z.infer<typeof coverage>;

export const evidence = z.array(z.strictObject({ kind: z.string(), text: z.string() }));

/** A value that JSON turns into what the contract has: an instant may be a `Date`. */
export type Sent<T> = T extends string
  ? T | Date
  : T extends readonly (infer Item)[]
    ? readonly Sent<Item>[]
    : T extends object
      ? { [Key in keyof T]: Sent<T[Key]> }
      : T;
