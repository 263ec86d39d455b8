import { createHash, type Hash } from 'node:crypto';
import { expandSent } from './expand.ts';
import type { Limits } from '../limits.ts';
import type { PublishedFile } from '../list-source.ts';
import { peek, publishedFile } from './published-file.ts';
import { PublicationRejected } from './rejection.ts';
import { isZip, openZip } from './zip.ts';

export interface Received {
  /** The publication's files, expanded where they came compressed. Throws PublicationRejected. */
  files(): Promise<PublishedFile[]>;
  /**
   * Reads the rest and gives the SHA-256 of the whole: of a gzip file's content, of an archive as sent, and of the bytes as
   * sent where they cannot be expanded; and the number of those bytes, null where not all of them came.
   */
  whole(): Promise<{ sha256: string; bytes: number | null }>;
}

/**
 * Receives bytes, plain, gzip or zip, and counts and hashes them on the way. Only archives are ever held whole. `keep` gets
 * the bytes that the hash is of, in order.
 */
export function receive(
  input: AsyncIterable<Uint8Array>,
  limits: Pick<Limits, 'bytes' | 'archiveBytes' | 'files'>,
  keep?: (chunk: Uint8Array) => Promise<void>,
): Received {
  const sent = createHash('sha256');
  const expanded = createHash('sha256');
  const raw = stayingOpen(metered(input, sent, limits.bytes));
  let content: ReturnType<typeof stayingOpen> | undefined;
  let bytes = 0;
  let isWhole = false;

  async function* kept(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      bytes += chunk.length;
      await keep?.(chunk);
      yield chunk;
    }
    isWhole = true;
  }

  return {
    async files() {
      const start = await peek(raw, 4);
      if (isZip(start.head)) return openZip(kept(start.chunks), limits);
      const isGzip = start.head[0] === 0x1f && start.head[1] === 0x8b;
      content = stayingOpen(kept(metered(isGzip ? expandSent(start.chunks) : start.chunks, expanded, limits.bytes)));
      return [await publishedFile('', content)];
    },
    async whole() {
      if (content) {
        await drain(content);
        if (!content.failed) return { sha256: expanded.digest('hex'), bytes };
      }
      await drain(raw);
      return { sha256: sent.digest('hex'), bytes: isWhole ? bytes : null };
    },
  };
}

async function* metered(source: AsyncIterable<Uint8Array>, hash: Hash, limit: number): AsyncGenerator<Uint8Array> {
  let left = limit;
  for await (const chunk of source) {
    // To the byte, so that the fingerprint of what is too large does not hang on how it was cut.
    hash.update(chunk.length > left ? chunk.subarray(0, left) : chunk);
    left -= chunk.length;
    if (left < 0)
      throw new PublicationRejected(
        'too-large',
        `It has more than ${limit} bytes when expanded. No list is that long: fetch it again`,
      );
    yield chunk;
  }
}

/** An iterable that leaving a loop does not close: after a rejection the rest is still wanted for the fingerprint. */
function stayingOpen(source: AsyncGenerator<Uint8Array>) {
  const open = {
    failed: false,
    next: async () => {
      try {
        return await source.next();
      } catch (error) {
        open.failed = true;
        throw error;
      }
    },
    [Symbol.asyncIterator]: () => open,
  };
  return open;
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of chunks);
  } catch (error) {
    if (!(error instanceof PublicationRejected)) throw error;
  }
}
