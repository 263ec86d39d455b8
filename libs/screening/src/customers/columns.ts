import { InputError } from '#domain';

/** What a file may say of a customer. */
export const FIELDS = [
  ...(['id', 'name', 'firstName', 'middleName', 'lastName', 'alias'] as const),
  ...(['schema', 'birthDate', 'country', 'gender', 'number'] as const),
] as const;
export type Field = (typeof FIELDS)[number];

/** Headers by which files call a field, in small letters and without what stands between words. */
const CALLED: Record<Field, readonly string[]> = {
  id: ['id', 'customerid', 'clientid', 'rowid', 'reference'],
  name: ['name', 'fullname', 'customername', 'caption', 'legalname'],
  firstName: ['firstname', 'givenname', 'forename'],
  middleName: ['middlename', 'patronymic', 'fathername', 'secondname'],
  lastName: ['lastname', 'surname', 'familyname'],
  alias: ['alias', 'aliases', 'aka'],
  schema: ['schema', 'type', 'entitytype'],
  birthDate: ['birthdate', 'dateofbirth', 'dob', 'born'],
  country: ['country', 'countries', 'nationality', 'citizenship', 'jurisdiction', 'residence'],
  gender: ['gender', 'sex'],
  number: ['number', 'idnumber', 'passport', 'passportnumber', 'documentnumber', 'taxnumber', 'registrationnumber'],
};
const FIELD_OF = new Map(FIELDS.flatMap((field) => CALLED[field].map((header) => [header, field] as const)));

/** Fields that a file may have several columns for. */
const SEVERAL: readonly Field[] = ['alias', 'country', 'number'];

export interface Columns {
  /** The field of each column; undefined where it is ignored. */
  fields: (Field | undefined)[];
  /** Headers of columns that are ignored. */
  ignored: string[];
}

/** The field that a header means; undefined where it means none. */
export const fieldOf = (header: string): Field | undefined =>
  FIELD_OF.get(header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));

/** Reads a header. Throws InputError where no column is a name, or two columns are one field. */
export function columnsOf(headers: readonly string[]): Columns {
  const fields = headers.map(fieldOf);
  for (const field of FIELDS) {
    const same = headers.filter((_, at) => fields[at] === field);
    if (same.length > 1 && !SEVERAL.includes(field))
      throw new InputError(`line 1: the columns ${same.map(shown).join(' and ')} both mean ${field}; leave one out`);
  }
  if (!fields.includes('name') && !fields.includes('lastName'))
    throw new InputError(
      `line 1: there is no column with the name; the first line has to name the columns, as id,name,schema,birthDate,country,gender,number. It has ${headers.map(shown).join(', ')}`,
    );
  return { fields, ignored: headers.filter((_, at) => fields[at] === undefined) };
}

const LONGEST_SHOWN = 40;
const shown = (header: string) =>
  header.length > LONGEST_SHOWN ? `${header.slice(0, LONGEST_SHOWN)}…` : header || '(empty)';
