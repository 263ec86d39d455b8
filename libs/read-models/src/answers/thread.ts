import type { AsOf, ThreadAnswer, ThreadItem } from '#contract';
import { daysBetween, intervalOf, NotFoundError, withCorrections } from '#domain';
import type { RecordedEvent } from '#event-log';
import { edgesTo, eventsAbove, type Edge } from '../models/threads/queries.ts';
import { formOf, type ReadSide } from './as-of.ts';
import { exactDay } from './exact-day.ts';

/** An event and what reacted to it, to any depth, as known at a position. Throws NotFoundError. */
export async function answerThread(
  { pool, log }: ReadSide,
  { knownAt, position }: Omit<AsOf, 'on'>,
  id: string | number,
): Promise<ThreadAnswer> {
  const root = await log.find(id);
  if (!root || root.position > knownAt) throw new NotFoundError(`There is no event ${id} at position ${knownAt}`);
  const [edges, above] = await Promise.all([edgesTo(pool, root.id, knownAt), eventsAbove(pool, root.id, knownAt)]);
  const streams = [...new Set([root.stream, ...edges.map(({ stream }) => stream)])];
  const known = Map.groupBy(await log.readStreams(streams, knownAt), ({ stream }) => stream);
  const events = new Map([...known.values()].flatMap((own) => withCorrections(own)).map((event) => [event.id, event]));
  return {
    knownAt,
    position,
    event: formOf(root),
    inReactionTo: above,
    items: itemsOf(root, edges, events),
  };
}

/** Breadth first, each event once: where it is nearest to the root. */
function itemsOf(
  root: RecordedEvent,
  edges: readonly Edge[],
  events: ReadonlyMap<string, RecordedEvent>,
): ThreadItem[] {
  const byTarget = Map.groupBy(edges, ({ target }) => target);
  const seen = new Set([root.id]);
  const items: ThreadItem[] = [];
  for (let level = [root.id], depth = 1; level.length > 0; depth++) {
    const found = level
      .flatMap((target) => byTarget.get(target) ?? [])
      .filter(({ event }) => !seen.has(event) && seen.add(event))
      .map(({ event, target, kind }) => itemOf(events.get(event)!, events.get(target), kind, target, depth));
    items.push(...inOrder(found));
    level = found.map(({ id }) => id);
  }
  return items;
}

function itemOf(
  { position, id, type, authority, data }: RecordedEvent,
  target: RecordedEvent | undefined,
  kind: Edge['kind'],
  to: string,
  depth: number,
): ThreadItem {
  const days = [target?.data.effective, data.effective].map((text) => text && exactDay(text));
  const lagDays = days[0] && days[1] ? daysBetween(days[0], days[1]) : null;
  return {
    position,
    id,
    type,
    authority,
    effective: data.effective,
    to,
    kind,
    depth,
    lagDays,
    data: data as ThreadItem['data'],
  };
}

/** By the first day that each may be of, then as they were recorded. */
function inOrder(items: readonly ThreadItem[]): ThreadItem[] {
  const dayOf = (effective: string) => {
    const { earliest, latest } = intervalOf(effective);
    return earliest ?? latest;
  };
  return items
    .map((item) => ({ item, day: dayOf(item.effective) }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.item.position - b.item.position))
    .map(({ item }) => item);
}
