import type { RowContent, SourceRow } from '../list-source.ts';
import { inside, joined, texts } from '../mapping/parts.ts';

/** The parts of a name in the UK Sanctions List, in the order in which it is said. */
export const PARTS_OF_NAME = ['Name1', 'Name2', 'Name3', 'Name4', 'Name5', 'Name6'];

/**
 * Tells the rows which of their OFSI group ids other entries print too: 13923 stands on BEL0005 and on GHR0055. Such an
 * id joins its entries only where one name is common to all of them, as that of a person under two regimes is.
 */
export function withSharedGroups(rows: readonly SourceRow[]): SourceRow[] {
  const printing = new Map<string, Set<string>[]>();
  for (const { content } of rows)
    for (const group of groupsOf(content)) printing.set(group, [...(printing.get(group) ?? []), namesOf(content)]);
  const isShared = (group: string) => {
    const [first, ...others] = printing.get(group)!;
    return others.length > 0 && ![...first!].some((name) => others.every((names) => names.has(name)));
  };
  return rows.map((row) => {
    const shared = groupsOf(row.content).filter(isShared);
    return shared.length > 0 ? { ...row, shared } : row;
  });
}

const groupsOf = (content: RowContent) => texts(content, 'OFSIGroupID');

const namesOf = (content: RowContent): Set<string> =>
  new Set(inside(content, 'Names', 'Name').map((part) => joined(part, PARTS_OF_NAME).toLowerCase()));
