import { defaultLimits } from '../limits.ts';
import type { ListSource, ReadPublication } from '../list-source.ts';
import { readOrRefuse } from './read-publication.ts';
import { receive } from '../reading/receive.ts';

/** When a file says that it was published. It is read through and forgotten; one that is refused says nothing. */
export async function printedDates(
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
): Promise<Pick<ReadPublication, 'publishedOn' | 'generatedAt'>> {
  const received = receive(input, defaultLimits);
  const { reading } = await readOrRefuse(source, received, defaultLimits).finally(
    // What was left unread would keep the file open.
    () => received.whole(),
  );
  return reading ? { publishedOn: reading.publishedOn, generatedAt: reading.generatedAt } : {};
}
