import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { ProblemError, type Screening } from '#contract';
import { inTransaction } from '#database';
import { NotFoundError } from '#domain';
import type { Keyring } from '#webhooks';
import { batchesOf, type Batches } from './batches.ts';
import type { RunQuestion } from './question.ts';
import { watchesOf, type Watches } from './watches.ts';

type Told = 'createdAt' | 'finishedAt' | 'keptUntil';

/** A run as it is told, with its question apart and its instants as they are. */
export interface RunRow extends Omit<Screening, Told | keyof RunQuestion> {
  owner: string;
  question: RunQuestion;
  createdAt: Date;
  finishedAt: Date | null;
  keptUntil: Date;
}

const COLUMNS = `
  r.id, r.owner, r.created_at as "createdAt", r.question, r.status, r.problem, r.input_sha256 as "inputSha256",
  r.result_sha256 as "resultSha256", r.rows, r.finished_at as "finishedAt", r.keep_until as "keptUntil", r.watched as watch,
  r.looked_at as "watchedThrough", b.*`;

const DONE = `
  cross join lateral (
    select coalesce(sum(rows) filter (where result is not null), 0)::integer as "rowsDone",
      coalesce(sum(rows_with_hits), 0)::integer as "rowsWithHits", coalesce(sum(hits), 0)::integer as hits,
      coalesce(sum(noted), 0)::integer as noted
    from runs.batch where run = r.id) as b`;

const FIND = `
  select ${COLUMNS} from runs.run r ${DONE}
  where r.id = $1 and ($2::text is null or r.owner = $2) and r.status <> 'receiving' and r.keep_until > now()`;
// Who asks again and wants it watched, or kept for longer, has that of the run that it is.
const TAKE = `
  update runs.run r set watched = r.watched or n.watched,
    keep_until = greatest(r.keep_until, now() + $3 * interval '1 hour')
  from runs.run n where n.id = $1 and r.owner = n.owner and r.same = $2 returning r.id`;
const PAGE = `
  select ${COLUMNS} from runs.run r ${DONE}
  where ($1::text is null or r.owner = $1) and r.status <> 'receiving' and r.keep_until > now()
    and ($2::timestamptz is null or (r.created_at, r.id) < ($2, $3::uuid))
  order by r.created_at desc, r.id desc limit $4`;

/** Runs that an account may have at a time. */
const MOST_RUNS = 200;
// Of an account one at a time: two that count at once would both be the last one.
const IN_TURN = `select pg_advisory_xact_lock(hashtext('runs.run'), hashtext($1))`;
const COUNT = `select count(*) as count from runs.run where owner = $1 and keep_until > now()`;
const BEGIN = `
  insert into runs.run (id, owner, question, keep_until, watched) values ($1, $2, $3, now() + interval '1 hour', $4)`;
// A file that came twice at once is one run: the second of them finds the first.
const READY = `
  update runs.run set status = 'running', input_sha256 = $2, same = $3, rows = $4,
    keep_until = now() + $5 * interval '1 hour'
  where id = $1 and not exists (select 1 from runs.run o where o.owner = runs.run.owner and o.same = $3)`;
// What failed is tried again where it is asked again.
const EXPIRED = `delete from runs.run where owner = $1 and same = $2 and (keep_until <= now() or status = 'failed')`;
const REMOVE = `delete from runs.run where id = $1`;
const FORGET = `delete from runs.run where keep_until <= now()`;
// Who watches again hears of what came since he watched last, and of nothing twice.
const CHANGE = `
  update runs.run set watched = coalesce($2, watched),
    keep_until = case when $3::integer is null then keep_until else now() + $3 * interval '1 hour' end
  where id = $1`;
const FAIL = `update runs.run set status = 'failed', problem = $2, finished_at = now() where id = $1 and status = 'running'`;
// All its batches are screened. Who dies while he ends it leaves it to others after a minute.
const CLAIM_WHOLE = `
  with whole as materialized (
    select id from runs.run r
    where status = 'running' and not exists (select 1 from runs.batch where run = r.id and result is null)
      and (leased_until <= clock_timestamp() or leased_until > clock_timestamp() + interval '1 min')
    order by created_at, id limit 1 for update skip locked)
  update runs.run r set leased_until = clock_timestamp() + interval '1 min' from whole where r.id = whole.id
  returning r.id, r.question`;
const FINISH = `
  update runs.run set status = 'done', result_sha256 = $2, finished_at = now(), leased_until = '-infinity'
  where id = $1 and status = 'running'`;
