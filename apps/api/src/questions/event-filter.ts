import type { z } from 'zod';
import type { questions } from '#contract';
import { streamOfSubject } from '#domain';
import { withinHead, type EventFilter, type EventLog } from '#event-log';
import { knownStreams, knownType } from './known.ts';

interface Positioned {
  query: { after?: number };
  readSide: { log: EventLog };
}
type Filter = Pick<z.infer<typeof questions.events.query>, 'type' | 'country' | 'list' | 'subject' | 'reparse'>;

/** The events that a question asks for. What only a reparse changed is no news. */
export const filterOf = ({ type, country, list, subject, reparse }: Filter): EventFilter => ({
  type,
  authority: country,
  list,
  stream: subject && streamOfSubject(subject),
  exceptCause: reparse ? undefined : 'reparse',
});

/** Throws InputError for a position to go on from that the log has not reached: an empty page would pass as "nothing new". */
export async function checkAfter({ query: { after = 0 }, readSide: { log } }: Positioned): Promise<void> {
  if (after > 0) await withinHead(log, after, '/after');
}

/** Throws InputError or NotFoundError for what no event can fit. */
export async function checkFilter({ query, readSide: { log } }: { query: Filter; readSide: { log: EventLog } }) {
  knownType(query.type);
  await knownStreams(log, { list: query.list, stream: query.subject && streamOfSubject(query.subject) });
}
