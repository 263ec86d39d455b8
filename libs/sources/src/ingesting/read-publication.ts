import { catalogue } from '../catalogue.ts';
import { ENTRY, forOneReading } from '../reading/budget.ts';
import type { Limits } from '../limits.ts';
import type { Format, ListSource, ReadPublication, SourceRow } from '../list-source.ts';
import type { Received } from '../reading/receive.ts';
import { formatOf } from '../reading/recognise.ts';

/** A publication as read, and the form it is in. */
export interface Reading extends ReadPublication {
  format: Format;
}

/** Reads what was received in the form that it is in. Throws PublicationRefused. */
export async function readPublication(source: ListSource, received: Received, limits: Limits): Promise<Reading> {
  const files = await received.files();
  const format = formatOf(source, files, catalogue);
  const reading = forOneReading(limits);
  const read = await format.read(files, reading);
  reading.keep(ENTRY * read.rows.length, () => `the last of its ${read.rows.length} entries`);
  return { ...read, rows: saidOnce(read.rows), format };
}

/** What a file says twice, letter for letter and under one number, it says once. */
function saidOnce(rows: SourceRow[]): SourceRow[] {
  const said = new Map<string, SourceRow>();
  return rows.filter((row) => {
    const before = said.get(row.reference);
    if (!before) said.set(row.reference, row);
    return !before || row.reference === '' || JSON.stringify(before.content) !== JSON.stringify(row.content);
  });
}
