import type { questions } from '#contract';
import { publicBytes } from '#event-log';
import type { Asked } from '../http/question.ts';
import { filterOf } from '../questions/event-filter.ts';
import { sendLines } from './lines.ts';

const AT_A_TIME = 500;

/** All events from a position to the head of the log, one per line of NDJSON, held for some at a time. */
export async function exportEvents({ query, readSide, request, reply }: Asked<typeof questions.events>): Promise<void> {
  const { log, signal } = readSide;
  const position = await log.head();
  async function* some() {
    for (let after = query.after ?? 0; ;) {
      const page = await log.read({ ...filterOf(query), after, limit: AT_A_TIME, upTo: position });
      yield page.map((event) => publicBytes(event).toString());
      if (page.length < AT_A_TIME) return;
      after = page.at(-1)!.position;
    }
  }
  await sendLines(request, reply, { position, some: some(), signal });
}