const UNIQUE_VIOLATION = '23505';

/** Whose runs a caller sees: null sees all. */
export type Owner = string | null;

/**
 * Runs in the database: the files of customers, sealed, and what came of them. Everything of a run is gone with it. `pool` has
 * the role `demarche_writer`.
 */
export interface Runs extends Batches, Watches {
  /** Begins a run whose customers are added batch by batch; gives its id. Nobody sees it before it is ready. Throws ProblemError. */
  begin(owner: string, question: RunQuestion, watch: boolean): Promise<string>;
  /** All customers are there. Gives the run that it is: an earlier one, where the same was asked about the same file. */
  ready(id: string, owner: string, whole: { inputSha256: string; rows: number; keepHours: number }): Promise<string>;
  /** Throws NotFoundError where there is none of that id that the owner may see. */
  find(owner: Owner, id: string): Promise<RunRow>;
  /** The newest first, from before the one that is named. */
  page(owner: Owner, before: { createdAt: string; id: string } | null, limit: number): Promise<RunRow[]>;
  change(id: string, change: { watch?: boolean; keepHours?: number }): Promise<void>;
  remove(id: string): Promise<void>;
  /** Deletes all that is kept no longer. */
  forget(): Promise<void>;
  fail(id: string, problem: string): Promise<void>;
  /** A run that only has to be ended, and that nobody else ends now; undefined where there is none. */
  claimWhole(): Promise<Pick<RunRow, 'id' | 'question'> | undefined>;
  finish(id: string, resultSha256: string): Promise<void>;
}

export function createRuns(pool: Pool, keyring: Keyring): Runs {
  const query = async <Row extends object>(text: string, values: unknown[]) =>
    (await pool.query<Row>(text, values)).rows;
  const sameOf = (question: RunQuestion, inputSha256: string) =>
    createHash('sha256')
      .update(JSON.stringify([question, inputSha256]))
      .digest('hex');

  return {
    ...batchesOf(pool, keyring),
    ...watchesOf(pool, keyring),
    async begin(owner, question, watch) {
      const id = randomUUID();
      await inTransaction(pool, async (tx) => {
        await tx.query(IN_TURN, [owner]);
        const { rows } = await tx.query<{ count: number }>(COUNT, [owner]);
        if (rows[0]!.count >= MOST_RUNS)
          throw new ProblemError(409, 'too-many-screenings', `${MOST_RUNS} screenings are kept already; delete some`);
        await tx.query(BEGIN, [id, owner, JSON.stringify(question), watch]);
      });
      return id;
    },
    async ready(id, owner, { inputSha256, rows, keepHours }) {
      const [{ question }] = (await query<{ question: RunQuestion }>('select question from runs.run where id = $1', [
        id,
      ])) as [{ question: RunQuestion }];
      const same = sameOf(question, inputSha256);
      await query(EXPIRED, [owner, same]);
      const made = await pool
        .query(READY, [id, inputSha256, same, rows, keepHours])
        .catch((error: { code?: string }) => {
          if (error.code !== UNIQUE_VIOLATION) throw error;
          return { rowCount: 0 };
        });
      if (made.rowCount === 1) return id;
      const [earlier] = await query<{ id: string }>(TAKE, [id, same, keepHours]);
      await query(REMOVE, [id]);
      if (!earlier) throw new NotFoundError('The same screening was deleted just now; send the file again');
      return earlier.id;
    },
    async find(owner, id) {
      const [found] = await query<RunRow>(FIND, [id, owner]);
      if (!found) throw new NotFoundError(`There is no screening ${id}, or it is kept no longer`);
      return found;
    },
    page: (owner, before, limit) => query<RunRow>(PAGE, [owner, before?.createdAt ?? null, before?.id ?? null, limit]),
    async change(id, { watch = null, keepHours = null }: { watch?: boolean | null; keepHours?: number | null }) {
      await query(CHANGE, [id, watch, keepHours]);
    },
    async remove(id) {
      await query(REMOVE, [id]);
    },
    async forget() {
      await query(FORGET, []);
    },
    async fail(id, problem) {
      await query(FAIL, [id, problem]);
    },
    claimWhole: async () => (await query<Pick<RunRow, 'id' | 'question'>>(CLAIM_WHOLE, []))[0],
    async finish(id, resultSha256) {
      await query(FINISH, [id, resultSha256]);
    },
  };
}
