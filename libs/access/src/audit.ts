import type { Pool, PoolClient } from 'pg';
import type { AuditEntry } from '#contract';

/** Who acts, and from where; the address is null on the machine itself. */
export interface Actor {
  actor: string;
  address: string | null;
}

/** What somebody did to the service. */
export interface Act extends Actor {
  /** As `key.created`. */
  action: string;
  target: string | null;
  detail?: object;
}

/** Who was not let do something. */
export interface Refusal extends Actor {
  status: number;
  /** The route, without what the caller put into it. */
  target: string;
}

const RECORD = `
  insert into access.audit (actor, address, action, target, detail) values ($1, $2, $3, $4, $5)`;
const RECORD_REFUSALS = `
  insert into access.audit (actor, address, action, target, count)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[])`;
const PAGE = `
  select id, at, actor, address, action, target, count, detail from access.audit
  where id > $1 and ($2::text is null or actor = $2) and ($3::text is null or action = $3)
  order by id limit $4`;
const FORGET = `delete from access.audit where action like 'refused.%' and at < now() - $1 * interval '1 day'`;

/** Puts an act into the trail, in the transaction of the act itself. */
export async function recordAct(
  tx: PoolClient | Pool,
  { actor, address, action, target, detail = {} }: Act,
): Promise<void> {
  await tx.query(RECORD, [actor.slice(0, LONGEST), address, action, target, JSON.stringify(detail)]);
}

/** Refusals are written together, so that a flood of them is a few rows. */
const GATHER_MS = 60_000;
/** Refusals of a minute that are told apart; the others are counted as one. */
const MOST_APART = 500;
const KEPT_DAYS = 90;
const LONGEST = 300;

/**
 * The audit trail: administrative acts for good, refusals for 90 days. Refusals alike within a minute are one entry with their
 * count; those of the last minute are lost where the process is killed.
 */
export function createAudit(pool: Pool, onError: (error: unknown) => void = () => undefined) {
  const refusals = gatherRefusals();
  const flush = async () => {
    const gathered = refusals.taken();
    if (gathered.length > 0) await recordRefusals(pool, gathered);
  };
  const timer = setInterval(() => void flush().catch(onError), GATHER_MS);
  timer.unref();

  return {
    /** Counts a refusal; it is in the trail within a minute. */
    refused: refusals.add,

    record: (act: Act) => recordAct(pool, act),

    /** Entries of later ids, the oldest first; with what was refused up to now. */
    async page({ after, limit, actor, action }: AuditQuestion): Promise<{ items: AuditEntry[]; next: number | null }> {
      await flush();
      const values = [after, actor ?? null, action ?? null, limit + 1];
      const { rows } = await pool.query<Omit<AuditEntry, 'at'> & { at: Date }>(PAGE, values);
      const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
      return { items, next: rows.length > limit ? items.at(-1)!.id : null };
    },

    /** Writes what is left. */
    async close(): Promise<void> {
      clearInterval(timer);
      await flush().catch(onError);
    },
  };
}
export type Audit = ReturnType<typeof createAudit>;

interface AuditQuestion {
  after: number;
  limit: number;
  actor?: string | undefined;
  action?: string | undefined;
}

interface Counted {
  refusal: Refusal;
  count: number;
}

function gatherRefusals() {
  let gathered = new Map<string, Counted>();
  return {
    add({ actor, address, status, target }: Refusal): void {
      const isApart = gathered.size < MOST_APART;
      const refusal = isApart
        ? { actor: actor.slice(0, LONGEST), address, status, target }
        : { actor: 'others', address: null, status, target: 'others' };
      const key = JSON.stringify(Object.values(refusal));
      const known = gathered.get(key);
      if (known) known.count++;
      else gathered.set(key, { refusal, count: 1 });
    },
    /** All of them, to be gathered no more. */
    taken(): Counted[] {
      const all = [...gathered.values()];
      gathered = new Map();
      return all;
    },
  };
}

async function recordRefusals(pool: Pool, refusals: readonly Counted[]): Promise<void> {
  const column = (of: (refusal: Refusal) => unknown) => refusals.map(({ refusal }) => of(refusal));
  await pool.query(RECORD_REFUSALS, [
    column(({ actor }) => actor),
    column(({ address }) => address),
    column(({ status }) => `refused.${status}`),
    column(({ target }) => target),
    refusals.map(({ count }) => count),
  ]);
  await pool.query(FORGET, [KEPT_DAYS]);
}
