import { catalogue } from '../catalogue.ts';
import { ENTRY, forOneReading } from '../reading/budget.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import type { Format, ListSource, ReadPublication, SourceRow } from '../list-source.ts';
import { receive, type Received } from '../reading/receive.ts';
import { formatOf } from '../reading/recognise.ts';
import { PublicationRejected } from '../reading/rejection.ts';

/** A publication as read, and the format it is in. */
export interface Reading extends ReadPublication {
  format: Format;
}

/** Reads what was received in its format. Throws PublicationRejected. */
export async function readPublication(
  source: ListSource,
  received: Received,
  limits: Limits,
  /** The lists that a file of another list may belong to. */
  lists: readonly ListSource[] = catalogue,
): Promise<Reading> {
  const files = await received.files();
  const format = formatOf(source, files, lists);
  const reading = forOneReading(limits);
  const read = await format.read(files, reading);
  reading.keep(ENTRY * read.rows.length, () => `the last of its ${read.rows.length} entries`);
  return { ...read, rows: saidOnce(read.rows), format };
}

/** The publication as read, or why it is rejected. */
export async function readOrReject(
  source: ListSource,
  received: Received,
  limits: Limits,
  lists?: readonly ListSource[],
): Promise<{ reading: Reading; rejected?: undefined } | { reading?: undefined; rejected: PublicationRejected }> {
  try {
    return { reading: await readPublication(source, received, limits, lists) };
  } catch (error) {
    if (error instanceof PublicationRejected) return { rejected: error };
    throw error;
  }
}

/** When a file says that it was published. It is read through and forgotten; one that is rejected says nothing. */
export async function printedDates(
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
): Promise<Pick<ReadPublication, 'publishedOn' | 'generatedAt'>> {
  const received = receive(input, defaultLimits);
  const { reading } = await readOrReject(source, received, defaultLimits).finally(
    // What was left unread would keep the file open.
    () => received.whole(),
  );
  return reading ? { publishedOn: reading.publishedOn, generatedAt: reading.generatedAt } : {};
}

/** Rows that a file repeats, letter for letter and under one reference, count once. */
function saidOnce(rows: SourceRow[]): SourceRow[] {
  const said = new Map<string, SourceRow>();
  return rows.filter((row) => {
    const before = said.get(row.reference);
    if (!before) said.set(row.reference, row);
    return !before || row.reference === '' || JSON.stringify(before.content) !== JSON.stringify(row.content);
  });
}
