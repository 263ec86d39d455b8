import { OTHER_NUMBERS, type MatchExample } from '#contract';
import type { DesignationRecord, IdentifierType, Subject } from '#domain';
import type { NameInput, Party, PartyIdentifier } from '#matching';
import { followTheMoney } from '#sources';
import { countriesOf } from './countries.ts';
import { asIdentifier } from './identifier-formats.ts';
import { comparedWith } from './schemata.ts';

const NAMES = ['name', 'alias', 'weakAlias', 'previousName', 'abbreviation'];
/** Properties that say a party's countries. */
export const COUNTRIES = ['nationality', 'citizenship', 'country', 'jurisdiction', 'mainCountry', 'flag'];
/** What our records call the numbers of FollowTheMoney. */
const NUMBERS: Record<string, IdentifierType> = {
  ...Object.fromEntries(OTHER_NUMBERS.map((property) => [property, 'other'] as const)),
  ...followTheMoney.IDENTIFIERS,
  publicKey: 'crypto-address',
  cryptoAddress: 'crypto-address',
};
/** Of one property that our records have two words for: an aircraft is registered under its mark. */
const kindsOf = (property: string): IdentifierType[] =>
  property === 'registrationNumber' ? ['registration', 'tail-number'] : [NUMBERS[property]!];

/** A window as records have it, `[1980..1983]`, as an interval of EDTF. */
const asRange = (date: string): string => date.trim().replace(/^\[(.*)\.\.(.*)\]$/, '$1/$2');

/** Letters and digits of a mark of nationality and registration, as `RA-82077`. */
const MARK = /^([A-Z]{1,4})[-\s]?(\d{2,5})$/i;

/** A name as given and, if it looks like an aircraft's mark, with and without a hyphen: lists print `RA-82077` and `YV1008`. */
export const marksOf = (name: string): string[] => {
  const [, letters, digits] = MARK.exec(name.trim()) ?? [];
  return letters === undefined ? [name] : [...new Set([name, `${letters}-${digits}`, `${letters}${digits}`])];
};

/** A party that is looked for: its schema says which entities it is compared with. */
export interface QueriedParty extends Party {
  schema: MatchExample['schema'];
}

type Properties = MatchExample['properties'];

const valuesOf = (properties: Properties, names: readonly string[]): string[] =>
  names.flatMap((name) => properties[name] ?? []).filter((text) => text.trim() !== '');

/** The names of a party that is looked for, without those that are given in parts. */
export const namesAsked = (properties: Properties): string[] => valuesOf(properties, NAMES);

/** Who is looked for, as matching has it. A name in parts counts where no whole one is given. */
export function queriedParty({ schema, properties }: MatchExample): QueriedParty {
  const all = (names: readonly string[]) => valuesOf(properties, names);
  const names: NameInput[] = namesAsked(properties).flatMap((name) =>
    comparedWith(schema).has('Airplane') ? marksOf(name) : name,
  );
  const [first, middle, last] = [['firstName'], ['secondName', 'middleName', 'fatherName'], ['lastName']].map((parts) =>
    all(parts).join(' '),
  );
  if (all(['name']).length === 0 && (first || last))
    names.push({ firstName: first, middleName: middle, lastName: last });
  const identifiers = Object.keys(NUMBERS).flatMap((property) =>
    all([property]).flatMap((value) => kindsOf(property).map((type) => asIdentifier(value, type))),
  );
  return {
    schema,
    names,
    birthDates: all(['birthDate']).map(asRange),
    countries: countriesOf(all(COUNTRIES)),
    gender: all(['gender'])[0],
    identifiers,
  };
}

/** Who is listed, as matching has it: all that the record prints. */
export function listedParty({ subject }: Pick<DesignationRecord, 'subject'>, schema: string): Party {
  return {
    schema,
    names: namesOf(subject),
    birthDates: (subject.birthDates ?? []).flatMap(({ date }) => (date === undefined ? [] : asRange(date))),
    countries: countriesOf([...(subject.nationalities ?? []), ...(subject.vessel?.flags ?? [])]),
    gender: subject.gender,
    identifiers: numbersOf(subject),
  };
}

/** All numbers of a record; those that stand outside its identifiers are of no kind. */
export const numbersOf = ({ identifiers = [], vessel, aircraft }: Subject): PartyIdentifier[] => [
  ...identifiers.flatMap(({ number, type, country }) =>
    number === undefined ? [] : asIdentifier(number, type, country),
  ),
  ...[vessel?.callSign, aircraft?.serialNumber, aircraft?.transponderCode].flatMap((number) =>
    number === undefined ? [] : asIdentifier(number, 'other'),
  ),
];

export const namesOf = ({ name, aliases }: Subject): string[] => [name, ...aliases.map((alias) => alias.name)];
