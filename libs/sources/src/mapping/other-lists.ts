import type { DesignationRecord } from '#domain';

type OtherListings = NonNullable<DesignationRecord['otherLists']>;

/** A number of the Security Council's: `QDe.004`, or as before 2015 `QE.A.146.14`, `E.37.A.7`. */
const UN_NUMBER = /\b([A-Z]{2}[ie]\.\d{3}|[A-Z]{2}\.[A-Z]{1,2}\.\d{1,3}\.\d{2}|[A-Z]\.\d{1,2}\.[A-Z]\.\d{1,3})\b/i;
const UN_CITED = new RegExp(
  String.raw`\bUN(?:SC)?\s*(?:list(?:ing)?\s*)?(?:permanent\s*)?ref(?:erence)?(?:\s*(?:no|number))?\s*[.:]?\s*[.:]?\s*${UN_NUMBER.source.slice(2)}`,
  'gi',
);

/** The Security Council prints `KPi.067`, others also `KPI.067`. */
const asPrinted = (number: string) =>
  number.replace(/^([a-z]{2})([ie])\.(\d{3})$/i, (_, code: string, kind: string, rest: string) => {
    return `${code.toUpperCase()}${kind.toLowerCase()}.${rest}`;
  });

/** Numbers of other lists that a text cites as the entry's own: `UN Ref QDe.004`, `UN REF:QE.A.146.14`. */
export const cited = (text: string): OtherListings =>
  [...text.matchAll(UN_CITED)].map(([whole, number]) => ({
    list: 'un-sc',
    reference: asPrinted(number!),
    text: whole,
  }));

/** A member that holds nothing but the Security Council's number. */
export function unListing(number: string | undefined): OtherListings {
  const [, found] = UN_NUMBER.exec(number ?? '') ?? [];
  return found ? [{ list: 'un-sc', reference: asPrinted(found), text: number! }] : [];
}
