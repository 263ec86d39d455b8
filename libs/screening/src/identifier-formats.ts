import type { IdentifierType } from '#domain';
import { plainNumber, type PartyIdentifier } from '#matching';
import { createRequire } from 'node:module';
import isBIC from 'validator/lib/isBIC.js';
import isPassportNumber from 'validator/lib/isPassportNumber.js';

/** Weights of the first six digits of an IMO number; the last digit of the sum is the seventh (IMO resolution A.1117(30)). */
const IMO_WEIGHTS = [7, 6, 5, 4, 3, 2];

function isImo(number: string): boolean {
  if (!/^\d{7}$/.test(number)) return false;
  return IMO_WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 10 === Number(number[6]);
}

/** Nine digits, of which the first tells what is called: 2 to 7 a ship, 8 and 9 and 0 other stations (ITU-R M.585). */
const isMmsi = (number: string): boolean => /^\d{9}$/.test(number);

const { default: isPassportOf, locales } = isPassportNumber as unknown as {
  default: (number: string, country: string) => boolean;
  locales: string[];
};
const PASSPORTS: ReadonlySet<string> = new Set(locales);
/** Of a country that prints another form, or none that is known, any is one. */
const isPassport = (number: string, country = ''): boolean => !PASSPORTS.has(country) || isPassportOf(number, country);

type TaxNumbers = typeof import('stdnum');
let taxNumbers: TaxNumbers | undefined;
/** Tables of ninety countries take a while to read, so they are read when somebody asks. */
const taxNumbersOf = (): TaxNumbers => (taxNumbers ??= createRequire(import.meta.url)('stdnum') as TaxNumbers);

/** A number of a person or of a company; of a country whose numbers are not known any is one. */
function isTaxNumber(number: string, country = ''): boolean {
  if (country === '') return true;
  const { validatePerson, validateEntity } = taxNumbersOf();
  const found = [validatePerson(country, number), validateEntity(country, number)].filter(({ checked }) => checked);
  return found.length === 0 || found.some(({ isValid }) => isValid);
}

const FORMATS: Partial<Record<IdentifierType, (plain: string, country?: string) => boolean>> = {
  imo: isImo,
  mmsi: isMmsi,
  bic: isBIC.default,
  passport: isPassport,
  tax: isTaxNumber,
};

/**
 * An identifier as it is compared. A number that is none of its kind (`unknown` where an IMO number belongs, a digit amiss, a passport as
 * its country numbers none) is one of no kind: it may be equal to another, and contradicts none.
 */
export function asIdentifier(value: string, type: IdentifierType, country?: string): PartyIdentifier {
  const isOfKind = type !== 'other' && (FORMATS[type]?.(plainNumber(value), country) ?? true);
  return { value, ...(isOfKind && { type }), ...(country !== undefined && { country }) };
}
