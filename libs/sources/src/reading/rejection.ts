/** Why a publication is rejected as a whole. Stored in `ListPublicationRejected`, shown by the API and the CLI. */
export const rejectionCodes = [
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
export type RejectionCode = (typeof rejectionCodes)[number];

/** What to do about most damaged files. */
export const FETCH_AGAIN = 'Fetch the file again from the authority';

/** The publication is rejected whole: nothing of it becomes an event. `detail` says what, where, and what to do. */
export class PublicationRejected extends Error {
  override readonly name = 'PublicationRejected';
  constructor(
    readonly code: RejectionCode,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}
