/** How much of a publication we are ready to look at before it must be an attack or a mistake. */
export interface Limits {
  /** Uncompressed. */
  bytes: number;
  /** Of an archive as sent, which is held in memory. */
  archiveBytes: number;
  /** Of an archive. */
  files: number;
  depth: number;
  elements: number;
  /** Of one element. */
  attributes: number;
  /** Characters of one element's text, or of one tag with its attributes, or of one row of a table. */
  text: number;
  /** Bytes of memory of all that one entry says, as budget.ts counts them. */
  entry: number;
  /** Bytes of memory of all that is kept of all entries: they are compared, and recorded, together. */
  content: number;
  /** Entries, or rows of a table. */
  rows: number;
  milliseconds: number;
}

/** The largest list published today (OFAC's, advanced XML) has 110 MB, the longest remark of any 12,000 characters. */
export const defaultLimits: Limits = {
  bytes: 256 * 1024 * 1024,
  archiveBytes: 64 * 1024 * 1024,
  files: 50,
  depth: 32,
  elements: 5_000_000,
  attributes: 64,
  text: 64 * 1024,
  entry: 512 * 1024,
  content: 240_000_000,
  rows: 250_000,
  milliseconds: 120_000,
};
