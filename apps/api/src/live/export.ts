import type { questions } from '#contract';
import { publicText, type RecordedEvent } from '#event-log';
import type { Asked } from '../http/question.ts';
import { filterOf } from '../questions/event-filter.ts';
import { sendLines } from './lines.ts';

const AT_A_TIME = 500;

/** All events from a position to the head of the log, one per line of NDJSON, held for some at a time. */
export async function exportEvents({ query, readSide, request, reply }: Asked<typeof questions.events>): Promise<void> {
  const { log, signal } = readSide;
  const position = await log.head();
  const read = (after: number) => log.read({ ...filterOf(query), after, limit: AT_A_TIME, upTo: position });
  async function* some() {
    for (let reading: ReturnType<typeof read> | null = read(query.after ?? 0); reading;) {
      const page: RecordedEvent[] = await reading;
      // The next page is on its way while this one is sent.
      reading = page.length < AT_A_TIME ? null : read(page.at(-1)!.position);
      reading?.catch(() => undefined);
      yield page.map(publicText);
    }
  }
  await sendLines(request, reply, { position, some: some(), signal });
}
