import type { Subject, SubjectType } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { birthDateOf, dayOf, listingDate } from '../../mapping/dates.ts';
import { enumerated } from '../../mapping/enumerated.ts';
import { labelledNumbers } from '../../mapping/labelled.ts';
import { unListing } from '../../mapping/other-lists.ts';
import { distinct, inside, joined, optional, some, text, texts } from '../../mapping/parts.ts';
import { walletsIn } from '../../mapping/wallets.ts';
import { writingOf } from '../../mapping/writing.ts';
import { PARTS_OF_NAME } from './ambiguous-groups.ts';

const TYPES: Record<string, SubjectType> = { individual: 'person', entity: 'organization', ship: 'vessel' };
const GENDERS: Record<string, 'male' | 'female'> = { male: 'male', female: 'female' };
const UNIQUE_ID = /^[A-Z]{3}\d{4,}$/;

/** One designation of the UK Sanctions List as our record, from either format. */
export function mapUksl(row: SourceRow): MappedEntry {
  const { content, reference } = row;
  if (!UNIQUE_ID.test(reference))
    throw new EntryNotUnderstood(`Its Unique ID is ${JSON.stringify(reference.slice(0, 40))}`);
  const unread: string[] = [];
  const unNumbers = texts(content, 'UNReferenceNumber');
  for (const printed of unNumbers)
    if (unListing(printed).length === 0) unread.push(`UNReferenceNumber: ${printed.slice(0, 40)}`);
  const subject = subjectOf(content, unread);
  const programs = texts(content, 'RegimeName');
  if (programs.length === 0) throw new EntryNotUnderstood('It does not say which regime it belongs to');
  const source = text(content, 'DesignationSource');
  return {
    record: {
      reference,
      programs: distinct(programs),
      subject,
      ...some('measures', measuresOf(content)),
      ...some('reasons', texts(content, 'UKStatementofReasons')),
      ...some('links', linksOf(content)),
      ...some('otherLists', [
        ...unNumbers.flatMap((printed) => unListing(printed)),
        ...texts(content, 'OFSIGroupID').map((id) => ({
          list: 'gb-ofsi',
          reference: id,
          text: `OFSI Group ID ${id}`,
        })),
      ]),
      ...optional(
        'remarks',
        [...texts(content, 'OtherInformation'), ...(source ? [`Designation source: ${source}`] : [])].join(' '),
      ),
      ...optional('listedOn', listingDate([text(content, 'DateDesignated')], unread)),
    },
    updatedOn: texts(content, 'LastUpdated').flatMap((printed) => dayOf(printed) ?? []),
    unread,
    row,
  };
}

/** Of several primary names the alphabetically first is used. Throws EntryNotUnderstood without a name or a known type. */
function subjectOf(content: RowContent, unread: string[]): Subject {
  const type = TYPES[text(content, 'IndividualEntityShip')?.toLowerCase() ?? ''];
  const names = inside(content, 'Names', 'Name')
    .map((part) => ({ part, name: joined(part, PARTS_OF_NAME), kind: text(part, 'NameType')?.toLowerCase() ?? '' }))
    .filter(({ name }) => name !== '');
  const primary = names.flatMap(({ name, kind }) => (kind === 'primary name' ? [name] : [])).sort()[0];
  const name = primary ?? names[0]?.name;
  if (!name) throw new EntryNotUnderstood('It has no name');
  if (!type) throw new EntryNotUnderstood('It is neither Individual nor Entity nor Ship');
  return {
    type,
    name,
    aliases: distinct([
      ...names.filter((each) => each.name !== name).map((each) => aliasOf(each.part, each.name, each.kind)),
      ...inside(content, 'NonLatinNames', 'NonLatinName').flatMap(originalNameOf),
    ]),
    ...some(
      'titles',
      inside(content, 'Titles').flatMap((titles) => texts(titles, 'Title')),
    ),
    ...personOf(content, unread),
    ...organizationOf(content),
    ...some(
      'addresses',
      inside(content, 'Addresses', 'Address').map((address) => addressOf(address, unread)),
    ),
    ...some('identifiers', identifiersOf(content)),
    ...some('contacts', contactsOf(content)),
    ...(type === 'vessel' ? { vessel: vesselOf(content, unread) } : {}),
  };
}

const measuresOf = (content: RowContent): string[] =>
  texts(content, 'SanctionsImposed')
    .flatMap((all) => all.split('|'))
    .map((each) => each.trim())
    .filter(Boolean);

function aliasOf(part: RowContent, name: string, kind: string): Subject['aliases'][number] {
  const strength = text(part, 'AliasStrength')?.toLowerCase() ?? '';
  return {
    name,
    kind: kind.includes('variation') ? 'variation' : kind === 'fka' ? 'fka' : 'aka',
    ...(strength.startsWith('good') ? { strength: 'strong' as const } : {}),
    ...(strength.startsWith('low') ? { strength: 'weak' as const } : {}),
    ...writingOf(name),
  };
}

function originalNameOf(part: RowContent): Subject['aliases'] {
  const name = text(part, 'NameNonLatinScript');
  return name ? [{ name, kind: 'original-script', ...writingOf(name) }] : [];
}

/** `IndividualDetails/Individual/<list>/<member>`, and the same of the other two kinds. */
const details = (content: RowContent, kind: 'Individual' | 'Entity' | 'Ship', list: string, ...members: string[]) =>
  inside(content, `${kind}Details`, kind, list).flatMap((each) => members.flatMap((member) => texts(each, member)));

