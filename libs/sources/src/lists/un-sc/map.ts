import { isDay, type DesignationRecord, type Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { listingDate, partialDateOf, type BirthDate } from '../../mapping/dates.ts';
import { identifierTypeOf } from '../../mapping/identifiers.ts';
import { distinct, joined, optional, parts, some, text, texts, values } from '../../mapping/parts.ts';
import { writingOf } from '../../mapping/writing.ts';
import { collapse } from '../../reading/text.ts';
import { birthDateIn, birthDateOfAlias } from './birth-date.ts';
import { cleanReference } from './read.ts';

const INTERPOL_LINK =
  /(INTERPOL-UN Security Council Special Notice )?web ?link ?: ?https?:\/\/\S{0,200}interpol\S{0,500}/gi;
const OLD_REFERENCE = /\[\s{0,9}Old Reference\s{0,9}#?([^\]]{1,300})\]/gi;
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
  const printedEnd = text(content, 'DELISTED_ON');
  const delistedOn = printedEnd && partialDateOf(printedEnd);
  if (!name) throw new EntryNotUnderstood('It has no name');
  if (!program) throw new EntryNotUnderstood('It does not say which sanctions regime it belongs to (UN_LIST_TYPE)');
  if (row.reference.length > LONGEST_REFERENCE)
    throw new EntryNotUnderstood(`Its reference has more than ${LONGEST_REFERENCE} characters`);
  if (printedEnd && !delistedOn)
    throw new EntryNotUnderstood(`DELISTED_ON is ${printedEnd.slice(0, 40)}, which is no date`);

  const comments = text(content, 'COMMENTS1');
  const ofAliases = ['INDIVIDUAL_ALIAS', 'ENTITY_ALIAS'].flatMap((name) =>
    parts(content, name).flatMap((alias) => texts(alias, 'NOTE')),
  );
  const remarks = [...(comments ? [comments] : []), ...distinct(ofAliases).sort()].join(' ');
  const former = formerReferencesIn(remarks);
  const unread: string[] = [];
  const record: DesignationRecord = {
    reference: row.reference,
    programs: [program],
    subject: subjectOf(kind === 'INDIVIDUAL' ? 'person' : 'organization', name, content, unread),
    ...optional('remarks', collapse(remarks.replace(INTERPOL_LINK, ''))),
    ...optional('listedOn', listingDate([text(content, 'LISTED_ON')], unread)),
    ...optional('delistedOn', delistedOn),
    ...some('otherLists', former.map(asOwnNumber)),
    sourceIds: row.sourceIds,
  };
  return {
    record,
    updatedOn: values(content, 'LAST_DAY_UPDATED')
      .map((day) => day.slice(0, 10))
      .filter(isDay),
    formerReferences: former.map(({ reference }) => reference),
    unread,
    row,
  };
}

const GENDERS: Record<string, Subject['gender']> = {
  male: 'male',
  m: 'male',
  female: 'female',
  f: 'female',
  unknown: undefined,
};

function subjectOf(type: 'person' | 'organization', name: string, content: RowContent, unread: string[]): Subject {
  const aliasRows = parts(content, type === 'person' ? 'INDIVIDUAL_ALIAS' : 'ENTITY_ALIAS');
  const nationalities = [...values(content, 'NATIONALITY'), ...texts(content, 'NATIONALITY2')];
  const gender = meaningOf('GENDER', content, GENDERS, unread);
  return {
    type,
    name,
    aliases: distinct([...aliasRows.flatMap((alias) => aliasesOf(alias, unread)), ...originalNames(content)]),
    ...some('titles', values(content, 'TITLE')),
    ...some('positions', values(content, 'DESIGNATION')),
    ...(gender ? { gender } : {}),
    ...some(
      'nationalities',
      nationalities.flatMap((printed) => country(printed, unread) ?? []),
    ),
    ...some('birthDates', birthDatesOf(content, aliasRows)),
    ...some('birthPlaces', [
      ...parts(content, 'INDIVIDUAL_PLACE_OF_BIRTH').map((place) => placeOf(place, unread)),
      ...aliasRows.map((alias) => placeOfAlias(alias, unread)),
    ]),
    ...some(
      'addresses',
      [...parts(content, 'INDIVIDUAL_ADDRESS'), ...parts(content, 'ENTITY_ADDRESS')].map((at) => addressOf(at, unread)),
    ),
    ...some(
      'identifiers',
      parts(content, 'INDIVIDUAL_DOCUMENT').flatMap((document) => identifierOf(document, unread)),
    ),
  };
}

/** What a word of the list's own means; one that nobody knows is counted. */
function meaningOf<Meaning>(
  member: string,
  content: RowContent,
  meanings: Record<string, Meaning>,
  unread: string[],
): Meaning | undefined {
  const printed = text(content, member);
  if (printed === undefined) return undefined;
  const word = printed.toLowerCase();
  if (Object.hasOwn(meanings, word)) return meanings[word];
  unread.push(`${member}: ${printed.slice(0, 40)}`);
  return undefined;
}

function aliasesOf(alias: RowContent, unread: string[]): Subject['aliases'] {
  const quality = meaningOf('QUALITY', alias, ALIASES, unread) ?? { kind: 'aka' };
  return (text(alias, 'ALIAS_NAME') ?? '')
    .split(';')
    .map(collapse)
    .filter((name) => name !== '')
    .map((name) => ({ name, ...quality, ...writingOf(name) }));
}

const originalNames = (content: RowContent): Subject['aliases'] =>
  texts(content, 'NAME_ORIGINAL_SCRIPT').map((name) => ({ name, kind: 'original-script', ...writingOf(name) }));

function birthDatesOf(content: RowContent, aliasRows: RowContent[]): BirthDate[] {
  const dates = [
    ...parts(content, 'INDIVIDUAL_DATE_OF_BIRTH').flatMap(birthDateIn),
    ...aliasRows.flatMap((alias) => birthDateOfAlias(text(alias, 'DATE_OF_BIRTH'))),
  ];
  // The same date once as approximate and once bare, from an alias, is one statement.
  const approximate = new Set(dates.filter((birth) => birth.approximate).map(({ date }) => date));
  return dates.filter(({ date, ...more }) => Object.keys(more).length > 0 || !approximate.has(date));
}

const placeOf = (place: RowContent, unread: string[]) => ({
  ...optional('text', joined(place, ['STREET', 'NOTE'], '; ')),
  ...optional('city', text(place, 'CITY')),
  ...optional('region', text(place, 'STATE_PROVINCE')),
  ...optional('country', country(text(place, 'COUNTRY'), unread)),
});

const placeOfAlias = (alias: RowContent, unread: string[]) => ({
  ...optional('city', text(alias, 'CITY_OF_BIRTH')),
  ...optional('country', country(text(alias, 'COUNTRY_OF_BIRTH'), unread)),
});

const addressOf = (address: RowContent, unread: string[]) => ({
  ...optional('street', text(address, 'STREET')),
  ...optional('city', text(address, 'CITY')),
  ...optional('region', text(address, 'STATE_PROVINCE')),
  ...optional('postalCode', text(address, 'ZIP_CODE')),
  ...optional('country', country(text(address, 'COUNTRY'), unread)),
  ...optional('note', text(address, 'NOTE')),
});

function identifierOf(document: RowContent, unread: string[]): NonNullable<Subject['identifiers']> {
  const issuer = text(document, 'ISSUING_COUNTRY') ?? text(document, 'COUNTRY_OF_ISSUE');
  const about = {
    ...optional('number', text(document, 'NUMBER')),
    ...optional('country', country(issuer, unread)),
    ...optional('note', joined(document, ['TYPE_OF_DOCUMENT2', 'DATE_OF_ISSUE', 'CITY_OF_ISSUE', 'NOTE'], '; ')),
  };
  if (Object.keys(about).length === 0) return [];
  const printedType = text(document, 'TYPE_OF_DOCUMENT') ?? 'Document';
  return [{ type: identifierTypeOf(printedType), printedType, ...about }];
}

const formerReferencesIn = (remarks: string) =>
  [...remarks.matchAll(OLD_REFERENCE)]
    .flatMap(([text, cited]) => cited!.split(/[,;]| and /).map((each) => ({ reference: cleanReference(each), text })))
    .filter(({ reference }) => reference !== '');

/** Lists of others still print it, so that it must lead here. */
const asOwnNumber = ({ reference, text: printed }: { reference: string; text: string }) => ({
  list: 'un-sc',
  reference,
  text: collapse(printed),
});
