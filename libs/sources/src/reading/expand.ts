import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PIECE } from './pieces.ts';
import { PublicationRejected } from './rejection.ts';

/** The content of a gzip stream, in pieces of bounded size. Throws zlib's error where it is cut off or damaged. */
export async function* expand(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const expanding = createGunzip({ chunkSize: PIECE });
  // Failures of either side come out of `expanding`.
  pipeline(Readable.from(compressed), expanding, () => {});
  for await (const chunk of expanding) yield chunk as Uint8Array;
}

/** As `expand`, for what was sent to us: throws PublicationRejected where it is cut off or damaged. */
export async function* expandSent(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* expand(compressed);
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new PublicationRejected(
      'malformed-gzip',
      `The gzip data is cut off or damaged (${error.message}). Fetch the file again`,
    );
  }
}

const isZlibError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_');
