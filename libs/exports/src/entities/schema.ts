import type { IdentifierType, Subject } from '#domain';
import { followTheMoney } from '#sources';
import { longestOf } from './property-types.ts';

const { IDENTIFIERS, PARTIES, THINGS } = followTheMoney;

/** The schema of a party: that of a thing that is listed itself, else the one of its kind. */
export function schemaOf({ type, activities = [] }: Pick<Subject, 'type' | 'activities'>): string {
  const thing = Object.entries(THINGS).find(([, word]) => activities.includes(word))?.[0];
  if (thing && PARTIES[thing] === type) return thing;
  if (type === 'organization' && activities.some((each) => /^company$/i.test(each))) return 'Company';
  return Object.entries(PARTIES).find(([, kind]) => kind === type)![0];
}

const INTERVALS = ['Sanction', 'Passport', 'Identification'];
/** Whether entities of a schema are Things, as FollowTheMoney has it: all that we write but those that tell of one for some time. */
export const isThing = (schema: string): boolean => !INTERVALS.includes(schema);

/** Words of `activities` that the schema says already. */
export const saidBySchema = (schema: string, activity: string): boolean => THINGS[schema] === activity;

const LEGAL = ['Person', 'Organization', 'Company'];
export const isLegalEntity = (schema: string): boolean => LEGAL.includes(schema);

const OF_ORGANIZATIONS = ['imoNumber'];
const OF_PEOPLE = ['passportNumber', 'socialSecurityNumber'];
const OF_THINGS: Record<string, readonly string[]> = {
  Vessel: ['imoNumber', 'mmsi', 'registrationNumber'],
  Airplane: ['registrationNumber'],
  CryptoWallet: ['publicKey'],
  Security: ['isin', 'ticker', 'registrationNumber'],
};

/** Whether a schema has a property for a number of this length. Source: followthemoney 4.9, schema/*.yml. */
export function takesNumber(schema: string, property: string, number: string): boolean {
  if (number.length > longestOf(property) || !isWellFormed(property, number)) return false;
  if (!isLegalEntity(schema)) return OF_THINGS[schema]?.includes(property) ?? false;
  if (OF_PEOPLE.includes(property)) return schema === 'Person';
  if (OF_ORGANIZATIONS.includes(property)) return schema !== 'Person';
  return !['mmsi', 'isin', 'ticker', 'publicKey', 'serialNumber'].includes(property);
}

/** A number as FollowTheMoney writes it. */
export const normalNumber = (property: string, number: string): string =>
  property === 'imoNumber' ? `IMO${number.replace(/\D/g, '')}` : number;

/** FollowTheMoney drops numbers that are not as their issuer writes them. */
const FORMS: Record<string, RegExp> = {
  swiftBic: /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/,
  imoNumber: /^(?:IMO ?)?\d{7}$/,
  mmsi: /^\d{9}$/,
  leiCode: /^[A-Z0-9]{20}$/,
  innCode: /^(?:\d{10}|\d{12})$/,
  ogrnCode: /^(?:\d{13}|\d{15})$/,
  isin: /^[A-Z]{2}[A-Z0-9]{9}\d$/,
};
const isWellFormed = (property: string, number: string) => FORMS[property]?.test(number) ?? true;

/** The property for a kind of number: the one that the list itself names, else the first that means it. */
export function propertyFor(type: IdentifierType, printedType: string | undefined): string | undefined {
  if (printedType !== undefined && Object.hasOwn(IDENTIFIERS, printedType)) return printedType;
  if (type === 'tail-number') return 'registrationNumber';
  if (type === 'other') return undefined;
  return Object.entries(IDENTIFIERS).find(([, kind]) => kind === type)?.[0];
}
