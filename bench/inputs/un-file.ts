const WORDS = 'amber basalt cedar delta ember flint garnet harbor indigo juniper keel lantern marble nectar onyx'.split(
  ' ',
);
const word = (n: number) => WORDS[n % WORDS.length]!;
const title = (n: number) => word(n).replace(/^./, (letter) => letter.toUpperCase());
const number = (n: number) => String(n).padStart(3, '0');

// Invented; it fills an entry to the size that real ones have.
const COMMENTS = (n: number) =>
  Array.from({ length: 9 }, (_, i) => `Invented remark ${n}.${i} about ${word(n + i)} and ${word(n * 3 + i)}`).join(
    '. ',
  );

const alias = (kind: string, n: number, i: number) =>
  `<${kind}_ALIAS><QUALITY>${i === 0 ? 'Good' : 'Low'}</QUALITY><ALIAS_NAME>${title(n + i)} ${title(n * 7 + i)} ${n}</ALIAS_NAME></${kind}_ALIAS>`;

const address = (kind: string, n: number) =>
  `<${kind}_ADDRESS><STREET>${n} ${title(n)} Road</STREET><CITY>${title(n * 5)}</CITY><COUNTRY>Listeneise</COUNTRY></${kind}_ADDRESS>`;

const head = (
  reference: string,
  n: number,
  names: string,
) => `<DATAID>${9_000_000 + n}</DATAID><VERSIONNUM>1</VERSIONNUM>
${names}<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>${reference}</REFERENCE_NUMBER><LISTED_ON>20${10 + (n % 10)}-03-04</LISTED_ON>
<COMMENTS1>${COMMENTS(n)}</COMMENTS1><LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
<LAST_DAY_UPDATED><VALUE>2021-06-0${1 + (n % 9)}</VALUE></LAST_DAY_UPDATED>`;

const individual = (n: number) => `<INDIVIDUAL>${head(
  `QDi.${number(n)}`,
  n,
  `<FIRST_NAME>${title(n)}</FIRST_NAME><SECOND_NAME>${title(n * 7)} ${n}</SECOND_NAME>`,
)}
<NATIONALITY><VALUE>Listeneise</VALUE></NATIONALITY>${alias('INDIVIDUAL', n, 0)}${alias('INDIVIDUAL', n, 1)}
${address('INDIVIDUAL', n)}<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>19${60 + (n % 40)}-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>${title(n * 3)}</CITY><COUNTRY>Listeneise</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>L-${n}</NUMBER><ISSUING_COUNTRY>Listeneise</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
<SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>`;

const entity = (n: number) => `<ENTITY>${head(
  `QDe.${number(n)}`,
  500_000 + n,
  `<FIRST_NAME>${title(n)} ${title(n * 11)} Company ${n}</FIRST_NAME>`,
)}
${alias('ENTITY', n, 0)}${alias('ENTITY', n, 1)}${address('ENTITY', n)}<SORT_KEY/><SORT_KEY_LAST_MOD/></ENTITY>`;

const many = (count: number, one: (n: number) => string) =>
  Array.from({ length: count }, (_, i) => one(i + 1)).join('\n');

/** A publication of invented entries, 700 persons and 300 entities, in the Security Council's format: about 1.5 MB. */
export function unFile(generatedAt: string): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://www.un.org/sc/resources/sc-sanctions.xsd" dateGenerated="${generatedAt}">
<INDIVIDUALS>${many(700, individual)}</INDIVIDUALS>
<ENTITIES>${many(300, entity)}</ENTITIES>
</CONSOLIDATED_LIST>`);
}

export const ENTRIES = 1_000;

export async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}
