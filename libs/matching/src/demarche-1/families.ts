/** How the names of a schema are made: a person's parts, a body's words, a craft's label, or nobody knows. */
export type Family = 'person' | 'organization' | 'craft' | 'any';

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ['Person', 'person'],
  ['Organization', 'organization'],
  ['Company', 'organization'],
  ['PublicBody', 'organization'],
  ['Vessel', 'craft'],
  ['Airplane', 'craft'],
  ['Vehicle', 'craft'],
]);

/** The family of a followthemoney schema; `any` for LegalEntity, Thing and what is not known. */
export const familyOf = (schema: string | undefined): Family => FAMILIES.get(schema ?? '') ?? 'any';

/** Whether names of the two can be of the same thing. */
export const compatible = (a: Family, b: Family): boolean => a === b || a === 'any' || b === 'any';
