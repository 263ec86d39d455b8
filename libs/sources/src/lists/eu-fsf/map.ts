import { isDay, type DesignationRecord, type IdentifierType, type Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { listingDate, partialDateOf } from '../../mapping/dates.ts';
import { cited, unListing } from '../../mapping/other-lists.ts';
import { distinct, joined, optional, parts, some, text, texts } from '../../mapping/parts.ts';
import { walletsIn } from '../../mapping/wallets.ts';
import { writingOf } from '../../mapping/writing.ts';
import { withoutEnd } from '../../reading/text.ts';

const TYPES: Record<string, Subject['type']> = { person: 'person', enterprise: 'organization' };
const IDENTIFIERS: Record<string, IdentifierType> = {
  passport: 'passport',
  travelcardid: 'passport',
  id: 'national-id',
  ssn: 'national-id',
  fiscalcode: 'tax',
  taxid: 'tax',
  regnumber: 'registration',
  tradelic: 'registration',
  swiftbic: 'bic',
  imo: 'imo',
};
const CONTACTS: Record<string, 'phone' | 'email' | 'website'> = {
  phone: 'phone',
  fax: 'phone',
  email: 'email',
  web: 'website',
  website: 'website',
};
const GENDERS: Record<string, 'male' | 'female'> = { M: 'male', F: 'female' };

/** One entity of the European Union's list as our record. */
export function mapEntity(row: SourceRow): MappedEntry {
  const { content, reference } = row;
  const unread: string[] = [];
  const unNumber = attribute(content, 'unitedNationId');
  const unListings = unListing(unNumber);
  if (unNumber && unListings.length === 0) unread.push(`unitedNationId: ${unNumber.slice(0, 40)}`);
  const names = namesOf(content);
  const remarks = remarksOf(content, names);
  const subject = subjectOf(content, names, remarks, unread);
  const regulations = parts(content, 'regulation');
  const programs = distinct(regulations.flatMap((each) => attribute(each, 'programme') ?? []));
  if (programs.length === 0) throw new EntryNotUnderstood('It stands under no programme (regulation)');
  const details = attribute(content, 'designationDetails');
  return {
    record: {
      reference,
      programs,
      programDetails: distinct(regulations.map(programDetailOf)),
      subject,
      ...some('reasons', details ? [details] : []),
      ...optional('remarks', remarks.toSorted().join(' ')),
      ...some('otherLists', [...unListings, ...remarks.flatMap(cited)]),
      ...optional('listedOn', listingDate([attribute(content, 'designationDate')], unread)),
      sourceIds: row.sourceIds,
    },
    updatedOn: regulations.flatMap((each) => attribute(each, 'publicationDate') ?? []).filter(isDay),
    unread,
    row,
  };
}

interface PrintedName {
  alias: RowContent;
  name: string;
  language?: string;
  id: number;
}

/** The oldest without a language first. */
const namesOf = (content: RowContent): PrintedName[] =>
  parts(content, 'nameAlias')
    .flatMap((alias) => {
      const name = attribute(alias, 'wholeName') ?? joined(alias, ['@firstName', '@middleName', '@lastName']);
      return name !== ''
        ? [{ alias, name, language: attribute(alias, 'nameLanguage'), id: Number(attribute(alias, 'logicalId')) }]
        : [];
    })
    .sort((a, b) => Number(a.language !== undefined) - Number(b.language !== undefined) || a.id - b.id);

const remarksOf = (content: RowContent, names: readonly PrintedName[]): string[] =>
  distinct([
    ...texts(content, 'remark'),
    ...names.flatMap(({ alias }) => texts(alias, 'remark').flatMap(withoutQuality)),
    ...parts(content, 'citizenship').flatMap((each) => texts(each, 'remark')),
  ]);

/** Throws EntryNotUnderstood without a name or a known type. */
function subjectOf(
  content: RowContent,
  names: readonly PrintedName[],
  remarks: readonly string[],
  unread: string[],
): Subject {
  // A name that the authority doubts is the primary one only where there is no other.
  const primary = names.find(({ alias }) => strengthOf(alias) === 'strong') ?? names[0];
  const type = TYPES[attribute(parts(content, 'subjectType')[0], 'code') ?? ''];
  if (!primary) throw new EntryNotUnderstood('It has no name');
  if (!type) throw new EntryNotUnderstood('It is neither person nor enterprise (subjectType)');
  const ofNames = (member: string) => names.flatMap(({ alias }) => attribute(alias, member) ?? []);
  const gender = ofNames('gender').flatMap((each) => GENDERS[each] ?? [])[0];
  const contacts = parts(content, 'address').flatMap((address) =>
    parts(address, 'contactInfo').flatMap((info) => contactOf(info, unread)),
  );
  return {
    type,
    name: primary.name,
    ...writingOf(primary.name, primary.language),
    aliases: distinct(names.filter(({ name }) => name !== primary.name).map(aliasOf)),
    ...some('titles', ofNames('title')),
    ...some('positions', ofNames('function')),
    ...(gender ? { gender } : {}),
    ...some(
      'nationalities',
      parts(content, 'citizenship').flatMap((each) => countryOf(each, unread) ?? []),
    ),
    ...some('birthDates', parts(content, 'birthdate').flatMap(birthDateIn)),
    ...some(
      'birthPlaces',
      parts(content, 'birthdate').map((each) => placeOf(each, unread)),
    ),
    ...some(
      'addresses',
      parts(content, 'address').map((each) => addressOf(each, unread)),
    ),
    ...some('identifiers', [
      ...parts(content, 'identification').map((each) => identifierOf(each, unread)),
      ...remarks.flatMap(walletsIn),
    ]),
    ...some('contacts', contacts),
  };
}

const aliasOf = ({ alias, name, language }: PrintedName): Subject['aliases'][number] => ({
  name,
  kind: 'aka',
  strength: strengthOf(alias),
  ...writingOf(name, language),
});

/** Where the authority doubts a name, it says so in a remark on it, perhaps beside more, and leaves its mark of strength as it was. */
const QUALITY =
  /(?:^|(?<=[;,.] ))\W{0,3}(?:(?:alias|a\.?k\.?a\.?) of )?(low|[gq]oo?d|high)[ -]quality(?: (?:alias|a\.?k\.?a\.?))?(?=\W{0,3}$|[;,.)])[;,.)]*/i;

