import { ID_RULE, isId, record, type DesignationRecord } from '#domain';
import {
  EntryNotUnderstood,
  type Format,
  type MappedEntry,
  type RowContent,
  type RowContext,
  type SourceRow,
} from '../list-source.ts';

// An event has 64 KiB: a designation holds the record and the row, an amendment up to two records and the row.
const LARGEST_RECORD = 18 * 1024;
const LARGEST_ROW = 24 * 1024;

const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Maps every row. Rows that make no sense, or are larger than an event may be, are quarantined. */
export function mapRows({ map }: Pick<Format, 'map'>, rows: readonly SourceRow[], context: RowContext) {
  const entries: MappedEntry[] = [];
  const quarantined: { row: SourceRow; reason: string }[] = [];
  const unread: Record<string, number> = {};
  for (const row of rows)
    try {
      if (row.broken !== undefined) throw new EntryNotUnderstood(row.broken);
      const entry = map(row, context);
      refuseOdd(entry.record);
      if (size(entry.record) > LARGEST_RECORD)
        throw new EntryNotUnderstood(`It is larger than any entry (${size(entry.record)} bytes)`);
      entries.push(entry);
      for (const what of entry.unread) unread[what] = (unread[what] ?? 0) + 1;
    } catch (error) {
      if (!(error instanceof EntryNotUnderstood)) throw error;
      quarantined.push({ row, reason: error.message });
    }
  return { entries, quarantined, unread };
}

// The members that identify an entry and date its listing. Without them no event can tell of it, and the whole file would fail.
const said = record.pick({
  reference: true,
  programDetails: true,
  listedOn: true,
  delistedOn: true,
  earlierListings: true,
});

/** Throws EntryNotUnderstood for an entry that no event could tell of. */
function refuseOdd({
  reference,
  programDetails,
  listedOn,
  delistedOn,
  earlierListings,
  otherLists = [],
}: DesignationRecord) {
  const { error } = said.safeParse({ reference, programDetails, listedOn, delistedOn, earlierListings });
  const [issue] = error?.issues ?? [];
  if (issue) throw new EntryNotUnderstood(`${issue.path.join('/')}: ${issue.message}`);
  const odd = otherLists.find((other) => !isId(other.reference));
  if (odd) throw new EntryNotUnderstood(`The number on ${odd.list} that it prints is none: ${ID_RULE}`);
}

/** The row as an event keeps it; left out if it is too long for an event. */
export const keptRow = ({ content }: SourceRow): { row?: RowContent } =>
  size(content) > LARGEST_ROW ? {} : { row: content };
