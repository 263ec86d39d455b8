/** A number as it is looked for: without blanks and what stands between its parts, in capitals. */
export const plainNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
