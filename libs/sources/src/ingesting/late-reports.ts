import { randomUUID } from 'node:crypto';
import { designationStream, followPublications, printingsOf } from '#domain';
import type { EventLog, StreamAppend } from '#event-log';
import type { ListSource } from '../list-source.ts';
import { eventsOf } from '../comparing/list-state.ts';
import type { ListStates } from '../comparing/list-states.ts';

/**
 * Events that people told of entries while a publication was compared were decided without that publication. What the list's
 * own reports become by both is recorded here, after it; if the process is killed before, the next publication makes up
 * for it. The publication could not see the events between the positions `after` and `before`.
 */
export async function followWhatCameBetween(
  { log, states }: { log: EventLog; states: ListStates },
  { list, authority }: ListSource,
  { after, before }: { after: number; before: number },
  { actor, observedAt }: { actor: string; observedAt: string },
): Promise<void> {
  if (before <= after + 1) return;
  const between = await log.read({ list, after, upTo: before - 1, limit: before - after });
  if (between.length === 0) return;
  const touched = new Set(between.map(({ stream }) => stream));
  const { designations, publications } = await states.load(list);
  const streams = [...designations.values()].flatMap((current): StreamAppend[] => {
    const stream = designationStream(current.id);
    if (!touched.has(stream)) return [];
    const events = eventsOf(current);
    const why = `As the publications of ${list} say, beside what was told meanwhile`;
    const telling = { list, authority, observedAt, why, cause: 'source' as const };
    const own = followPublications(events, printingsOf(events, publications), telling);
    return own.length === 0 ? [] : [{ stream, expected: current.version, events: own }];
  });
  if (streams.length > 0) await log.append({ id: randomUUID(), streams, private: { actor } });
}
