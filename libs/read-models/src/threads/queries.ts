import { daysBetween, intervalOf, NotFoundError, withCorrections } from '#domain';
import { publicForm, type RecordedEvent } from '#event-log';
import type { AnswerSources, AsOf } from '../answers.ts';

export interface ThreadItem {
  position: number;
  id: string;
  type: string;
  authority: string;
  effective: string;
  /** What it reacts to or is about: another event of this thread. */
  to: string;
  kind: 'reaction' | 'about';
  /** 1 speaks of the event itself, 2 of what speaks of it, and so on. */
  depth: number;
  /** Whole days after what it speaks of; null where one of the two days is not known. */
  lagDays: number | null;
  /** The event as last corrected. */
  data: Record<string, unknown>;
}

export interface ThreadAnswer extends Omit<AsOf, 'on'> {
  /** The event asked for, in its public form. */
  event: Record<string, unknown>;
  /** What the event itself reacts to, the nearest first. */
  inReactionTo: string[];
  /** Everything that speaks of it, by depth, then by day. */
  items: ThreadItem[];
}

// The set of events is found first: in a graph with cycles, depth has to be told afterwards.
const REACHED = `
  with recursive reached(event) as (
    select $1::uuid union select e.event from threads.edge e join reached r on e.target = r.event where e.known @> $2::bigint
  )
  select e.event, e.target, e.kind, e.position, e.stream from threads.edge e join reached r on e.target = r.event
  where e.known @> $2::bigint order by e.position`;

const ABOVE = `
  with recursive above(event, depth) as (
    select $1::uuid, 0 union
    select e.target, a.depth + 1 from threads.edge e join above a on e.event = a.event
    where e.kind = 'reaction' and e.known @> $2::bigint and a.depth < 1000
  ) cycle event set looped using path
  select event from above where depth > 0 and not looped group by event order by min(depth)`;

interface Edge {
  event: string;
  target: string;
  kind: 'reaction' | 'about';
  position: number;
  stream: string;
}

/** An event and what reacted to it, to any depth, as known at a position. Throws NotFoundError. */
export async function answerThread(
  { pool, log }: AnswerSources,
  { knownAt, position }: Omit<AsOf, 'on'>,
  id: string | number,
): Promise<ThreadAnswer> {
  const root = await log.find(id);
  if (!root || root.position > knownAt) throw new NotFoundError(`There is no event ${id} at position ${knownAt}`);
  const [edges, above] = await Promise.all([
    pool.query<Edge>({ name: 'thread', text: REACHED, values: [root.id, knownAt] }),
    pool.query<{ event: string }>({ name: 'thread above', text: ABOVE, values: [root.id, knownAt] }),
  ]);
  const streams = [...new Set([root.stream, ...edges.rows.map(({ stream }) => stream)])];
  const known = Map.groupBy(await log.readStreams(streams, knownAt), ({ stream }) => stream);
  const events = new Map([...known.values()].flatMap((own) => withCorrections(own)).map((event) => [event.id, event]));
  return {
    knownAt,
    position,
    event: publicForm(root),
    inReactionTo: above.rows.map(({ event }) => event),
    items: itemsOf(root, edges.rows, events),
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
    items.push(
      ...found.sort((a, b) => dayOf(a.effective).localeCompare(dayOf(b.effective)) || a.position - b.position),
    );
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
  return { position, id, type, authority, effective: data.effective, to, kind, depth, lagDays, data };
}

const dayOf = (effective: string) => {
  const { earliest, latest } = intervalOf(effective);
  return earliest ?? latest;
};

function exactDay(effective: string): string | null {
  const { earliest, latest } = intervalOf(effective);
  return earliest === latest ? latest : null;
}
