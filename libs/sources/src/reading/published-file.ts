import type { PublishedFile } from '../list-source.ts';

/** Bytes of a file by which its format is recognised. */
export const HEAD_BYTES = 4096;

/** The file with its head looked at and nothing of it lost. */
export async function publishedFile(name: string, bytes: AsyncIterable<Uint8Array>): Promise<PublishedFile> {
  const { head, chunks } = await peek(bytes, HEAD_BYTES);
  return { name, head: Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1'), chunks };
}

/** At least `size` bytes from the start, where there are so many, and an iterable that begins with them again. */
export async function peek(source: AsyncIterable<Uint8Array>, size: number) {
  const iterator = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let length = 0; length < size;) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  const head = first.length === 1 ? first[0]! : Buffer.concat(first);
  return { head, chunks: joined(head, { [Symbol.asyncIterator]: () => iterator }) };
}

async function* joined(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}
