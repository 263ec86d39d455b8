import type { Limits } from '../limits.ts';
import { PublicationRejected } from './rejection.ts';

/** No parser gets more bytes at a time, so that its own checks, and the clock, are asked often enough. */
export const PIECE = 64 * 1024;

/** The bytes in pieces. Throws PublicationRejected once reading them takes longer than the limit. */
export async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
  { milliseconds }: Pick<Limits, 'milliseconds'>,
): AsyncGenerator<Uint8Array> {
  const deadline = performance.now() + milliseconds;
  for await (const chunk of chunks)
    for (let start = 0; start < chunk.length; start += PIECE) {
      if (performance.now() > deadline)
        throw new PublicationRejected('timeout', `Reading took longer than ${milliseconds} ms. Try again`);
      yield chunk.subarray(start, start + PIECE);
    }
}

/** A decoder that accepts nothing but the encoding. `rejectionOf` gives what it throws otherwise, at the end or before it. */
export function strictDecoder(label: string, rejectionOf: (isEnd: boolean) => PublicationRejected) {
  const decoder = new TextDecoder(label, { fatal: true });
  return {
    encoding: decoder.encoding,
    /** The text of the next bytes; without bytes, the end. */
    decode(bytes?: Uint8Array): string {
      try {
        return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
      } catch {
        throw rejectionOf(bytes === undefined);
      }
    },
  };
}
