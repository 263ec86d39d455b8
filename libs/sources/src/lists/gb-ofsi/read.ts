import type { PublishedFile, ReadLimits, ReadPublication, RowContent, SourceRow } from '../../list-source.ts';
import { dayOf } from '../../mapping/dates.ts';
import { distinct } from '../../mapping/parts.ts';
import { readTable, type Cells } from '../../reading/table.ts';
import { isUtf8Marked } from '../../reading/text.ts';

const NAME = ['Name 6', 'Name 1', 'Name 2', 'Name 3', 'Name 4', 'Name 5', 'Title', 'Alias Type'];
const NAME_LATER = ['Name Non-Latin Script', 'Non-Latin Script Type', 'Non-Latin Script Language', 'Alias Quality'];
const ADDRESS = [...[1, 2, 3, 4, 5, 6].map((n) => `Address ${n}`), 'Post/Zip Code', 'Country'];
/** Until 2022 the details alone, with the number in them. */
const PASSPORT = ['Passport Number', 'Passport Details'];
const NATIONAL_ID = ['National Identification Number', 'National Identification Details'];
const OTHER = [
  'DOB',
  'Town of Birth',
  'Country of Birth',
  'Nationality',
  'NI Number',
  'Position',
  'Other Information',
  'Group Type',
  'Regime',
  'Listed On',
  'Last Updated',
];
/** Known and left out on purpose: the script is told from the letters of a name. */
export const LEFT_OUT = ['Non-Latin Script Type', 'Non-Latin Script Language'];

export const KNOWN = [...NAME, ...NAME_LATER, ...ADDRESS, ...PASSPORT, ...NATIONAL_ID, ...OTHER, 'Group ID'];

/**
 * Reads OFSI's ConList.csv: a row for each name with each birth date and address. All rows of one Group ID are one
 * entry; what they repeat is kept once.
 */
export async function readConList(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { preamble, header, rows, unknown } = await readTable(file, limits, {
    encoding: isUtf8Marked(file.head) ? 'utf-8' : 'windows-1252',
    required: ['Name 6', 'Group Type', 'Alias Type', 'Regime', 'Group ID'],
    known: KNOWN,
    preamble: 1,
  });
  const elements = {
    names: [...NAME, ...NAME_LATER],
    addresses: ADDRESS,
    ...(header.includes('Passport Number') ? { passports: PASSPORT } : {}),
    nationalIds: NATIONAL_ID,
  };
  const groups = Map.groupBy(rows, ({ cells }) => cells['Group ID'] ?? '');
  const publishedOn = dayOf(preamble[0]?.[1]);
  return {
    rows: [...groups].map(([reference, group]) => rowOf(reference, group, elements)),
    unknown,
    ...(publishedOn ? { publishedOn } : {}),
  };
}

/** One entry of its rows. The columns of an element belong together; others are sets of their own. */
function rowOf(
  reference: string,
  group: { cells: Cells; at: string }[],
  elements: Record<string, readonly string[]>,
): SourceRow {
  const content: RowContent = {};
  for (const [element, columns] of Object.entries(elements)) {
    const found = distinct(group.map(({ cells }) => pick(cells, columns))).filter(
      (each) => Object.keys(each).length > 0,
    );
    if (found.length > 0) content[element] = found;
  }
  const inElements = new Set(Object.values(elements).flat());
  for (const name of new Set(group.flatMap(({ cells }) => Object.keys(cells)))) {
    if (inElements.has(name) || name === 'Group ID') continue;
    content[name] = distinct(group.flatMap(({ cells }) => cells[name] ?? []));
  }
  return { reference, at: group[0]!.at, content };
}

const pick = (cells: Cells, names: readonly string[]): RowContent =>
  Object.fromEntries(names.flatMap((name) => (cells[name] === undefined ? [] : [[name, cells[name]]])));
