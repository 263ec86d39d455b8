import { defaultLimits } from '../limits.ts';
import type { ListSource, ReadPublication } from '../list-source.ts';
import { readPublication } from './read-publication.ts';
import { receive } from '../reading/receive.ts';
import { PublicationRefused } from '../reading/refusal.ts';

/** When a file says that it was published. It is read through and forgotten; one that is refused says nothing. */
export async function printedDates(
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
): Promise<Pick<ReadPublication, 'publishedOn' | 'generatedAt'>> {
  const received = receive(input, defaultLimits);
  try {
    const { publishedOn, generatedAt } = await readPublication(source, received, defaultLimits);
    return { publishedOn, generatedAt };
  } catch (error) {
    if (error instanceof PublicationRefused) return {};
    throw error;
  } finally {
    // What was left unread would keep the file open.
    await received.whole();
  }
}
