import type { Pool } from 'pg';

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

/** What one event says of another. */
export interface Edge {
  event: string;
  target: string;
  kind: 'reaction' | 'about';
  position: number;
  stream: string;
}

/** What speaks of an event, to any depth. */
export const edgesTo = async (pool: Pool, event: string, knownAt: number): Promise<Edge[]> =>
  (await pool.query<Edge>({ name: 'thread', text: REACHED, values: [event, knownAt] })).rows;

/** What an event itself reacts to, the nearest first. */
export const eventsAbove = async (pool: Pool, event: string, knownAt: number): Promise<string[]> =>
  (await pool.query<{ event: string }>({ name: 'thread above', text: ABOVE, values: [event, knownAt] })).rows.map(
    (row) => row.event,
  );
