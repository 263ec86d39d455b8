import { intervalOf, parsePartialDate } from '#domain';

/** Properties of an entity: values by name. */
export type Properties = Record<string, string[]>;

const plain = (text: string) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ').trim();

/** Adds values to a property; doubles and what is empty are left out. */
export function put(properties: Properties, name: string, values: readonly (string | false | undefined)[]): void {
  for (const value of values) {
    const text = value ? plain(value) : '';
    if (text === '') continue;
    const own = (properties[name] ??= []);
    if (!own.includes(text)) own.push(text);
  }
}

/** One line: names and addresses have no other blanks. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A name as FollowTheMoney has it: in one line, without quotation marks around it. */
export const cleanName = (text: string): string => oneLine(text).replace(/^(["'])(.+)\1$/, '$2');

/** A code as FollowTheMoney has it; undefined for a country that is kept as printed. */
export const countryCode = (country: string | undefined): string | undefined =>
  country !== undefined && /^[A-Z]{2}$/.test(country) ? country.toLowerCase() : undefined;

/**
 * What of a partial date FollowTheMoney can hold: `2005`, `2005-03` or `2005-03-15`; of an interval what its two days share.
 * Undefined where they share no year.
 */
export function ftmDate(edtf: string | null | undefined): string | undefined {
  if (!edtf || parsePartialDate(edtf) === null) return undefined;
  const { earliest, latest } = intervalOf(edtf);
  for (const length of [10, 7, 4])
    if (earliest?.slice(0, length) === latest.slice(0, length)) return latest.slice(0, length);
  return undefined;
}

/** A date that `ftmDate` only told a part of, word for word. */
export const isWhole = (edtf: string): boolean => ftmDate(edtf) === edtf;
