import type { Pool } from 'pg';
import { inTransaction } from '#database';
import { tellOwner, type Keyring } from '#webhooks';
import type { RunQuestion } from './question.ts';
import { openJson, sealJson, type SealedColumns } from './sealing.ts';

/** A run that is watched, and the day and position up to which it was. */
export interface Watched {
  run: string;
  owner: string;
  question: RunQuestion;
  on: string;
  knownAt: number;
}

export interface ChangeRow {
  on: string;
  knownAt: number;
  comparedWith: number;
  at: Date;
  differences: unknown[];
  isWhole: boolean;
}

/** What differs, and whether that is all. */
export type Differences = Pick<ChangeRow, 'differences' | 'isWhole'>;

/** Whoever looks at a run has it for so long; a dead process's are looked at by others after it. */
const LEASE_MS = 300_000;

const CLAIM = `
  with due as materialized (
    select id from runs.run
    where watched and status = 'done' and keep_until > now()
      and (looked_at is null or looked_at < $1 or ((question ->> 'isToday')::boolean and looked_on < $2::date))
      and (leased_until <= clock_timestamp() or leased_until > clock_timestamp() + ${LEASE_MS} * interval '1 ms')
    order by looked_at nulls first, id limit 1 for update skip locked)
  update runs.run r set leased_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
  from due where r.id = due.id
  returning r.id as run, r.owner, r.question, coalesce(to_char(r.looked_on, 'YYYY-MM-DD'), r.question ->> 'on') as on,
    coalesce(r.looked_at, (r.question ->> 'knownAt')::bigint) as "knownAt"`;

// Two may have looked, where one took longer than he had: what the first of them found is told, and only that.
const LOOKED = `
  update runs.run set looked_at = $2, looked_on = $3, leased_until = '-infinity'
  where id = $1 and coalesce(looked_at, (question ->> 'knownAt')::bigint) = $4
    and coalesce(looked_on, (question ->> 'on')::date) = $5::date`;
// Not at once: what cannot be looked at would keep all others from their turn.
const GIVE_BACK = `update runs.run set leased_until = clock_timestamp() + interval '1 min' where id = $1`;
const ADD = `
  insert into runs.change (run, known_at, on_day, compared_with, at, rows, master_key, sealed)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;
/** A page ends where it has so many differences: each may hold kilobytes. */
const MOST_DIFFERENCES = 10_000;
const PAGE = `
  with page as (
    select *, sum(rows) over newest - rows as before, count(*) over () as remaining from runs.change
    where run = $1 and ($2::bigint is null or (known_at, on_day) < ($2, $3::date))
    window newest as (order by known_at desc, on_day desc))
  select to_char(on_day, 'YYYY-MM-DD') as on, known_at as "knownAt", compared_with as "comparedWith", at, master_key, sealed,
    remaining from page
  where before < ${MOST_DIFFERENCES} order by known_at desc, on_day desc limit $4`;

export interface Watches {
  /** A run that is to be looked at as known at a position, on a day, and that nobody else looks at now. */
  claimWatched(knownAt: number, today: string): Promise<Watched | undefined>;
  /** Keeps what changed, and has the owner's webhooks told where anything did; both or neither. */
  looked(watched: Watched, to: { on: string; knownAt: number }, found: Differences): Promise<void>;
  giveBackWatched(watched: Pick<Watched, 'run'>): Promise<void>;
  /** What changed, the newest first, from before the one that is named; and whether there is more. */
  changes(
    run: string,
    before: Pick<ChangeRow, 'on' | 'knownAt'> | null,
    limit: number,
  ): Promise<{ items: ChangeRow[]; isLast: boolean }>;
}

const changeAt = (run: string, { knownAt, on }: Pick<ChangeRow, 'knownAt' | 'on'>) =>
  `runs.change ${run} ${knownAt} ${on}`;

export function watchesOf(pool: Pool, keyring: Keyring): Watches {
  return {
    async claimWatched(knownAt, today) {
      return (await pool.query<Watched>(CLAIM, [knownAt, today])).rows[0];
    },
    async looked({ run, owner, on: comparedOn, knownAt: comparedWith }, { on, knownAt }, found) {
      const { differences } = found;
      await inTransaction(pool, async (tx) => {
        const { rowCount } = await tx.query(LOOKED, [run, knownAt, on, comparedWith, comparedOn]);
        if (rowCount === 0 || differences.length === 0) return;
        const at = new Date();
        const { master_key, sealed } = sealJson(keyring, found, changeAt(run, { knownAt, on }));
        await tx.query(ADD, [run, knownAt, on, comparedWith, at, differences.length, master_key, sealed]);
        const source = `/v1/screenings/${run}`;
        const told = {
          screening: run,
          knownAt,
          comparedWith,
          differences: differences.length,
          link: `${source}/changes`,
        };
        await tellOwner(tx, owner, { type: 'screening.changed', source, subject: run, at, data: told });
      });
    },
    async giveBackWatched({ run }) {
      await pool.query(GIVE_BACK, [run]);
    },
    async changes(run, before, limit) {
      type Found = Omit<ChangeRow, keyof Differences> & SealedColumns & { remaining: number };
      const { rows } = await pool.query<Found>(PAGE, [run, before?.knownAt ?? null, before?.on ?? null, limit]);
      const items = rows.map(({ on, knownAt, comparedWith, at, ...sealed }) => ({
        on,
        knownAt,
        comparedWith,
        at,
        ...(openJson(keyring, sealed, changeAt(run, { knownAt, on })) as Differences),
      }));
      return { items, isLast: items.length === (rows[0]?.remaining ?? 0) };
    },
  };
}
