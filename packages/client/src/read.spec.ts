import { describe, expect, it } from '@jest/globals';
import { framesOf, linesOf, textOf } from './read.ts';

const bodyOf = (pieces: readonly (string | Uint8Array)[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
      controller.close();
    },
  });
const all = async <T>(items: AsyncIterable<T>) => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

describe('what arrives in pieces', () => {
  it('is read in lines, wherever it was cut', async () => {
    const bytes = new TextEncoder().encode('Ω one\r\ntwo\n\nthree');
    for (let cut = 0; cut <= bytes.length; cut++) {
      const body = bodyOf([bytes.slice(0, cut), bytes.slice(cut)]);
      expect(await all(linesOf(textOf(body)))).toEqual(['Ω one', 'two', '']);
    }
  });

  it('is read as server-sent events', async () => {
    const text =
      ': hello\nretry: 2000\nid: 7\n\nid: 8\nevent: X\ndata: {"a":\ndata: 1}\n\n: still here\nid:9\n\ndata: cut off';
    expect(await all(framesOf(linesOf(textOf(bodyOf([text])))))).toEqual([
      { retry: 2000, id: '7' },
      { id: '8', event: 'X', data: '{"a":\n1}' },
      { id: '9' },
    ]);
  });
});
