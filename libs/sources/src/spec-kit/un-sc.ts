/** Publications of invented entries in the Security Council's real format, for specs. */
export interface SampleEntry {
  reference?: string;
  dataId?: string;
  /** ENTITY where left out. */
  person?: boolean;
  names?: string[];
  program?: string;
  listedOn?: string;
  comments?: string;
  updatedOn?: string[];
  /** Further elements as they are. */
  more?: string;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const element = (name: string, text: string | undefined) =>
  text === undefined ? `<${name}/>` : `<${name}>${escaped(text)}</${name}>`;

const NAMES = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'];

function entryXml(entry: SampleEntry): string {
  const { reference, dataId, person, names, program = 'Al-Qaida', listedOn = '2010-03-04', comments } = entry;
  const kind = person ? 'INDIVIDUAL' : 'ENTITY';
  const updates = (entry.updatedOn ?? []).map((day) => element('VALUE', day)).join('');
  return `<${kind}>${[
    element('DATAID', dataId ?? `9${reference?.replace(/\D/g, '')}`),
    '<VERSIONNUM>1</VERSIONNUM>',
    ...(names ?? [`Sample ${reference}`]).map((name, i) => element(NAMES[i]!, name)),
    element('UN_LIST_TYPE', program),
    element('REFERENCE_NUMBER', reference),
    element('LISTED_ON', listedOn),
    element('COMMENTS1', comments),
    '<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>',
    `<LAST_DAY_UPDATED>${updates || '<VALUE/>'}</LAST_DAY_UPDATED>`,
    entry.more ?? '',
    '<SORT_KEY/><SORT_KEY_LAST_MOD/>',
  ].join('')}</${kind}>`;
}

export function publicationXml(generatedAt: string, entries: SampleEntry[]): string {
  const xml = (people: boolean) => entries.filter(({ person = false }) => person === people).map(entryXml);
  return `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://www.un.org/sc/resources/sc-sanctions.xsd" dateGenerated="${generatedAt}">
    <INDIVIDUALS>
        ${xml(true).join('\n            ')}
    </INDIVIDUALS>
    <ENTITIES>
        ${xml(false).join('\n            ')}
    </ENTITIES>
</CONSOLIDATED_LIST>`;
}

/** Enough entries that one more or less is a small share of them. */
export const manyEntries = (count: number, from = 1): SampleEntry[] =>
  Array.from({ length: count }, (_, i) => ({ reference: `QDe.${String(i + from).padStart(3, '0')}` }));

export async function* inPieces(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content as string);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
