import { isDay, type DesignationRecord, type Subject } from '#domain';
import {
  EntryNotUnderstood,
  type MappedEntry,
  type RowContent,
  type RowValue,
  type SourceRow,
} from '../list-source.ts';
import { collapse, plainQuotes } from '../text.ts';
import { birthDateOf, birthDateOfAlias, type BirthDate } from './birth-date.ts';
import { cleanReference } from './read.ts';

const INTERPOL_LINK = /(INTERPOL-UN Security Council Special Notice )?web ?link ?: ?https?:\/\/\S*interpol\S*/gi;
const OLD_REFERENCE = /\[\s*Old Reference\s*#?\s*([^\]]+)\]/gi;
const LONGEST_REFERENCE = 100;

const ALIASES: Record<string, { kind: 'aka' | 'fka'; strength?: 'strong' | 'weak' }> = {
  good: { kind: 'aka', strength: 'strong' },
  low: { kind: 'aka', strength: 'weak' },
  'a.k.a.': { kind: 'aka' },
  'f.k.a.': { kind: 'fka' },
};

/** One entry of the consolidated list as our record. */
export function mapEntry(row: SourceRow): MappedEntry {
  const [kind, content] = Object.entries(row.content)[0] as [string, RowContent];
  const name = joined(content, ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME']);
  const program = text(content, 'UN_LIST_TYPE');
  const delistedOn = text(content, 'DELISTED_ON')?.slice(0, 10);
  if (!name) throw new EntryNotUnderstood('It has no name');
  if (!program) throw new EntryNotUnderstood('It does not say which sanctions regime it belongs to (UN_LIST_TYPE)');
  if (row.reference.length > LONGEST_REFERENCE)
    throw new EntryNotUnderstood(`Its reference has more than ${LONGEST_REFERENCE} characters`);
  if (delistedOn !== undefined && !isDay(delistedOn))
    throw new EntryNotUnderstood(`DELISTED_ON is ${delistedOn}, which is no day`);

  const remarks = text(content, 'COMMENTS1');
  const listedOn = text(content, 'LISTED_ON')?.slice(0, 10);
  const record: DesignationRecord = {
    reference: row.reference,
    programs: [program],
    subject: subjectOf(kind === 'INDIVIDUAL' ? 'person' : 'organization', name, content),
    ...optional('remarks', collapse((remarks ?? '').replace(INTERPOL_LINK, ''))),
    ...optional('listedOn', listedOn !== undefined && isDay(listedOn) ? listedOn : ''),
    sourceIds: row.sourceIds,
  };
  return {
    record,
    updatedOn: values(content, 'LAST_DAY_UPDATED')
      .map((day) => day.slice(0, 10))
      .filter(isDay),
    ...(delistedOn === undefined ? {} : { delistedOn }),
    formerReferences: formerReferencesIn(remarks ?? ''),
    row,
  };
}

function subjectOf(type: 'person' | 'organization', name: string, content: RowContent): Subject {
  const aliasRows = parts(content, type === 'person' ? 'INDIVIDUAL_ALIAS' : 'ENTITY_ALIAS');
  const titles = values(content, 'TITLE');
  const nationalities = [...values(content, 'NATIONALITY'), ...texts(content, 'NATIONALITY2')];
  return {
    type,
    name,
    aliases: distinct([...aliasRows.flatMap(aliasesOf), ...originalNames(content)]),
    ...some('titles', titles),
    ...some('positions', values(content, 'DESIGNATION')),
    ...some('nationalities', nationalities),
    ...some('birthDates', birthDatesOf(content, aliasRows)),
    ...some('birthPlaces', [
      ...parts(content, 'INDIVIDUAL_PLACE_OF_BIRTH').map(placeOf),
      ...aliasRows.map(placeOfAlias),
    ]),
    ...some('addresses', [...parts(content, 'INDIVIDUAL_ADDRESS'), ...parts(content, 'ENTITY_ADDRESS')].map(addressOf)),
    ...some('identifiers', parts(content, 'INDIVIDUAL_DOCUMENT').flatMap(identifierOf)),
  };
}

function aliasesOf(alias: RowContent): Subject['aliases'] {
  const quality = ALIASES[text(alias, 'QUALITY')?.toLowerCase() ?? ''] ?? { kind: 'aka' };
  return (text(alias, 'ALIAS_NAME') ?? '')
    .split(';')
    .map(collapse)
    .filter((name) => name !== '')
    .map((name) => ({ name, ...quality }));
}

const originalNames = (content: RowContent): Subject['aliases'] =>
  texts(content, 'NAME_ORIGINAL_SCRIPT').map((name) => ({ name, kind: 'original-script' }));

function birthDatesOf(content: RowContent, aliasRows: RowContent[]): BirthDate[] {
  const dates = [
    ...parts(content, 'INDIVIDUAL_DATE_OF_BIRTH').flatMap(birthDateOf),
    ...aliasRows.flatMap((alias) => birthDateOfAlias(text(alias, 'DATE_OF_BIRTH'))),
  ];
  // The same date once as approximate and once bare, from an alias, is one statement.
  const approximate = new Set(dates.filter((birth) => birth.approximate).map(({ date }) => date));
  return dates.filter(({ date, ...more }) => Object.keys(more).length > 0 || !approximate.has(date));
}

const placeOf = (place: RowContent) => ({
  ...optional('text', joined(place, ['STREET', 'NOTE'], '; ')),
  ...optional('city', text(place, 'CITY')),
  ...optional('region', text(place, 'STATE_PROVINCE')),
  ...optional('country', text(place, 'COUNTRY')),
});

const placeOfAlias = (alias: RowContent) => ({
  ...optional('city', text(alias, 'CITY_OF_BIRTH')),
  ...optional('country', text(alias, 'COUNTRY_OF_BIRTH')),
});

const addressOf = (address: RowContent) => ({
  ...optional('street', text(address, 'STREET')),
  ...optional('city', text(address, 'CITY')),
  ...optional('region', text(address, 'STATE_PROVINCE')),
  ...optional('postalCode', text(address, 'ZIP_CODE')),
  ...optional('country', text(address, 'COUNTRY')),
  ...optional('note', text(address, 'NOTE')),
});

function identifierOf(document: RowContent): NonNullable<Subject['identifiers']> {
  const about = {
    ...optional('number', text(document, 'NUMBER')),
    ...optional('country', text(document, 'ISSUING_COUNTRY') ?? text(document, 'COUNTRY_OF_ISSUE')),
    ...optional('note', joined(document, ['TYPE_OF_DOCUMENT2', 'DATE_OF_ISSUE', 'CITY_OF_ISSUE', 'NOTE'], '; ')),
  };
  if (Object.keys(about).length === 0) return [];
  return [{ type: text(document, 'TYPE_OF_DOCUMENT') ?? 'Document', ...about }];
}

const formerReferencesIn = (remarks: string) =>
  [...remarks.matchAll(OLD_REFERENCE)]
    .flatMap(([, cited]) => cited!.split(/[,;]| and /))
    .map(cleanReference)
    .filter((reference) => reference !== '');

const asList = (value: RowValue | undefined): RowValue[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const parts = (content: RowContent, name: string): RowContent[] =>
  asList(content[name]).filter((part): part is RowContent => typeof part === 'object');

const texts = (content: RowContent, name: string): string[] =>
  asList(content[name])
    .filter((part) => typeof part === 'string')
    .map(plainQuotes);

const text = (content: RowContent, name: string): string | undefined => texts(content, name)[0];

const values = (content: RowContent, name: string): string[] =>
  parts(content, name).flatMap((part) => texts(part, 'VALUE'));

const joined = (content: RowContent, names: string[], by = ' '): string =>
  names.flatMap((name) => texts(content, name)).join(by);

/** Sets, so that an entry that says a thing twice says it once. */
const distinct = <T>(items: T[]): T[] => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];

const optional = <Name extends string>(name: Name, value: string | undefined) =>
  (value ? { [name]: value } : {}) as Partial<Record<Name, string>>;

const some = <Name extends string, T>(name: Name, items: T[]) => {
  const kept = distinct(items).filter((item) => typeof item !== 'object' || Object.keys(item as object).length > 0);
  return (kept.length > 0 ? { [name]: kept } : {}) as Partial<Record<Name, T[]>>;
};
