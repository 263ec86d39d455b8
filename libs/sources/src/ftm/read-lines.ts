import type { ReadLimits } from '../limits.ts';
import { PublicationRefused } from '../refusal.ts';

const PIECE = 64 * 1024;
const FETCH_AGAIN = 'Fetch the file again';

/** Streams the lines of UTF-8 text from bytes that nobody vouches for. Throws PublicationRefused. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
): AsyncGenerator<{ line: string; number: number }> {
  const deadline = performance.now() + limits.milliseconds;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 0;
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw new PublicationRefused('encoding', `It is not UTF-8, or cut off in a character. ${FETCH_AGAIN}`);
    }
  };
  for await (const chunk of chunks)
    for (let start = 0; start < chunk.length; start += PIECE) {
      if (performance.now() > deadline)
        throw new PublicationRefused('timeout', `Reading took longer than ${limits.milliseconds} ms. Try again`);
      const lines = (rest + decode(chunk.subarray(start, start + PIECE))).split('\n');
      rest = lines.pop()!;
      for (const line of lines) yield { line, number: ++number };
      if (rest.length > limits.entry)
        throw new PublicationRefused(
          'too-large',
          `Line ${number + 1} has more than ${limits.entry} characters, more than any entry. ${FETCH_AGAIN}`,
        );
    }
  rest += decode();
  if (rest !== '') yield { line: rest, number: ++number };
  if (number === 0) throw new PublicationRefused('empty', `There is nothing in it. ${FETCH_AGAIN}`);
}
