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
      and (looked_at is null or looked_at < $1 or looked_on < $2::date)
      and (leased_until <= clock_timestamp() or leased_until > clock_timestamp() + ${LEASE_MS} * interval '1 ms')
    order by looked_at nulls first, id limit 1 for update skip locked)
  update runs.run r set leased_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
  from due where r.id = due.id
  returning r.id as run, r.owner, r.question, coalesce(to_char(r.looked_on, 'YYYY-MM-DD'), r.question ->> 'on') as on,
    coalesce(r.looked_at, (r.question ->> 'knownAt')::bigint) as "knownAt"`;

const LOOKED = `
  update runs.run set looked_at = $2, looked_on = $3, leased_until = '-infinity'
  where id = $1 and (looked_at is null or looked_at <= $2) returning id`;
const GIVE_BACK = `update runs.run set leased_until = '-infinity' where id = $1`;
const ADD = `
  insert into runs.change (run, known_at, compared_with, at, rows, master_key, sealed) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (run, known_at) do nothing`;
const PAGE = `
  select known_at as "knownAt", compared_with as "comparedWith", at, master_key, sealed from runs.change
  where run = $1 and known_at < $2 order by known_at desc limit $3`;

export interface Watches {
  /** A run that is to be looked at as known at a position, on a day, and that nobody else looks at now. */
  claimWatched(knownAt: number, today: string): Promise<Watched | undefined>;
  /** Keeps what changed, and has the owner's webhooks told where anything did; both or neither. */
  looked(watched: Watched, to: { on: string; knownAt: number }, found: Differences): Promise<void>;
  giveBackWatched(watched: Pick<Watched, 'run'>): Promise<void>;
  /** What changed, the newest first, from before a position. */
  changes(run: string, before: number, limit: number): Promise<ChangeRow[]>;
}

const changeAt = (run: string, knownAt: number) => `runs.change ${run} ${knownAt}`;

export function watchesOf(pool: Pool, keyring: Keyring): Watches {
  return {
    async claimWatched(knownAt, today) {
      return (await pool.query<Watched>(CLAIM, [knownAt, today])).rows[0];
    },
    async looked({ run, owner, knownAt: comparedWith }, { on, knownAt }, found) {
      const { differences } = found;
      await inTransaction(pool, async (tx) => {
        const { rowCount } = await tx.query(LOOKED, [run, knownAt, on]);
        if (rowCount === 0 || differences.length === 0) return;
        const at = new Date();
        const { master_key, sealed } = sealJson(keyring, found, changeAt(run, knownAt));
        await tx.query(ADD, [run, knownAt, comparedWith, at, differences.length, master_key, sealed]);
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
      const { rows } = await pool.query<Omit<ChangeRow, keyof Differences> & SealedColumns>(PAGE, [run, before, limit]);
      return rows.map(({ knownAt, comparedWith, at, ...sealed }) => ({
        ...{ knownAt, comparedWith, at },
        ...(openJson(keyring, sealed, changeAt(run, knownAt)) as Differences),
      }));
    },
  };
}