function personOf(content: RowContent, unread: string[]) {
  const gender = GENDERS[details(content, 'Individual', 'Genders', 'Gender')[0]?.toLowerCase() ?? ''];
  const printed = details(content, 'Individual', 'Nationalities', 'Nationality').flatMap(enumerated);
  return {
    ...some('positions', details(content, 'Individual', 'Positions', 'Position').flatMap(enumerated)),
    ...(gender ? { gender } : {}),
    ...some(
      'nationalities',
      printed.flatMap((each) => country(each, unread) ?? []),
    ),
    ...some('birthDates', details(content, 'Individual', 'DOBs', 'DOB').map(birthDateOf)),
    ...some(
      'birthPlaces',
      inside(content, 'IndividualDetails', 'Individual', 'BirthDetails', 'Location').map((place) => ({
        ...optional('city', text(place, 'TownOfBirth')),
        ...optional('country', country(text(place, 'CountryOfBirth'), unread)),
      })),
    ),
  };
}

const organizationOf = (content: RowContent) =>
  some('activities', details(content, 'Entity', 'TypeOfEntities', 'TypeOfEntity'));

const addressOf = (address: RowContent, unread: string[]) => ({
  ...optional(
    'text',
    joined(
      address,
      [1, 2, 3, 4, 5, 6].map((n) => `AddressLine${n}`),
      ', ',
    ),
  ),
  ...optional('postalCode', text(address, 'AddressPostalCode')),
  ...optional('country', country(text(address, 'AddressCountry'), unread)),
});

function identifiersOf(content: RowContent): NonNullable<Subject['identifiers']> {
  const numbered = (path: string, element: string, number: string, note: string) =>
    inside(content, 'IndividualDetails', 'Individual', path, element).map((each) => ({
      ...optional('number', text(each, number)),
      ...optional('note', text(each, note)),
    }));
  const passports = numbered('PassportDetails', 'Passport', 'PassportNumber', 'PassportAdditionalInformation');
  const nationalIds = numbered(
    'NationalIdentifierDetails',
    'NationalIdentifier',
    'NationalIdentifierNumber',
    'NationalIdentifierAdditionalInformation',
  );
  return [
    ...passports.map((each) => ({ type: 'passport' as const, ...each })),
    ...nationalIds.map((each) => ({ type: 'national-id' as const, ...each })),
    ...details(content, 'Entity', 'BusinessRegistrationNumbers', 'BusinessRegistrationNumber').flatMap((printed) =>
      labelledNumbers(printed, 'registration'),
    ),
    ...texts(content, 'OtherInformation').flatMap(walletsIn),
    ...details(content, 'Ship', 'IMONumbers', 'IMONumber').map((number) => ({
      type: 'imo' as const,
      number: number.replace(/^IMO\s*/i, ''),
    })),
    ...details(content, 'Ship', 'HullIdentificationNumbers', 'HullIdentificationNumber').map((number) => ({
      type: 'other' as const,
      printedType: 'Hull identification number',
      number,
    })),
  ].filter((each) => each.number !== undefined || 'note' in each);
}

const contactsOf = (content: RowContent): NonNullable<Subject['contacts']> => {
  const all = (list: string, element: string, type: 'phone' | 'email' | 'website', between: RegExp) =>
    inside(content, list).flatMap((each) =>
      texts(each, element)
        .flatMap(enumerated)
        .flatMap((printed) => printed.split(between))
        .map((value) => ({ type, value: value.trim() }))
        .filter(({ value }) => value !== ''),
    );
  return [
    ...all('PhoneNumbers', 'PhoneNumber', 'phone', /;/),
    ...all('EmailAddresses', 'EmailAddress', 'email', /[;,\s]+/),
    ...all('Websites', 'Website', 'website', /[;,\s]+/),
  ];
};

function linksOf(content: RowContent) {
  const named = (kind: string, names: string[]) => names.map((name) => ({ kind, name }));
  return [
    ...named('parent company', details(content, 'Entity', 'ParentCompanies', 'ParentCompany')),
    ...named('subsidiary', details(content, 'Entity', 'Subsidiaries', 'Subsidiary')),
    ...named('owner or operator', details(content, 'Ship', 'CurrentOwnerOperators', 'CurrentOwnerOperator')),
    ...named('former owner or operator', details(content, 'Ship', 'PreviousOwnerOperators', 'PreviousOwnerOperator')),
  ];
}

function vesselOf(content: RowContent, unread: string[]): NonNullable<Subject['vessel']> {
  const flags = (list: string, element: string) =>
    details(content, 'Ship', list, element).flatMap((printed) => country(printed, unread) ?? []);
  const first = (list: string, ...elements: string[]) => details(content, 'Ship', list, ...elements).sort()[0];
  return {
    ...optional('type', first('TypeOfShipDetails', 'TypeOfShip', 'TypeOfShipDetail')),
    ...some('flags', flags('CurrentBelievedFlagOfShips', 'CurrentBelievedFlagOfShip')),
    ...some('formerFlags', flags('PreviousFlags', 'PreviousFlag')),
    ...optional('tonnage', first('TonnageOfShipDetails', 'TonnageOfShip', 'TonnageOfShipDetail')),
    ...optional('length', first('LengthOfShipDetails', 'LengthOfShip', 'LengthOfShipDetail')),
    ...optional('builtIn', first('YearsBuilt', 'YearBuilt')),
  };
}
