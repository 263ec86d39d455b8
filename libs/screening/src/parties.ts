import { OTHER_NUMBERS, type MatchExample } from '#contract';
import type { DesignationRecord, IdentifierType, Subject } from '#domain';
import type { NameInput, Party } from '#matching';
import { followTheMoney } from '#sources';
import { countriesOf } from './countries.ts';
import { asIdentifier } from './identifier-formats.ts';
import { comparedWith } from './schemata.ts';

const NAMES = ['name', 'alias', 'weakAlias', 'previousName', 'abbreviation'];
/** Properties that say a party's countries. */
export const COUNTRIES = ['nationality', 'citizenship', 'country', 'jurisdiction', 'mainCountry', 'flag'];
/** Numbers that FollowTheMoney has and our records call by another word. */
const NUMBERS: Record<string, IdentifierType> = {
  ...Object.fromEntries(OTHER_NUMBERS.map((property) => [property, 'other'] as const)),
  ...followTheMoney.IDENTIFIERS,
  publicKey: 'crypto-address',
  cryptoAddress: 'crypto-address',
};
/** Names of one party that are compared, each with the spellings of a mark. */
const MOST_NAMES = 20;

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

/** Who is looked for, as matching has it. */
export function queriedParty({ schema, properties }: MatchExample): QueriedParty {
  const all = (names: readonly string[]) =>
    names.flatMap((name) => properties[name] ?? []).filter((text) => text.trim() !== '');
  const names: NameInput[] = all(NAMES)
    .slice(0, MOST_NAMES)
    .flatMap((name) => (comparedWith(schema).has('Airplane') ? marksOf(name) : name));
  const [first, middle, last] = [['firstName'], ['secondName', 'middleName', 'fatherName'], ['lastName']].map((parts) =>
    all(parts).join(' '),
  );
  if (names.length === 0 && (first || last)) names.push({ firstName: first, middleName: middle, lastName: last });
  const identifiers = Object.entries(NUMBERS).flatMap(([property, type]) =>
    all([property]).map((value) => asIdentifier(value, type)),
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
    identifiers: (subject.identifiers ?? []).flatMap(({ number, type, country }) =>
      number === undefined ? [] : asIdentifier(number, type, country),
    ),
  };
}

export const namesOf = ({ name, aliases }: Subject): string[] => [name, ...aliases.map((alias) => alias.name)];
