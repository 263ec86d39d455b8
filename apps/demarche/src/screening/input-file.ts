import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { InputError } from '#domain';
import { customerOf, readCustomerRows, type Customer, type CustomerFormat } from '#screening';

export interface Checked {
  sha256: string;
  rows: number;
  /** Columns that nothing is made of. */
  ignored: string[];
}

const formatOf = (path: string): CustomerFormat =>
  ['.ndjson', '.jsonl'].includes(extname(path).toLowerCase()) ? 'ndjson' : 'csv';

/** Reads all of a file of customers before any is screened. Throws InputError, with the line, for what cannot be read. */
export async function checkInput(path: string, on: string): Promise<Checked> {
  const hash = createHash('sha256');
  let ignored: string[] = [];
  let rows = 0;
  const read = readCustomerRows(hashed(path, hash), formatOf(path), (columns) => (ignored = columns.ignored));
  for await (const row of read) {
    customerOf(row, on);
    rows++;
  }
  return { sha256: hash.digest('hex'), rows, ignored };
}

/** The customers of a file after the first `skip`, some at a time. Throws where it is another file than was checked. */
export async function* customersIn(
  path: string,
  { on, sha256, skip, size }: { on: string; sha256: string; skip: number; size: number },
): AsyncGenerator<Customer[]> {
  const hash = createHash('sha256');
  let batch: Customer[] = [];
  let row = 0;
  for await (const each of readCustomerRows(hashed(path, hash), formatOf(path))) {
    if (++row <= skip) continue;
    batch.push(customerOf(each, on));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (hash.digest('hex') !== sha256) throw new Error(`${path} was changed while it was screened; begin again`);
  if (batch.length > 0) yield batch;
}

async function* hashed(path: string, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      yield chunk as Buffer;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new InputError(`${path}: there is no such file`);
    if (code === 'EISDIR' || code === 'EACCES') throw new InputError(`${path} cannot be read (${code})`);
    throw error;
  }
}
