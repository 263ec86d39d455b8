import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { RETRY_SECONDS, type OperationalType, type Webhook, type WebhookBody, type WebhookChange } from '#contract';
import { inTransaction } from '#database';
import { ConcurrencyError, InputError, NotFoundError } from '#domain';
import { EgressError, type Guard } from '#egress';
import { withinHead } from '#event-log';
import { columnsOf, filterOf, valuesOf, type FilterColumns } from './filter.ts';
import type { Keyring } from './keyring.ts';
import { look, tell } from './operational.ts';
import { WAKE } from './planner.ts';
import { headIn } from './replays.ts';
import { keepHeaders, makeSecrets, rotateSecrets, type Shown } from './secrets.ts';

/** Who asks: whose endpoints he sees, and whose those are that he makes. */
export interface Asker {
  owner: string;
  seesAll: boolean;
}

export interface EndpointsOptions {
  /** In the role `demarche_writer`. */
  pool: Pool;
  keyring: Keyring;
  guard: Guard;
  now?: () => Date;
}

const INSERT = `
  insert into webhooks.endpoint (id, owner, url, description, types, lists, countries, programs, streams, causes, payload,
    payload_version, header_names, ordering, rate, concurrency, retry_after, status, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'enabled', $18, $18)`;

const STAND = `
  insert into webhooks.standing (endpoint, planned_through)
  select $1, coalesce($2, max(position), 0) from event_log.event`;

const UPDATE = `
  update webhooks.endpoint
  set url = $2, description = $3, types = $4, lists = $5, countries = $6, programs = $7, streams = $8, causes = $9,
    payload = $10, header_names = $11, ordering = $12, rate = $13, concurrency = $14, retry_after = $15, status = $16,
    reason = $17, updated_at = $18, version = version + 1
  where id = $1`;

// Whoever is enabled again is asked at once, whatever waited.
const RESUME = `
  update webhooks.standing s
  set failures = 0, failing_since = null, held_until = '-infinity', due_at = $2,
    planned_through = case when $3 then greatest(planned_through, coalesce((select max(position) from event_log.event), 0))
      else planned_through end
  where endpoint = $1`;
const HURRY = `update webhooks.delivery set due_at = '-infinity' where endpoint = $1 and status = 'pending'`;
// What a person asks for is tried at once, though the endpoint was to be left alone.
const LOOK_AGAIN = `
  update webhooks.standing set due_at = least(due_at, $2), held_until = '-infinity' where endpoint = $1`;

const ASKED = `
  select p.*, s.planned_through, s.seq, s.failures, s.failing_since, nullif(s.held_until, '-infinity') as held_until,
    (select count(*) from webhooks.delivery d where d.endpoint = p.id and d.status = 'pending') as pending
  from webhooks.endpoint p join webhooks.standing s on s.endpoint = p.id
  where ($1::text is null or p.owner = $1)`;
const FIND = `${ASKED} and p.id = $2`;
const LIST = `${ASKED} and p.id > $2 order by p.id limit $3`;
// In the order in which workers and the planner take them, and only as far as an endpoint that others plan for stays one: two
// that lock otherwise wait for each other.
const LOCK_STANDING = `select endpoint from webhooks.standing where endpoint = $1 for update`;
const LOCK = `select id from webhooks.endpoint where id = $1 for no key update`;
const DELETE = `delete from webhooks.endpoint where id = $1`;

interface Row extends FilterColumns {
  id: string;
  owner: string;
  url: string;
  description: string;
  payload: 'thin' | 'full';
  header_names: string[];
  ordering: 'none' | 'by-list';
  rate: number | null;
  concurrency: number;
  retry_after: number[];
  status: Webhook['status'];
  reason: string | null;
  created_at: Date;
  updated_at: Date;
  version: number;
  planned_through: number;
  seq: number;
  failures: number;
  failing_since: Date | null;
  held_until: Date | null;
  pending: number;
}

/** What is set of an endpoint, and for whom it may be asked. */
const DEFAULTS = {
  ...{ description: '', filter: {}, payload: 'full' as const, payloadVersion: '1' as const, headers: {} },
  ...{ order: 'none' as const, ratePerSecond: null, concurrency: 5, retrySeconds: RETRY_SECONDS },
};

