import type { DesignationRecord } from '#domain';
import type { ReadLimits } from './limits.ts';

/** A piece of a source's own row: text, a list where something repeats, or named parts. */
export type RowValue = string | RowValue[] | RowContent;
export interface RowContent {
  [name: string]: RowValue;
}

/** One entry as its publication has it, with white space collapsed and empty parts left out. */
export interface SourceRow {
  /** As identity is judged by: trimmed; empty where the entry has none. */
  reference: string;
  sourceIds: Record<string, string>;
  /** Where in the file it stands, for people. */
  at: string;
  content: RowContent;
}

export interface ReadPublication {
  /** The day the file itself gives, in its own offset. */
  publishedOn?: string;
  /** As the file prints it, offset and all. */
  generatedAt?: string;
  rows: SourceRow[];
  /** Parts that the reader does not know, by path, with how often they came. */
  unknown: Record<string, number>;
}

/** One entry in the shape that all lists share. */
export interface MappedEntry {
  record: DesignationRecord;
  /** The days on which the authority says it changed the entry. */
  updatedOn: string[];
  /** An entry may still stand in the file though it was delisted. */
  delistedOn?: string;
  /** Older numbers of this entry that it cites itself. */
  formerReferences: string[];
  /** What is kept as text because we could not read more out of it: `country: Yugoslavia`. Counted, by publication. */
  unread: string[];
  row: SourceRow;
}

/** What an authority publishes, and how we read it. Adding a list is filling this in and one line in the catalogue. */
export interface ListSource {
  list: string;
  authority: string;
  name: string;
  url: string;
  publisher: string;
  /** Name and version of the reading, kept with every publication: `un-sc/1`. */
  reader: string;
  /** Throws PublicationRefused. */
  read(bytes: AsyncIterable<Uint8Array>, limits: ReadLimits): Promise<ReadPublication>;
  /** Throws EntryNotUnderstood. */
  map(row: SourceRow): MappedEntry;
  /** The new record, but with the current one's words wherever this list words the same matter in several ways. */
  settle?(current: DesignationRecord, next: DesignationRecord): DesignationRecord;
}

/** One entry that makes no sense: it is set aside, and its designation stays as it was. */
export class EntryNotUnderstood extends Error {
  override readonly name = 'EntryNotUnderstood';
}
