import { IncompleteError } from './problem.ts';
import { byteLinesOf } from './read.ts';
import { createSha256 } from './sha256.ts';

/** What the last line of an answer tells of those before it. */
interface End {
  count: number;
  sha256: string;
}

/**
 * The values of an answer in lines (NDJSON), without its last one, which says how many they are (`uncounted` apart, which come
 * first) and the SHA-256 of their bytes. Each value is given as it comes; throws IncompleteError at the end where that does
 * not come, or tells of others.
 */
export async function* checkedLines(
  body: ReadableStream<Uint8Array>,
  { path, uncounted }: { path: string; uncounted: number },
): AsyncGenerator<object> {
  const decoder = new TextDecoder();
  const hash = createSha256();
  let came = 0;
  for await (const line of byteLinesOf(body)) {
    const value = JSON.parse(decoder.decode(line)) as object;
    if ('end' in value) return requireWhole(path, value.end as End, { count: came - uncounted, sha256: hash.digest() });
    hash.update(line);
    came++;
    yield value;
  }
  throw new IncompleteError(`${path} broke off before its last line, after ${came} others`);
}

function requireWhole(path: string, told: End, came: End): void {
  if (told.count !== came.count)
    throw new IncompleteError(`${path} is not whole: its last line tells of ${told.count}, and ${came.count} came`);
  if (told.sha256 !== came.sha256)
    throw new IncompleteError(
      `${path} is not as it was sent: its last line tells of the SHA-256 ${told.sha256}, what came has ${came.sha256}`,
    );
}