const FAILED_STATUS: Record<'paused' | 'disabled', string> = { paused: 'Paused', disabled: 'Disabled' };
const HAPPENED: Record<Webhook['status'], OperationalType> = {
  enabled: 'endpoint.enabled',
  paused: 'endpoint.paused',
  disabled: 'endpoint.disabled',
};

export function createEndpoints({ pool, keyring, guard, now = () => new Date() }: EndpointsOptions) {
  async function find({ owner, seesAll }: Asker, id: string, tx: Pool | PoolClient = pool): Promise<Webhook> {
    const { rows } = await tx.query<Row>(FIND, [seesAll ? null : owner, id]);
    if (!rows[0]) throw new NotFoundError(`There is no webhook ${id}`);
    return shown(rows[0]);
  }

  /**
   * The address as it is asked for and shown: what readers of addresses may take in two ways (`\\`, blanks) is in one. Whoever
   * cannot be reached now may be tomorrow; whoever may not be reached is refused, with the rule.
   */
  async function checkedUrl(text: string): Promise<string> {
    const url = URL.parse(text);
    if (!url) throw new InputError('Not an address; write https://example.org/hooks', '/url');
    url.hash = '';
    try {
      await guard.addressesOf(url);
    } catch (error) {
      if (error instanceof EgressError && error.code === 'blocked') throw new InputError(error.detail, '/url');
      if (!(error instanceof EgressError)) throw error;
    }
    return url.href;
  }

  /** Runs `work` on an endpoint of the caller's that nobody else changes meanwhile; then tells of what happened. */
  async function changing<T>(
    asker: Asker,
    id: string,
    work: (tx: PoolClient, before: Webhook) => Promise<{ happened: OperationalType | null; answer: T }>,
  ): Promise<T> {
    const at = now();
    const [answer, told] = await inTransaction(pool, async (tx) => {
      await tx.query(LOCK_STANDING, [id]);
      await tx.query(LOCK, [id]);
      const before = await find(asker, id, tx);
      const done = await work(tx, before);
      const endpoints = done.happened ? await tell(tx, before, done.happened, at, { url: before.url }) : [];
      await tx.query(WAKE);
      return [done.answer, endpoints] as const;
    });
    await look(pool, told, at);
    return answer;
  }

  return {
    find,

    /**
     * A new endpoint. Throws InputError where its address may not be reached, with the rule, and where it is to begin after
     * what is recorded.
     */
    async create(asker: Asker, body: WebhookBody): Promise<Webhook & Shown> {
      const { from, ...given } = { ...DEFAULTS, ...body, url: await checkedUrl(body.url) };
      const at = now();
      const id = `wh_${randomBytes(6).toString('hex')}`;
      const [made, told] = await inTransaction(pool, async (tx) => {
        if (from !== undefined) await withinHead({ head: () => headIn(tx) }, from, '/from');
        await tx.query(INSERT, [
          ...[id, asker.owner, given.url, given.description, ...valuesOf(columnsOf(given.filter)), given.payload],
          ...[given.payloadVersion, Object.keys(given.headers), given.order, given.ratePerSecond, given.concurrency],
          ...[given.retrySeconds, at],
        ]);
        await tx.query(STAND, [id, from ?? null]);
        const secrets = await makeSecrets(tx, keyring, id, at);
        await keepHeaders(tx, keyring, id, given.headers, at);
        const endpoints = await tell(tx, { id, owner: asker.owner }, 'endpoint.created', at, { url: given.url });
        await tx.query(WAKE);
        return [{ ...(await find(asker, id, tx)), ...secrets }, endpoints] as const;
      });
      await look(pool, told, at);
      return made;
    },

    /** The endpoints after one of them, at most so many. */
    async list({ owner, seesAll }: Asker, after: string, limit: number): Promise<Webhook[]> {
      return (await pool.query<Row>(LIST, [seesAll ? null : owner, after, limit])).rows.map(shown);
    },

    /**
     * Changes what is given; where `versions` are, of one of them alone. Throws ConcurrencyError where somebody changed it
     * since, InputError where its new address may not be reached.
     */
    async change(
      asker: Asker,
      id: string,
      { skipMissed = false, headers, ...given }: WebhookChange,
      versions?: readonly number[],
    ): Promise<Webhook> {
      const change = given.url === undefined ? given : { ...given, url: await checkedUrl(given.url) };
      return changing(asker, id, async (tx, before) => {
        requireVersion(before, versions);
        const after = { ...before, ...change };
        const isResumed = before.status !== 'enabled' && after.status === 'enabled';
        const reason =
          after.status === 'enabled' ? null : isSame(before, after) ? before.reason : FAILED_STATUS[after.status];
        await tx.query(UPDATE, [
          ...[id, after.url, after.description, ...valuesOf(columnsOf(after.filter)), after.payload],
          ...[headers ? Object.keys(headers) : before.headers, after.order, after.ratePerSecond, after.concurrency],
          ...[after.retrySeconds, after.status, reason, now()],
        ]);
        if (headers) await keepHeaders(tx, keyring, id, headers, now());
        if (isResumed) {
          await tx.query(RESUME, [id, now(), skipMissed]);
          await tx.query(HURRY, [id]);
        }
        const happened = isSame(before, after) ? 'endpoint.updated' : HAPPENED[after.status];
        return { happened, answer: await find(asker, id, tx) };
      });
    },

    /** Deletes it with all that waits. Throws ConcurrencyError as `change` does. */
    remove: (asker: Asker, id: string, versions?: readonly number[]): Promise<void> =>
      changing(asker, id, async (tx, before) => {
        requireVersion(before, versions);
        await tx.query(DELETE, [id]);
        return { happened: 'endpoint.deleted', answer: undefined };
      }),

    /** New secrets; those before sign too for so many seconds. */
    rotate: (asker: Asker, id: string, graceSeconds: number): Promise<Shown & { oldOnesUntil: Date }> =>
      changing(asker, id, async (tx) => {
        const oldOnesUntil = new Date(now().getTime() + graceSeconds * 1000);
        const shownOnce = await rotateSecrets(tx, keyring, id, now(), oldOnesUntil);
        return { happened: 'endpoint.rotated', answer: { ...shownOnce, oldOnesUntil } };
      }),

    /** Runs `work`, which plans something for an endpoint of the caller's, and has it looked at. */
    planning: <T>(asker: Asker, id: string, work: (tx: PoolClient, endpoint: Webhook) => Promise<T>): Promise<T> =>
      changing(asker, id, async (tx, endpoint) => {
        // Before any delivery, as workers do: two that lock in another order would wait for each other.
        await tx.query(LOOK_AGAIN, [id, now()]);
        return { happened: null, answer: await work(tx, endpoint) };
      }),

    /** Runs `work` on what waits for an endpoint of the caller's; nothing is sent for it. */
    withholding: <T>(asker: Asker, id: string, work: (tx: PoolClient) => Promise<T>): Promise<T> =>
      changing(asker, id, async (tx) => ({ happened: null, answer: await work(tx) })),
  };
}
export type Endpoints = ReturnType<typeof createEndpoints>;

