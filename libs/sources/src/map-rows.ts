import { EntryNotUnderstood, type ListSource, type MappedEntry, type SourceRow } from './list-source.ts';

// An event has 64 KiB: a designation holds the record and the row, an amendment up to two records and the row.
const LARGEST_RECORD = 18 * 1024;
const LARGEST_ROW = 24 * 1024;

const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Maps every row, setting aside those that make no sense or are larger than any event may be. */
export function mapRows(source: Pick<ListSource, 'map'>, rows: readonly SourceRow[]) {
  const entries: MappedEntry[] = [];
  const quarantined: { row: SourceRow; reason: string }[] = [];
  const unread: Record<string, number> = {};
  for (const row of rows)
    try {
      const entry = source.map(row);
      if (size(entry.record) > LARGEST_RECORD || size(row.content) > LARGEST_ROW)
        throw new EntryNotUnderstood(`It is larger than any entry (${size(row.content)} bytes)`);
      entries.push(entry);
      for (const what of entry.unread) unread[what] = (unread[what] ?? 0) + 1;
    } catch (error) {
      if (!(error instanceof EntryNotUnderstood)) throw error;
      quarantined.push({ row, reason: error.message });
    }
  return { entries, quarantined, unread };
}
