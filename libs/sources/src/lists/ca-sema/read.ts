import type {
  KnownRecord,
  PublishedFile,
  ReadLimits,
  ReadPublication,
  RowContent,
  SourceRow,
} from '../../list-source.ts';
import { countryCode } from '../../mapping/countries.ts';
import { derivedKey } from '../../mapping/derived-key.ts';
import { distinct, joined, parts, text, texts } from '../../mapping/parts.ts';
import { known, readEntries } from '../../reading/xml-entries.ts';

export const RECORD = known({
  '': `Country LastName GivenName Entity EntityOrShip Title TitleOrShip Aliases DateOfBirth DateOfBirthOrShipBuildDate
    Schedule Item DateOfListing ShipIMONumber`,
});

/** Elements changed their names in mid-life, when ships came: `Title`, later `TitleOrShip`. */
export const titlesOf = (content: RowContent): string[] => [
  ...texts(content, 'Title'),
  ...texts(content, 'TitleOrShip'),
];
export const birthsOf = (content: RowContent): string[] => [
  ...texts(content, 'DateOfBirth'),
  ...texts(content, 'DateOfBirthOrShipBuildDate'),
];

/** The English half of `Belarus / Bélarus`. */
export const regimeOf = (content: RowContent): string => (text(content, 'Country') ?? '').split('/')[0]!.trim();

export const nameOf = (content: RowContent): string =>
  joined(content, ['Entity', 'EntityOrShip']) || joined(content, ['LastName', 'GivenName'], ', ');

const imoOf = (content: RowContent): string | undefined => text(content, 'ShipIMONumber')?.replace(/^IMO\s*/i, '');

/** Of an organization there is neither a title nor a date nor an IMO number. */
export function typeOf(content: RowContent): 'person' | 'vessel' | 'organization' {
  if (text(content, 'LastName') !== undefined || text(content, 'GivenName') !== undefined) return 'person';
  return titlesOf(content).length + birthsOf(content).length > 0 || imoOf(content) ? 'vessel' : 'organization';
}

/** What parts entries of one regime and name, in this order; by as little of it as parts them. */
const MARKS: readonly ((content: RowContent) => string | undefined)[] = [
  (content) => birthsOf(content)[0],
  typeOf,
  imoOf,
];

/** Reads Canada's XML. Records of one regime and name are one entry, which may stand under several items. */
export async function readSema(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { entries, unknown } = await readEntries(file, limits, { root: 'data-set', entries: { record: RECORD } });
  const keyed = entries.map((entry) => ({ ...entry, key: keyOf(entry.content) }));
  const parted = MARKS.reduce(partedBy, keyed);
  const rows = [...Map.groupBy(parted, ({ key }) => key)].map(([reference, group]): SourceRow => {
    const broken = group.find((entry) => entry.broken !== undefined)?.broken;
    return {
      reference,
      at: group[0]!.at,
      content: { record: distinct(group.map(({ content }) => content)) },
      broken,
    };
  });
  return { rows, unknown };
}

function keyOf(content: RowContent): string {
  const name = nameOf(content);
  return name === '' ? '' : derivedKey(countryCode(regimeOf(content)) ?? regimeOf(content), name);
}

/** Entries of one key that bear different marks, each with its own in its key. */
function partedBy<Entry extends { key: string; content: RowContent }>(
  entries: readonly Entry[],
  markOf: (content: RowContent) => string | undefined,
): Entry[] {
  const namesakes = Map.groupBy(entries, ({ key }) => key);
  const isShared = ({ key }: Entry) =>
    new Set(namesakes.get(key)!.flatMap(({ content }) => markOf(content) ?? [])).size > 1;
  return entries.map((entry) =>
    entry.key !== '' && isShared(entry) ? { ...entry, key: derivedKey(entry.key, markOf(entry.content)) } : entry,
  );
}

/**
 * The reference of an entry that bore a longer one while there were namesakes, which it keeps when they are gone: the short
 * one may have been a namesake's.
 */
export function keptReference({ reference, content }: SourceRow, known: KnownRecord): string {
  const records = parts(content, 'record');
  const marks = MARKS.map((markOf) => records.flatMap((each) => markOf(each) ?? [])[0]);
  const candidates = marks.reduce<string[]>(
    (keys, mark) => keys.flatMap((key) => (mark === undefined ? key : [key, derivedKey(key, mark)])),
    [reference],
  );
  return candidates.findLast((key) => known(key)?.reference === key) ?? reference;
}
