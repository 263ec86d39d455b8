import type { RowContent } from '../../list-source.ts';
import { derivedKey } from '../../mapping/derived-key.ts';
import type { CellReader } from './cells.ts';
import type { TableMapping } from './table-mapping.ts';

const LONGEST_REFERENCE = 300;

/** Whether a row tells of an entry. */
export const isEntry = (cells: RowContent, mapping: TableMapping, read: CellReader): boolean =>
  !read.isSilent(cells) || unnamedAs(cells, mapping, read) !== undefined;

/** The reference of the row's entry, or why the row has none. */
export function referenceOf(
  cells: RowContent,
  mapping: TableMapping,
  read: CellReader,
): { reference: string; broken?: string } {
  const { reference } = mapping;
  if (typeof reference === 'string') return { reference: read.valueIn(cells, reference) ?? '' };
  if ('joined' in reference)
    return { reference: reference.joined.flatMap((column) => read.valueIn(cells, column) ?? []).join('-') };
  if ('derivedFrom' in reference)
    return { reference: derivedKey(...keyOf(cells, reference.derivedFrom, mapping, read)) };
  const printed = read.valueIn(cells, reference.column) ?? '';
  const found = new RegExp(reference.matching, 'u').exec(printed.slice(0, LONGEST_REFERENCE))?.[0];
  if (found || printed === '') return { reference: found ?? '' };
  const broken = `${reference.column} is ${JSON.stringify(printed.slice(0, 40))}, in which nothing matches ${reference.matching}`;
  return { reference: printed.slice(0, LONGEST_REFERENCE), broken };
}

/** The name that a row prints. */
export function nameOf(cells: RowContent, mapping: TableMapping, read: CellReader): string | undefined {
  const { primaryName } = mapping;
  const name = Array.isArray(primaryName)
    ? primaryName.flatMap((each) => read.valueIn(cells, each) ?? []).join(' ') || undefined
    : primaryName.firstOf.map((each) => read.valueIn(cells, each)).find((each) => each !== undefined);
  return name ?? unnamedAs(cells, mapping, read);
}

/** What a derived reference is made of. */
function keyOf(cells: RowContent, columns: readonly string[], mapping: TableMapping, read: CellReader) {
  const unnamed = unnamedAs(cells, mapping, read);
  return unnamed === undefined
    ? columns.map((column) => read.valueIn(cells, column))
    : [mapping.heading && read.valueIn(cells, mapping.heading), unnamed];
}

/**
 * What a row prints that is filled in no column that is read, where entries need no reference of their own: a seized wallet
 * of which the order tells the currency alone is on the list all the same.
 */
const unnamedAs = (cells: RowContent, { reference, ignored }: TableMapping, read: CellReader): string | undefined =>
  typeof reference === 'object' && 'derivedFrom' in reference && read.isSilent(cells)
    ? ignored.flatMap((column) => read.valueIn(cells, column) ?? []).join(' ') || undefined
    : undefined;
