import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { readAll } from './read-json.ts';

/** No list is longer; a reader says so of what is, once it has seen a byte more. */
const MAX_BYTES = 256 * 1024 * 1024 + 1;

/** Writes a request's body into a temporary file, for as long as `work` needs it. Throws ProblemError (408) where it stalls. */
export async function withBodyOnDisk<T>(
  body: IncomingMessage | undefined,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'demarche-upload-'));
  try {
    const path = join(folder, 'publication');
    const file = createWriteStream(path);
    let bytes = 0;
    try {
      await readAll(body, async (chunk) => {
        bytes += chunk.length;
        if (!file.write(chunk)) await once(file, 'drain');
        return bytes < MAX_BYTES;
      });
    } finally {
      file.end();
      await finished(file);
    }
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
