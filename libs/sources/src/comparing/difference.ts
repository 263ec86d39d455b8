import type { DesignationEvent, DesignationRecord } from '#domain';
import type { Format, ListSource, MappedEntry, SourceRow } from '../list-source.ts';
import type { CurrentEntry, ListState, PastPrinting, PastPublication } from './list-state.ts';

/** A publication whose every entry was either mapped or quarantined. */
export interface MappedPublication {
  publication: PastPublication;
  format: Format;
  entries: MappedEntry[];
  /** Their designations stay as they are. */
  quarantined: { row: SourceRow; reason: string }[];
}

/** What the present reader makes of the row last printed, where an older version of it had read that row. */
export type RereadRecord = (current: CurrentEntry, printing: PastPrinting) => DesignationRecord | undefined;

export interface DiffInput {
  source: ListSource;
  publication: MappedPublication;
  state: ListState;
  observedAt: string;
  /** Whether a person vouches for references that suddenly bear another party. */
  isForced?: boolean;
  rereadRecord?: RereadRecord;
}

/** What is to be recorded of one designation. */
export interface Change {
  /** `<list>:<first reference>` */
  id: string;
  current: CurrentEntry | null;
  events: DesignationEvent[];
}

export interface Difference {
  /** By designation id. */
  changes: Change[];
  unchanged: number;
  /** Number of entries with another row and the same record, or of whose record we only read more than before. */
  cosmetic: number;
  /** References of the entries that it prints as they stood. */
  printedAlike: string[];
  /** In the list by the publication before, but not in this one though it covers them. */
  gone: CurrentEntry[];
  /** In the list by the publication before, as far as this one covers it. */
  standing: CurrentEntry[];
  quarantined: { row: SourceRow; reason: string }[];
}
