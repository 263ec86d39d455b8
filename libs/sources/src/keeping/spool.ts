import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A file on its way in, compressed and set down on disk until it is known whether it is to be kept. */
export interface Spool {
  /** Waits where the disk is slower than the source. */
  write(chunk: Uint8Array): Promise<void>;
  /** What was written, as one gzip stream; nothing more can be written. */
  end(): Promise<{ stored: number; gzipped: AsyncIterable<Uint8Array> }>;
  discard(): Promise<void>;
}

const PART = 1024 * 1024;

/** In a temporary folder of its own, which `discard` removes. */
export async function openSpool(): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'demarche-'));
  const path = join(folder, 'publication.gz');
  const gzip = createGzip();
  const file = createWriteStream(path);
  gzip.pipe(file);
  let failure: Error | undefined;
  gzip.on('error', (error) => (failure ??= error));
  file.on('error', (error) => gzip.destroy(error));

  return {
    async write(chunk) {
      if (failure) throw failure;
      if (!gzip.write(chunk)) await once(gzip, 'drain');
    },
    async end() {
      gzip.end();
      await finished(file).catch((error: unknown) => {
        throw failure ?? error;
      });
      return { stored: (await stat(path)).size, gzipped: createReadStream(path, { highWaterMark: PART }) };
    },
    async discard() {
      gzip.destroy();
      file.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