/** Throws ConcurrencyError where an endpoint has none of the versions that whoever changes it has read; undefined is any. */
function requireVersion({ id, version }: Webhook, versions: readonly number[] | undefined): void {
  if (versions !== undefined && !versions.includes(version))
    throw new ConcurrencyError(`${id} is at version ${version}: somebody changed it since it was read`);
}

const isSame = (before: Webhook, after: { status: Webhook['status'] }) => before.status === after.status;

const shown = (row: Row): Webhook => ({
  ...{ id: row.id, owner: row.owner, url: row.url, description: row.description, filter: filterOf(columns(row)) },
  ...{ payload: row.payload, payloadVersion: '1', headers: row.header_names, order: row.ordering },
  ...{ ratePerSecond: row.rate, concurrency: row.concurrency, retrySeconds: row.retry_after },
  ...{ status: row.status, reason: row.reason },
  ...{ createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString() },
  version: row.version,
  standing: {
    ...{ plannedThrough: row.planned_through, sequence: row.seq, pending: row.pending, failures: row.failures },
    failingSince: row.failing_since?.toISOString() ?? null,
    heldUntil: row.held_until?.toISOString() ?? null,
  },
});

const columns = ({ types, lists, countries, programs, streams, causes }: Row): FilterColumns => ({
  ...{ types, lists, countries, programs, streams, causes },
});
