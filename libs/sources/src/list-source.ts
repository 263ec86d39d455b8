import type { DesignationRecord } from '#domain';
import type { Limits } from './limits.ts';

/** A piece of a source's own row: text, a list where something repeats, or named parts. */
export type RowValue = string | RowValue[] | RowContent;
export interface RowContent {
  [name: string]: RowValue;
}

/** One entry as its publication has it, with white space collapsed and empty parts left out. */
export interface SourceRow {
  /** As identity is judged by: trimmed; empty where the entry has none. */
  reference: string;
  /** Ids of the authority's own that identity may be judged by, by their names. */
  sourceIds?: Record<string, string>;
  /** Its place in the file, for people. */
  at: string;
  content: RowContent;
  /** Why the entry cannot be read: it is quarantined. */
  broken?: string;
}

/** The entries that a publication covers; without it, all. The absence of an entry outside of it says nothing. */
export interface PublicationScope {
  /** It covers the entries of these programmes: a committee's list, an export by programme. */
  programs?: string[];
  /** It covers the entries that it names, and no others: additions, removals, changes. */
  named?: true;
}

export interface ReadPublication {
  /** The day the file itself gives, in its own offset. */
  publishedOn?: string;
  /** As the file prints it, offset and all. */
  generatedAt?: string;
  rows: SourceRow[];
  /** Parts that the reader does not know, by path, with how often they came. */
  unknown: Record<string, number>;
  scope?: PublicationScope;
  /** Its scope if a guard doubts that it covers all entries: not every export says that it holds some of them only. */
  scopeIfDoubted?: PublicationScope;
  /** Entries of other lists, by id, that several unrelated entries print: they must not create links. */
  ambiguous?: ReadonlySet<string>;
}

/** One entry in the shape that all lists share. */
export interface MappedEntry {
  record: DesignationRecord;
  /** The days on which the authority says it changed the entry. */
  updatedOn?: string[];
  /** Former references of this entry that it cites itself. */
  formerReferences?: string[];
  /** Texts that are kept as printed because no rule reads them: `country: Yugoslavia`. They are counted by publication. */
  unread: string[];
  row: SourceRow;
}

/** One file of what was sent: the file itself, or a member of an archive. */
export interface PublishedFile {
  /** Its name inside the archive, in lower case and without folders; empty where there is no archive. */
  name: string;
  /** The first 4 KiB, a character for each byte, so that any encoding can be looked at. */
  head: string;
  chunks: AsyncIterable<Uint8Array>;
}

/** The record that the log has under a reference. */
export type KnownRecord = (reference: string) => DesignationRecord | undefined;

/** What a row does not say itself: the day of its publication, and what was known by then. */
export interface RowContext {
  publishedOn: string;
  /** The record last printed under a reference before, for formats that only tell what changed. */
  known: KnownRecord;
}

/** The limits as a reader of one publication gets them. */
export interface ReadLimits extends Limits {
  /** Adds to what is kept, in bytes of memory. Throws PublicationRejected, with the place, once it is too much. */
  keep(bytes: number, at: () => string): void;
}

/** A format in which a list is published, and its reader. */
export interface Format {
  /** The reader's name and version, kept with every publication: `un-sc/1`. */
  reader: string;
  /** For the message that rejects something else: `XML with the root sdnList`. */
  looksLike: string;
  recognises(files: readonly PublishedFile[]): boolean;
  /** Throws PublicationRejected. */
  read(files: readonly PublishedFile[], limits: ReadLimits): Promise<ReadPublication>;
  /** Throws EntryNotUnderstood. */
  map(row: SourceRow, context: RowContext): MappedEntry;
  /** It prints of an entry only what changed, which `map` adds to the record that is known. */
  tellsChanges?: true;
  /** Members of the record that this format has no room for, as JSON pointers: their absence says nothing. */
  silent?: readonly string[];
  /** Sets of which this format can hold only a part. */
  partial?: readonly string[];
  /** Sets whose items it divides differently: between formats they are compared by their words. */
  worded?: readonly string[];
}

/** Where an authority publishes a list, and how often it is asked. */
export interface Download {
  url: string;
  /** The beginnings of the addresses that it may redirect to, down to the folder: `https://host/Published/`. */
  redirects?: string[];
  /** Where the authority publishes the SHA-256 of its files (as OFAC does), and which file is this one. */
  listing?: { url: string; file: string } | null;
  /** The file prints no date: its day is that of the server's Last-Modified, else that of the fetch. */
  undated?: boolean;
  everyMinutes: number;
  /** The list is stale after so many days without hearing that what we hold is current. */
  staleAfterDays: number;
}

/** A list of an authority, and how we read it. To add one, fill this in and add a line to the catalogue. */
export interface ListSource {
  list: string;
  authority: string;
  name: string;
  url: string;
  publisher: string;
  formats: readonly Format[];
  /** Where it is fetched; without it, its files are brought by people. */
  download?: Download;
  /** The new record, with the current one's words wherever this list prints the same facts in several ways. */
  keepKnown?(current: DesignationRecord, next: DesignationRecord): DesignationRecord;
}

/** An entry that makes no sense: it is quarantined, and its designation stays as it was. */
export class EntryNotUnderstood extends Error {
  override readonly name = 'EntryNotUnderstood';
}
