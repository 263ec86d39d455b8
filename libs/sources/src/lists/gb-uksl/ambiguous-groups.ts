import { comparableText } from '#domain';
import type { RowContent, SourceRow } from '../../list-source.ts';
import { inside, joined, texts } from '../../mapping/parts.ts';

/** The parts of a name in the UK Sanctions List, in the order in which it is said. */
export const PARTS_OF_NAME = ['Name1', 'Name2', 'Name3', 'Name4', 'Name5', 'Name6'];

/**
 * The entries of `gb-ofsi` whose group id stands on several subjects: 13923 on BEL0005 and on GHR0055. Entries that print
 * one id and have a name in common are one subject, as a person under two regimes is.
 */
export function ambiguousGroups(rows: readonly SourceRow[]): Set<string> {
  const printing = new Map<string, Set<string>[]>();
  for (const { content } of rows)
    for (const group of texts(content, 'OFSIGroupID'))
      printing.set(group, [...(printing.get(group) ?? []), namesOf(content)]);
  const isAmbiguous = ([first, ...others]: Set<string>[]) =>
    others.length > 0 && ![...first!].some((name) => others.every((names) => names.has(name)));
  return new Set([...printing].flatMap(([group, parties]) => (isAmbiguous(parties) ? `gb-ofsi:${group}` : [])));
}

const namesOf = (content: RowContent): Set<string> =>
  new Set(inside(content, 'Names', 'Name').map((part) => comparableText(joined(part, PARTS_OF_NAME)).toLowerCase()));
