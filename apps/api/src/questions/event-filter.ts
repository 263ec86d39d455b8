import type { z } from 'zod';
import type { questions } from '#contract';
import { designationStream, isDesignationStream } from '#domain';
import type { EventFilter, EventLog } from '#event-log';
import { knownStreams, knownType } from './known.ts';

/** The stream that is asked for by its name or by a designation. */
export const streamOf = (subject: string | undefined) =>
  subject?.includes(':') && !isDesignationStream(subject) ? designationStream(subject) : subject;

type Filter = Pick<z.infer<typeof questions.events.query>, 'type' | 'country' | 'list' | 'subject' | 'reparse'>;

/** The events that a question asks for. What only a reparse changed is no news. */
export const filterOf = ({ type, country, list, subject, reparse }: Filter): EventFilter => ({
  type,
  authority: country,
  list,
  stream: streamOf(subject),
  exceptCause: reparse ? undefined : 'reparse',
});

/** Throws InputError or NotFoundError for what no event can fit. */
export async function checkFilter({ query, readSide: { log } }: { query: Filter; readSide: { log: EventLog } }) {
  knownType(query.type);
  await knownStreams(log, { list: query.list, stream: streamOf(query.subject) });
}
