import type { DesignationRecord } from '#domain';

type OtherListings = NonNullable<DesignationRecord['otherLists']>;

/**
 * A reference of the Security Council's: `QDe.004`, also carelessly as `KPI. 067` or `LYi.28`; or as before 2015:
 * `QE.A.146.14`, also as `Q.I.M.272.09`; `E.37.A.7` and `E.03.III.1`; `E.AC.50.18.04.12`, `I.AC.50.20.12.12.(2)`.
 */
const UN_REFERENCE = [
  String.raw`[A-Z]{2}[ie](?:\. ?| )\d{2,3}`,
  String.raw`[A-Z]\.?[A-Z]\.[A-Z]{1,2}\.\d{1,3}\.\d{2}`,
  String.raw`[EI]\.AC\.50(?:\.\d{1,2}){3}(?:\.\(\d\))?`,
  String.raw`[A-Z]\.\d{1,2}\.(?:[IVX]+|[A-Z])\.\d{1,3}`,
].join('|');
const UN_LISTINGS = new RegExp(String.raw`\b(${UN_REFERENCE})(?!\d)`, 'gi');
const UN_CITED = new RegExp(
  String.raw`\bUN(?:SC)?\s*(?:list(?:ing)?\s*)?(?:permanent\s*)?ref(?:erence)?(?:\s*(?:no|number))?\s*[.:]?\s*[.:]?\s*(${UN_REFERENCE})(?!\d)`,
  'gi',
);

/** The Security Council prints `KPi.067`, others also `KPI. 67`; it printed `QI.M.272.09`, others also `Q.I.M.272.09`. */
const asPrinted = (reference: string) =>
  reference
    .replace(/^([a-z]{2})([ie])[. ]+(\d{2,3})$/i, (_, code: string, kind: string, rest: string) => {
      return `${code.toUpperCase()}${kind.toLowerCase()}.${rest.padStart(3, '0')}`;
    })
    .replace(/^([A-Z])\.([A-Z])\.(?=[A-Z])/, '$1$2.');

/** References on other lists that a text cites as the entry's own: `UN Ref QDe.004`, `UN REF:QE.A.146.14`. */
export const cited = (text: string): OtherListings =>
  [...text.matchAll(UN_CITED)].map(([whole, reference]) => ({
    list: 'un-sc',
    reference: asPrinted(reference!),
    text: whole,
  }));

/** A member that holds nothing but references of the Security Council: `KPe.001; KPe.002`. */
export const unListing = (printed = ''): OtherListings =>
  [...printed.matchAll(UN_LISTINGS)].map(([, reference]) => ({
    list: 'un-sc',
    reference: asPrinted(reference!),
    text: printed,
  }));
