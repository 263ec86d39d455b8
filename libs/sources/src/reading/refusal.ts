/** Why a publication is refused as a whole. Stored in `ListPublicationRejected`, shown by the API and the CLI. */
export const refusalCodes = [
  'empty',
  'not-xml',
  'html',
  'malformed-xml',
  'malformed-gzip',
  'malformed-zip',
  'too-many-files',
  'malformed-csv',
  'malformed-json',
  'unknown-format',
  'wrong-columns',
  'record-count',
  'encoding',
  'doctype',
  'too-large',
  'too-deep',
  'too-many-elements',
  'too-many-rows',
  'timeout',
  'wrong-list',
  'no-entries',
  'no-date',
  'entry-without-reference',
  'duplicate-reference',
  'not-understood',
  'older-publication',
  'future-date',
  'shrinks',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** What to do about most damaged files. */
export const FETCH_AGAIN = 'Fetch the file again from the authority';

/** The publication is refused whole: nothing of it becomes an event. `detail` says what, where, and what to do. */
export class PublicationRefused extends Error {
  override readonly name = 'PublicationRefused';
  constructor(
    readonly code: RefusalCode,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}
