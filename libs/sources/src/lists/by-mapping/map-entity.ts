import { intervalOf, isDay, type DesignationRecord, type Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { birthDateOf, isNoDate, partialDateOf } from '../../mapping/dates.ts';
import { identifierTypeOf } from '../../mapping/identifiers.ts';
import { cited, unListing } from '../../mapping/other-lists.ts';
import { distinct, optional, parts, some, text } from '../../mapping/parts.ts';
import { spellOf, timesOf, type Spell } from '../../mapping/times.ts';
import { writingOf } from '../../mapping/writing.ts';
import { textsOf } from './read-entities.ts';
import {
  ACTIVITIES,
  CONTACTS,
  COUNTRIES,
  IDENTIFIERS,
  NAMED_BY,
  NAMES,
  PARTIES,
  PARTS_OF_NAME,
  REMARKS,
  STATUS,
  THINGS,
} from './ftm-schema.ts';

/** An entity with all that is said of it as our record; `program` is that of entities of which none is named. */
export function mapEntity(row: SourceRow, program: string): MappedEntry {
  const { content, reference } = row;
  const unread: string[] = [];
  const all = (...names: string[]) => textsOf(content, ...names);
  const sanctions = parts(content, 'sanction');
  const programs = [...textsOf(sanctions, 'program'), ...all('program')];
  const programIds = [...textsOf(sanctions, 'programId'), ...all('programId')];
  const remarks = [
    ...all(...REMARKS),
    ...textsOf(sanctions, 'summary', 'description'),
    ...textsOf(sanctions, 'duration').map((duration) => `Duration: ${duration}`),
  ];
  const record: DesignationRecord = {
    reference,
    programs: distinct(programs.length > 0 ? programs : programIds.length > 0 ? programIds : [program]),
    subject: subjectOf(content, unread),
    ...optional('legalBasis', textsOf(sanctions, 'recordId', 'authorityId').sort().join('; ')),
    ...some('measures', textsOf(sanctions, 'provisions')),
    ...some('reasons', textsOf(sanctions, 'reason')),
    ...some('links', linksOf(content)),
    ...some('otherLists', [...remarks.flatMap(cited), ...textsOf(sanctions, 'unscId').flatMap(unListing)]),
    ...optional('remarks', remarks.join(' ')),
    ...timesOf(sanctions.map((sanction) => spellIn(sanction, unread))),
  };
  const updatedOn = [...all('modifiedAt'), ...textsOf(sanctions, 'modifiedAt')].map((day) => day.slice(0, 10));
  return { record, updatedOn: updatedOn.filter(isDay), formerReferences: all('@referents'), unread, row };
}

/** Throws EntryNotUnderstood where it is no party, or has no name. */
function subjectOf(content: RowContent, unread: string[]): Subject {
  const all = (...names: string[]) => textsOf(content, ...names);
  const codes = (printed: string[]) => printed.flatMap((each) => country(each, unread) ?? []);
  const schema = text(content, 'schema') ?? '';
  const type = PARTIES[schema];
  const name = nameOf(content);
  if (!type) throw new EntryNotUnderstood(`Its schema is ${schema.slice(0, 40)}, none that a list has`);
  if (!name) throw new EntryNotUnderstood('It has no name');
  const gender = all('gender').find((each) => each === 'male' || each === 'female');
  return {
    type,
    name,
    ...writingOf(name),
    aliases: aliasesOf(content, name),
    ...some('titles', all('title')),
    ...some('positions', all('position')),
    ...(gender ? { gender } : {}),
    ...some('nationalities', codes(all(...COUNTRIES))),
    ...some(
      'birthDates',
      all('birthDate')
        .filter((each) => !isNoDate(each))
        .map(birthDateOf),
    ),
    ...some('birthPlaces', [
      ...all('birthPlace').map((place) => ({ text: place })),
      ...codes(all('birthCountry')).map((code) => ({ country: code })),
    ]),
    ...some('addresses', addressesOf(content, unread)),
    ...some('identifiers', identifiersOf(content, type, unread)),
    ...some(
      'contacts',
      Object.entries(CONTACTS).flatMap(([property, contact]) =>
        all(property).map((value) => ({ type: contact, value })),
      ),
    ),
    ...some('activities', [...(THINGS[schema] ? [THINGS[schema]] : []), ...activitiesOf(content, type)]),
    ...some(
      'foundedOn',
      all('incorporationDate').flatMap((each) => partialDateOf(each) ?? []),
    ),
    ...particularsOf(content, type, codes),
  };
}

const aliasesOf = (content: RowContent, primary: string): Subject['aliases'] =>
  distinct(
    NAMES.flatMap(([property, about]) =>
      textsOf(content, property)
        .filter((name) => name !== primary)
        .map((name) => ({ name, ...about, ...writingOf(name) })),
    ),
  );

function nameOf(content: RowContent): string | undefined {
  const names = textsOf(content, 'name');
  const caption = text(content, 'caption');
  if (caption !== undefined && names.includes(caption)) return caption;
  const inParts = PARTS_OF_NAME.flatMap((part) => textsOf(content, part)).join(' ');
  return [...names, inParts, ...textsOf(content, ...NAMED_BY), caption ?? ''].find((each) => each !== '');
}

/** A Sanction's time on the list. Throws EntryNotUnderstood: an end that nobody can read must not be passed over. */
function spellIn(sanction: RowContent, unread: string[]): Spell {
  const printed = (...names: string[]) => textsOf(sanction, ...names).filter((each) => !isNoDate(each));
  const begins = printed('startDate', 'listingDate').flatMap((each) => {
    const date = partialDateOf(each);
    if (!date) unread.push(`Sanction.startDate: ${each.slice(0, 40)}`);
    return date ?? [];
  });
  const ends = printed('endDate').map((each) => {
    const date = partialDateOf(each);
    if (!date) throw new EntryNotUnderstood(`A Sanction ends on ${each.slice(0, 40)}, which is no date`);
    return date;
  });
  const standings = textsOf(sanction, 'status').flatMap((each) => {
    const standing = Object.hasOwn(STATUS, each.toLowerCase()) ? STATUS[each.toLowerCase()] : undefined;
    if (!standing) unread.push(`Sanction.status: ${each.slice(0, 40)}`);
    return standing ?? [];
  });
  const first = begins.toSorted((a, b) => (firstDay(a) < firstDay(b) ? -1 : 1))[0];
  const last = ends.toSorted((a, b) => (intervalOf(a).latest < intervalOf(b).latest ? -1 : 1)).at(-1);
  return spellOf(first, last, standings.length === 1 ? standings[0] : undefined);
}

const firstDay = (date: string) => intervalOf(date).earliest ?? '';

function identifiersOf(content: RowContent, type: Subject['type'], unread: string[]) {
  const documents = [
    ...parts(content, '@passports').flatMap((each) => documentOf(each, 'Passport', unread)),
    ...parts(content, '@documents').flatMap((each) => documentOf(each, 'Identification', unread)),
    ...parts(content, '@wallets').flatMap((wallet) => walletOf(wallet)),
  ];
  const numbers = new Set(documents.map((document) => `${document.type} ${document.number}`));
  const own = Object.entries(IDENTIFIERS).flatMap(([property, known]): typeof documents => {
    const identifier = type === 'aircraft' && property === 'registrationNumber' ? 'tail-number' : known;
    // An aircraft has a member of its own for it.
    if (type === 'aircraft' && property === 'serialNumber') return [];
    if (property === 'publicKey') return walletOf(content);
    return textsOf(content, property).map((number) => ({ type: identifier, printedType: property, number }));
  });
  return [...documents, ...own.filter((each) => !numbers.has(`${each.type} ${each.number}`))];
}

type Identifier = NonNullable<Subject['identifiers']>[number];

function documentOf(document: RowContent, schema: 'Passport' | 'Identification', unread: string[]): Identifier[] {
  const printed = textsOf(document, 'type')[0];
  const dates = (name: string) => textsOf(document, name).flatMap((date) => partialDateOf(date) ?? [])[0];
  return textsOf(document, 'number').map((number) => ({
    type: schema === 'Passport' ? 'passport' : printed ? identifierTypeOf(printed) : 'national-id',
    printedType: printed ?? schema,
    number,
    ...optional('country', country(textsOf(document, 'country')[0], unread)),
    ...optional('issuedOn', dates('startDate')),
    ...optional('expiresOn', dates('endDate')),
    ...optional('note', textsOf(document, 'summary', 'description').join('; ')),
  }));
}

const walletOf = (wallet: RowContent): Identifier[] =>
  textsOf(wallet, 'publicKey').map((number) => ({
    type: 'crypto-address',
    printedType: 'publicKey',
    number,
    ...optional('currency', textsOf(wallet, 'currency')[0]),
  }));

function addressesOf(content: RowContent, unread: string[]): NonNullable<Subject['addresses']> {
  const entities = parts(content, '@addresses').map((address) => {
    const joined = (...names: string[]) => textsOf(address, ...names).join(', ');
    return {
      ...optional('text', joined('full')),
      ...optional('street', joined('street', 'street2')),
      ...optional('city', joined('city')),
      ...optional('region', joined('region', 'state')),
      ...optional('postalCode', joined('postalCode')),
      ...optional('country', country(textsOf(address, 'country')[0], unread)),
      ...optional('note', joined('postOfficeBox', 'remarks')),
    };
  });
  const whole = new Set(entities.map((address) => address.text));
  return [
    ...entities,
    ...textsOf(content, 'address')
      .filter((address) => !whole.has(address))
      .map((address) => ({ text: address })),
  ];
}

/** What an organization does or is; `type` is that of the ship or aircraft otherwise. */
const activitiesOf = (content: RowContent, type: Subject['type']): string[] => [
  ...textsOf(content, ...ACTIVITIES),
  ...(type === 'organization' || type === 'person' ? textsOf(content, 'type') : []),
];

function particularsOf(content: RowContent, type: Subject['type'], codes: (printed: string[]) => string[]) {
  const first = (...names: string[]) => textsOf(content, ...names)[0];
  const vessel = {
    ...some('flags', codes(textsOf(content, 'flag'))),
    ...some('formerFlags', codes(textsOf(content, 'pastFlags'))),
    ...optional('callSign', first('callSign')),
    ...optional('tonnage', first('tonnage')),
    ...optional('grossTonnage', first('grossRegisteredTonnage')),
    ...(type === 'vessel' ? { ...optional('type', first('type')), ...optional('builtIn', first('buildDate')) } : {}),
  };
  const aircraft = {
    ...optional('model', first('model') ?? (type === 'aircraft' ? first('type') : undefined)),
    ...(type === 'aircraft'
      ? { ...optional('builtOn', first('buildDate')), ...optional('serialNumber', first('serialNumber')) }
      : {}),
  };
  return {
    ...(Object.keys(vessel).length > 0 ? { vessel } : {}),
    ...(Object.keys(aircraft).length > 0 ? { aircraft } : {}),
  };
}

/** Who holds a wallet, who issued a security. */
const linksOf = (content: RowContent): NonNullable<DesignationRecord['links']> => [
  ...parts(content, '@holders').map((holder) => {
    const id = text(holder, 'id') ?? '?';
    return { kind: 'holder', name: text(holder, 'name') ?? id, reference: id };
  }),
  ...textsOf(content, 'issuer').map((issuer) => ({ kind: 'issuer', name: issuer })),
];
