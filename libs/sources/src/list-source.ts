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
  /** Why nothing more can be read of it: it is set aside. */
  broken?: string;
}

/** Which entries a publication speaks of; without it, of all. An entry outside is not gone for being absent. */
export interface Scope {
  /** Those of these programmes: a committee's list, an export by programme. */
  programs?: string[];
  /** Those it names and no others: additions, removals, changes. */
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
  scope?: Scope;
  /** Entries of another list, by id, whose number several entries without a name in common print: it joins nobody. */
  ambiguous?: ReadonlySet<string>;
  /** It may be an export that names some entries only, which the file does not say: the list's size then tells. */
  mayNameSome?: true;
}

/** One entry in the shape that all lists share. */
export interface MappedEntry {
  record: DesignationRecord;
  /** The days on which the authority says it changed the entry. */
  updatedOn: string[];
  /** Older numbers of this entry that it cites itself. */
  formerReferences: string[];
  /** What is kept as text because we could not read more out of it: `country: Yugoslavia`. Counted, by publication. */
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

/** A form in which a list is published, with its reading. */
export interface Format {
  /** Name and version of the reading, kept with every publication: `un-sc/1`. */
  reader: string;
  /** For the message that refuses something else: `XML with the root sdnList`. */
  looksLike: string;
  recognises(files: readonly PublishedFile[]): boolean;
  /** Throws PublicationRefused. */
  read(files: readonly PublishedFile[], limits: ReadLimits): Promise<ReadPublication>;
  /** `known` is the record as last recorded, for forms that only tell what changed. Throws EntryNotUnderstood. */
  map(row: SourceRow, known?: DesignationRecord): MappedEntry;
  /** Members of the record that this form has no room for, as JSON pointers: leaving them out says nothing. */
  silent?: readonly string[];
  /** Sets of which this form can hold only a part. */
  partial?: readonly string[];
  /** Sets whose items it divides otherwise: with another form they compare by the words in them. */
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

/** What an authority publishes, and how we read it. Adding a list is filling this in and one line in the catalogue. */
export interface ListSource {
  list: string;
  authority: string;
  name: string;
  url: string;
  publisher: string;
  formats: readonly Format[];
  /** Where it is fetched; without it, its files are brought by people. */
  download?: Download;
  /** The new record, but with the current one's words wherever this list words the same matter in several ways. */
  settle?(current: DesignationRecord, next: DesignationRecord): DesignationRecord;
}

/** One entry that makes no sense: it is set aside, and its designation stays as it was. */
export class EntryNotUnderstood extends Error {
  override readonly name = 'EntryNotUnderstood';
}
