import type { RowContent, RowValue } from '../list-source.ts';
import { readAs } from './given-list.ts';
import type { KnownMembers } from '../reading/xml-entry.ts';

/** Values by the path of their member, for a sample entry; null leaves the member out, as what says the same elsewhere. */
export type Sample = Record<string, string | null>;

/** Two of a kind each: a member is read where an entry that says the one comes out otherwise than one that says the other. */
export const PAIRS = [
  ['Zqa', 'Zqb'],
  ['1917-04-05', '1918-05-06'],
  ['05/04/1917', '06/05/1918'],
  ['1917', '1918'],
  ['4', '5'],
  ['Lesotho', 'Latvia'],
  ['LS', 'LV'],
  ['male', 'female'],
  ['M', 'F'],
  ['true', 'false'],
  ['Primary Name', 'FKA'],
  ['Good quality', 'Low quality'],
  ['a.k.a.', 'f.k.a.'],
  ['aka', 'fka'],
  ['weak', 'strong'],
  ['individual', 'entity'],
  ['Approximately', 'Exact'],
  ['person', 'enterprise'],
  ['passport', 'id'],
  ['TAi.901', 'TAi.902'],
  ['SDN List', 'Consolidated List'],
  ['CITY', 'POSTAL CODE'],
  ['Latin', 'Arabic'],
  ['включен от 05.04.1917', 'исключен от 06.05.1918'],
  ['DOB 05 Apr 1917', 'DOB 06 May 1918'],
] as const;

/** The members that a reader knows, by their paths: attributes, elements without children, and texts beside attributes. */
export function membersOf(known: KnownMembers, at = ''): string[] {
  const children = Object.keys(known);
  const inside = children.flatMap((name) => membersOf(known[name]!, at === '' ? name : `${at}/${name}`));
  const isText = at !== '' && children.every((name) => name.startsWith('@'));
  return [...(isText ? [at] : []), ...inside];
}

/** Whether a list of what is left out names a member: by its path, or the end of it. */
export const names = (path: string) => (named: string) => path === named || path.endsWith(`/${named}`);

/**
 * The known members that reach nothing of what is made of an entry, by the paths of `members`. `read` gives what is made
 * of a sample, with every member of it that the reader counts.
 */
export async function unreadMembers(
  members: readonly string[],
  samples: readonly Sample[],
  read: (values: Sample) => Promise<string>,
  pairs: readonly (readonly [string, string])[] = PAIRS,
  /** All members that a sample has. */
  all: readonly string[] = members,
): Promise<string[]> {
  const unread: string[] = [];
  for (const member of members) if (!(await isRead(member, all, samples, pairs, read))) unread.push(member);
  return unread.sort();
}

async function isRead(
  member: string,
  members: readonly string[],
  samples: readonly Sample[],
  pairs: readonly (readonly [string, string])[],
  read: (values: Sample) => Promise<string>,
): Promise<boolean> {
  for (const sample of samples) {
    const base: Sample = Object.fromEntries(members.map((each) => [each, each in sample ? sample[each]! : 'Zq']));
    for (const pair of pairs) {
      const [one, other] = await Promise.all(pair.map((value) => read({ ...base, [member]: value })));
      if (one !== other) return true;
    }
  }
  return false;
}

/** The sample as a tree. */
export function treeOf(values: Sample): RowContent {
  const tree: RowContent = {};
  for (const [path, value] of Object.entries(values)) {
    if (value === null) continue;
    const names = path.split('/');
    const last = names.pop()!;
    const parent = names.reduce<RowContent>((node, name) => {
      if (typeof node[name] !== 'object') node[name] = typeof node[name] === 'string' ? { '#text': node[name] } : {};
      return node[name] as RowContent;
    }, tree);
    if (typeof parent[last] === 'object') (parent[last] as RowContent)['#text'] = value;
    else parent[last] = value;
  }
  return tree;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A tree as XML. */
export function xmlOf(name: string, value: RowValue): string {
  if (typeof value === 'string') return `<${name}>${escaped(value)}</${name}>`;
  if (Array.isArray(value)) return value.map((each) => xmlOf(name, each)).join('');
  const members = Object.entries(value);
  const attributes = members.filter(([member]) => member.startsWith('@'));
  const inside = members.filter(([member]) => !member.startsWith('@'));
  const children = inside.map(([member, each]) => (member === '#text' ? escaped(each as string) : xmlOf(member, each)));
  return `<${name}${attributes.map(([member, each]) => ` ${member.slice(1)}="${escaped(each as string)}"`).join('')}>${children.join('')}</${name}>`;
}

/** All that a list makes of a file, but for the rows themselves: records, what is counted, why entries are quarantined. */
export async function madeOf(list: string, content: string | Uint8Array): Promise<string> {
  const { entries, quarantined, unread, unknown } = await readAs(list, content);
  if (Object.keys(unknown).length > 0) throw new Error(`Not known: ${Object.keys(unknown).join(', ')}`);
  const made = entries.map(({ row: _, ...entry }) => entry);
  return JSON.stringify([made, quarantined.map(({ reason }) => reason), unread]);
}
