/** What is printed before a number and says of what kind it is: `IMO 9187629`. */
const KINDS = /^(?:IMO(?:NO|NUMBER)?(?=\d{7}$)|MMSI(?=\d{9}$)|LEI(?=[A-Z0-9]{20}$))/;
/** The head office may be left out of a BIC (ISO 9362). */
const HEAD_OFFICE = /^([A-Z]{6}[A-Z0-9]{2})XXX$/;

/**
 * A number as it is compared: in capitals, without blanks, what stands between its parts, and the word for its kind; a BIC of eight letters
 * is that of the head office.
 */
export const plainNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase()
    .replace(KINDS, '')
    .replace(HEAD_OFFICE, '$1');
