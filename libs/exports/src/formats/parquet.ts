import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ExportedPeriod } from '#read-models';
import { designationColumns, designationSchema } from './designations.ts';

/** Rows that are held for one row group: some megabytes. */
const ROWS = 5_000;

/** Writes periods as Parquet, a row group at a time. */
export async function* parquet(
  pages: AsyncIterable<readonly ExportedPeriod[]>,
  on: string,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: designationSchema, createdBy: 'demarche' });
  // What was written is handed on; offsets in the file go on counting.
  const taken = () => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  const writeGroup = (rows: readonly ExportedPeriod[]) =>
    writer.write({ columnData: designationColumns(rows, on), rowGroupSize: ROWS });
  let held: ExportedPeriod[] = [];
  for await (const page of pages) {
    held.push(...page);
    if (held.length < ROWS) continue;
    await writeGroup(held);
    held = [];
    yield taken();
  }
  if (held.length > 0) await writeGroup(held);
  await writer.finish();
  yield taken();
}
