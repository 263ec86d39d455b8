import type { DesignationRecord } from '#domain';
import { EntryNotUnderstood, type Format, type MappedEntry, type RowContent, type SourceRow } from './list-source.ts';

// An event has 64 KiB: a designation holds the record and the row, an amendment up to two records and the row.
const LARGEST_RECORD = 18 * 1024;
const LARGEST_ROW = 24 * 1024;

const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Maps every row, setting aside those that make no sense or are larger than any event may be. */
export function mapRows(
  { map }: Pick<Format, 'map'>,
  rows: readonly SourceRow[],
  /** The record that the log has under a number. */
  known: (reference: string) => DesignationRecord | undefined = () => undefined,
) {
  const entries: MappedEntry[] = [];
  const quarantined: { row: SourceRow; reason: string }[] = [];
  const unread: Record<string, number> = {};
  for (const row of rows)
    try {
      if (row.broken !== undefined) throw new EntryNotUnderstood(row.broken);
      const entry = map(row, known(row.reference));
      if (size(entry.record) > LARGEST_RECORD)
        throw new EntryNotUnderstood(`It is larger than any entry (${size(entry.record)} bytes)`);
      const { delistedOn } = entry.record;
      entries.push(delistedOn === undefined ? entry : { ...entry, delistedOn });
      for (const what of entry.unread) unread[what] = (unread[what] ?? 0) + 1;
    } catch (error) {
      if (!(error instanceof EntryNotUnderstood)) throw error;
      quarantined.push({ row, reason: error.message });
    }
  return { entries, quarantined, unread };
}

/** The row as an event keeps it: left out where it is so long that no event would hold it. */
export const keptRow = ({ content }: SourceRow): { row?: RowContent } =>
  size(content) > LARGEST_ROW ? {} : { row: content };
