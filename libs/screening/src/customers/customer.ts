import { MOST_NAMES, type MatchExample } from '#contract';
import { InputError, parsePartialDate } from '#domain';
import { countryOf } from '../countries.ts';
import type { Field } from './columns.ts';
import type { Row, Values } from './read-csv.ts';

/** Who is screened, of one row. */
export interface Customer {
  id: string;
  line: number;
  name: string;
  /** Null where the row has neither name nor number. */
  example: MatchExample | null;
  /** What of the row was left out, and why. */
  notes: string[];
}

const SCHEMAS: Record<string, MatchExample['schema']> = {
  thing: 'Thing',
  legalentity: 'LegalEntity',
  person: 'Person',
  individual: 'Person',
  organization: 'Organization',
  organisation: 'Organization',
  entity: 'Thing',
  company: 'Company',
  publicbody: 'PublicBody',
  vessel: 'Vessel',
  ship: 'Vessel',
  airplane: 'Airplane',
  aircraft: 'Airplane',
  cryptowallet: 'CryptoWallet',
  security: 'Security',
};
const LONGEST_VALUE = 10_000;
const MOST_VALUES = 100;

/**
 * The customer of a row. What cannot be compared is left out and noted: a birth date that is none or comes after `on`, a
 * country or a schema that is not known, and what is more than can be asked about. Throws InputError for a cell that is too long.
 */
export function customerOf({ line, values }: Row, on: string): Customer {
  const notes: string[] = [];
  const note = (text: string): false => {
    notes.push(text);
    return false;
  };
  for (const [field, all] of Object.entries(values)) {
    if (all.length > MOST_VALUES) throw new InputError(`line ${line}: ${field} has more than ${MOST_VALUES} values`);
    if (all.some(({ length }) => length > LONGEST_VALUE))
      throw new InputError(`line ${line}: ${field} is longer than ${LONGEST_VALUE} characters`);
  }
  const several = (field: Field, most = MOST_VALUES) => {
    const all = severalOf(values, field);
    if (all.length > most) note(`${all.length - most} of ${all.length} left out, too many: ${field}`);
    return all.slice(0, most);
  };
  const birthDates = (values.birthDate ?? []).filter((date) => isBirthDate(date, on, note));
  const countries = several('country').flatMap(
    (text) => countryOf(text) ?? (note(`country left out, it is not known: ${brief(text)}`) || []),
  );
  const properties: Record<string, string[]> = {
    name: values.name ?? [],
    firstName: values.firstName ?? [],
    middleName: values.middleName ?? [],
    lastName: values.lastName ?? [],
    // One is kept for a name in parts.
    alias: several('alias', MOST_NAMES - (values.name?.length ?? 1)),
    birthDate: birthDates,
    country: countries,
    gender: (values.gender ?? []).filter(
      (text) => isGender(text) || note(`gender left out, neither male nor female: ${brief(text)}`),
    ),
    // Of no particular kind, so that it is compared with numbers of every kind.
    serialNumber: several('number'),
  };
  for (const [property, all] of Object.entries(properties)) if (all.length === 0) delete properties[property];
  const name = values.name?.join(' ') ?? partsOf(values);
  const isAnyone = name !== '' || properties.alias !== undefined || properties.serialNumber !== undefined;
  if (!isAnyone) note('not screened: no name and no number');
  const schema = schemaOf(values, note);
  return { id: values.id?.[0] ?? '', line, name, example: isAnyone ? { schema, properties } : null, notes };
}

/** Genders are compared by their first letter. */
const isGender = (text: string): boolean => /^[mf]/i.test(text);

type Note = (text: string) => false;

function isBirthDate(date: string, on: string, note: Note): boolean {
  const days = parsePartialDate(date);
  if (!days) return note(`birth date left out, no date as 1971-03-04: ${brief(date)}`);
  return (days.earliest ?? days.latest) <= on || note(`birth date left out, after ${on}: ${date}`);
}

function schemaOf({ schema: [given] = [] }: Values, note: Note): MatchExample['schema'] {
  if (given === undefined) return 'Thing';
  const plain = given.toLowerCase().replace(/[^a-z]/g, '');
  if (Object.hasOwn(SCHEMAS, plain)) return SCHEMAS[plain]!;
  note(`schema not known, taken as Thing: ${brief(given)}`);
  return 'Thing';
}

const severalOf = (values: Values, field: Field): string[] =>
  (values[field] ?? []).flatMap((cell) => cell.split(/[;|]/)).flatMap((each) => each.trim() || []);

const partsOf = ({ firstName = [], middleName = [], lastName = [] }: Values): string =>
  [...firstName, ...middleName, ...lastName].join(' ');

const LONGEST_SHOWN = 40;
const brief = (text: string) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
