/** A name as one string, or in the parts that a form asks for. */
export type NameInput = string | { firstName?: string; middleName?: string; lastName?: string };

/** A number that names one party; `type` as in our records (`passport`, `imo`), where it is known. */
export interface PartyIdentifier {
  value: string;
  type?: string;
  country?: string;
}

/** Who is looked for, or who is listed: names, and what tells people of one name apart. All of it may be left out. */
export interface Party {
  /** A followthemoney schema: `Person`, `Company`, `Vessel`, `LegalEntity`, … */
  schema?: string;
  names: readonly NameInput[];
  /** EDTF. */
  birthDates?: readonly string[];
  /** ISO 3166-1 alpha-2, in any case: nationality, residence, registration, flag. */
  countries?: readonly string[];
  gender?: string;
  identifiers?: readonly PartyIdentifier[];
}

/** The parts of a name in the order in which they are spoken. */
export const wholeName = (name: NameInput): string =>
  typeof name === 'string' ? name : [name.firstName, name.middleName, name.lastName].filter(Boolean).join(' ');