function qualityIn(remark: string): 'strong' | 'weak' | undefined {
  const [, quality] = QUALITY.exec(remark) ?? [];
  if (quality === undefined) return undefined;
  return /low/i.test(quality) ? 'weak' : 'strong';
}

/** What else a remark on a name says. */
function withoutQuality(remark: string): string[] {
  if (!QUALITY.test(remark)) return [remark];
  const rest = withoutEnd(remark.replace(QUALITY, ''), ' ;,').trim();
  return /[\p{L}\p{N}]/u.test(rest) ? [rest] : [];
}

const strengthOf = (alias: RowContent): 'strong' | 'weak' =>
  texts(alias, 'remark').flatMap((remark) => qualityIn(remark) ?? [])[0] ??
  (attribute(alias, 'strong') === 'false' ? 'weak' : 'strong');

const attribute = (content: RowContent | undefined, name: string): string | undefined =>
  content && text(content, `@${name}`);

/** `00` stands for no country. */
function countryOf(part: RowContent, unread: string[]): string | undefined {
  const code = attribute(part, 'countryIso2Code');
  return code === '00' ? undefined : country(code ?? attribute(part, 'countryDescription'), unread);
}

const programDetailOf = (regulation: RowContent): NonNullable<DesignationRecord['programDetails']>[number] => ({
  program: attribute(regulation, 'programme') ?? '?',
  ...optional('legalBasis', attribute(regulation, 'numberTitle')),
});

function birthDateIn(birth: RowContent): NonNullable<Subject['birthDates']> {
  const [from, to] = [attribute(birth, 'yearRangeFrom'), attribute(birth, 'yearRangeTo')];
  const own = ['year', 'monthOfYear', 'dayOfMonth'].map((name) => attribute(birth, name)?.padStart(2, '0'));
  const known = own.slice(0, own.includes(undefined) ? own.indexOf(undefined) : 3);
  // One end alone is no date.
  const range = [...(from ? [`from ${from}`] : []), ...(to ? [`to ${to}`] : [])].join(' ');
  const parted = from && to ? range : known.join('-') || range;
  const calendar = attribute(birth, 'calendarType') ?? 'GREGORIAN';
  // A whole date is given in our calendar, whatever calendar its parts are in.
  const whole = attribute(birth, 'birthdate');
  const printed = whole ?? (calendar === 'GREGORIAN' || parted === '' ? parted : `${parted} (${calendar})`);
  const date = partialDateOf(printed);
  const note = [...(printed !== '' && !date ? [printed] : []), ...texts(birth, 'remark')].join('; ');
  if (!date && note === '') return [];
  const approximate = date && attribute(birth, 'circa') === 'true';
  return [
    { ...optional('date', date), ...(approximate ? { approximate: true as const } : {}), ...optional('note', note) },
  ];
}

const placeOf = (part: RowContent, unread: string[]) => ({
  ...optional('text', attribute(part, 'place')),
  ...optional('city', attribute(part, 'city')),
  ...optional('region', attribute(part, 'region')),
  ...optional('country', countryOf(part, unread)),
});

const addressOf = (address: RowContent, unread: string[]) => {
  const box = attribute(address, 'poBox');
  return {
    ...optional('street', attribute(address, 'street')),
    ...placeOf(address, unread),
    ...optional('postalCode', attribute(address, 'zipCode')),
    ...optional('note', [...(box ? [`PO box ${box}`] : []), ...texts(address, 'remark')].join('; ')),
  };
};

const FLAGS = ['diplomatic', 'knownExpired', 'knownFalse', 'reportedLost', 'revokedByIssuer'];

function identifierOf(identification: RowContent, unread: string[]) {
  const on = (name: string) => {
    const printed = attribute(identification, name)?.slice(0, 10);
    return printed && partialDateOf(printed);
  };
  const flags = FLAGS.filter((flag) => attribute(identification, flag) === 'true');
  return {
    type: IDENTIFIERS[attribute(identification, 'identificationTypeCode') ?? ''] ?? ('other' as const),
    ...optional('printedType', attribute(identification, 'identificationTypeDescription')),
    ...optional('number', attribute(identification, 'number') ?? attribute(identification, 'latinNumber')),
    ...optional('country', countryOf(identification, unread)),
    ...optional('issuedOn', on('issueDate') ?? on('validFrom')),
    ...optional('expiresOn', on('validTo')),
    ...optional(
      'note',
      [
        ...flags,
        ...['nameOnDocument', 'issuedBy', 'region', 'place'].flatMap((name) => attribute(identification, name) ?? []),
        ...texts(identification, 'remark'),
      ].join('; '),
    ),
  };
}

function contactOf(info: RowContent, unread: string[]): NonNullable<Subject['contacts']> {
  const value = attribute(info, 'value');
  const key = attribute(info, 'key') ?? '';
  const type = CONTACTS[key.toLowerCase()];
  if (value && !type) unread.push(`contactInfo: ${key.slice(0, 40)}`);
  return value && type ? [{ type, value }] : [];
}
