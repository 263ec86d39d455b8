import type { PublishedFile, ReadLimits, ReadPublication, RowContent, SourceRow } from '../../list-source.ts';
import { countryCode } from '../../mapping/countries.ts';
import { derivedKey } from '../../mapping/derived-key.ts';
import { distinct, joined, text, texts } from '../../mapping/parts.ts';
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

/** Reads Canada's XML. Records of one regime and name are one entry, which may stand under several items. */
export async function readSema(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { entries, unknown } = await readEntries(file, limits, { root: 'data-set', entries: { record: RECORD } });
  const keyed = entries.map((entry) => ({ ...entry, key: keyOf(entry.content) }));
  const births = Map.groupBy(keyed, ({ key }) => key);
  const parted = keyed.map((entry) => {
    const [own] = birthsOf(entry.content);
    const all = new Set(births.get(entry.key)!.flatMap(({ content }) => birthsOf(content)[0] ?? []));
    return { ...entry, key: all.size > 1 ? derivedKey(entry.key, own) : entry.key };
  });
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
