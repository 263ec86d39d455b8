import type { IdentifierType } from '#domain';
import { plainNumber, type PartyIdentifier } from '#matching';
import isBIC from 'validator/lib/isBIC.js';

/** Weights of the first six digits of an IMO number; the last digit of the sum is the seventh (IMO resolution A.1117(30)). */
const IMO_WEIGHTS = [7, 6, 5, 4, 3, 2];

function isImo(number: string): boolean {
  if (!/^\d{7}$/.test(number)) return false;
  return IMO_WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 10 === Number(number[6]);
}

/** Nine digits, of which the first tells what is called: 2 to 7 a ship, 8 and 9 and 0 other stations (ITU-R M.585). */
const isMmsi = (number: string): boolean => /^\d{9}$/.test(number);

const FORMATS: Partial<Record<IdentifierType, (plain: string) => boolean>> = {
  imo: isImo,
  mmsi: isMmsi,
  bic: isBIC.default,
};

/**
 * An identifier as it is compared. A number that is none of its kind (`unknown` where an IMO number belongs, a digit amiss) is
 * one of no kind: it may be equal to another, and contradicts none.
 */
export function asIdentifier(value: string, type: IdentifierType, country?: string): PartyIdentifier {
  const isOfKind = type !== 'other' && (FORMATS[type]?.(plainNumber(value)) ?? true);
  return { value, ...(isOfKind && { type }), ...(country !== undefined && { country }) };
}
