import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The content of a gzip stream, in pieces of bounded size. Throws zlib's error where it is cut off or damaged. */
export async function* expand(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const expanding = createGunzip({ chunkSize: 64 * 1024 });
  // Failures of either side come out of `expanding`.
  pipeline(Readable.from(compressed), expanding, () => {});
  for await (const chunk of expanding) yield chunk as Uint8Array;
}
