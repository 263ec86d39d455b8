import { InputError } from '#domain';
import type { Columns } from './columns.ts';
import { readCsvRows, type Row } from './read-csv.ts';
import { readNdjsonRows } from './read-ndjson.ts';

export const MOST_CUSTOMERS = 100_000;

export type CustomerFormat = 'csv' | 'ndjson';

/** Streams the rows of a file of customers. Throws InputError, with the line, for what cannot be read and for one too many. */
export async function* readCustomerRows(
  chunks: AsyncIterable<Uint8Array>,
  format: CustomerFormat,
  onColumns: (columns: Columns) => void = () => undefined,
): AsyncGenerator<Row> {
  let rows = 0;
  for await (const row of (format === 'csv' ? readCsvRows : readNdjsonRows)(chunks, onColumns)) {
    if (++rows > MOST_CUSTOMERS)
      throw new InputError(`line ${row.line}: a run has at most ${MOST_CUSTOMERS} rows; split the file`);
    yield row;
  }
}
