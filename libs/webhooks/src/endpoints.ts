import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { RETRY_SECONDS, type OperationalType, type Webhook, type WebhookBody, type WebhookChange } from '#contract';
import { inTransaction } from '#database';
import { ConcurrencyError, InputError, NotFoundError } from '#domain';
import { EgressError, type Guard } from '#egress';
import { withinHead } from '#event-log';
import { findEndpoint, insertEndpoint, listEndpoints, updateEndpoint } from './endpoint-rows.ts';
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

const STAND = `
  insert into webhooks.standing (endpoint, planned_through)
  select $1, coalesce($2, max(position), 0) from event_log.event`;

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

// An owner's endpoints tell of each other: two that were deleted side by side would wait for each other.
const IN_TURN = `
  select pg_advisory_xact_lock(hashtext('webhooks.endpoint'), hashtext(owner)) from webhooks.endpoint where id = $1`;
// In the order in which workers and the planner take them, and only as far as an endpoint that others plan for stays one: two
// that lock otherwise wait for each other.
const LOCK_STANDING = `select endpoint from webhooks.standing where endpoint = $1 for update`;
const LOCK = `select id from webhooks.endpoint where id = $1 for no key update`;
const DELETE = `delete from webhooks.endpoint where id = $1`;

/** What is set of an endpoint, and for whom it may be asked. */
const DEFAULTS = {
  description: '',
  filter: {},
  payload: 'full' as const,
  payloadVersion: '1' as const,
  headers: {},
  order: 'none' as const,
  ratePerSecond: null,
  concurrency: 5,
  retrySeconds: RETRY_SECONDS,
};

const FAILED_STATUS: Record<'paused' | 'disabled', string> = { paused: 'Paused', disabled: 'Disabled' };
const HAPPENED: Record<Webhook['status'], OperationalType> = {
  enabled: 'endpoint.enabled',
  paused: 'endpoint.paused',
  disabled: 'endpoint.disabled',
};

export function createEndpoints({ pool, keyring, guard, now = () => new Date() }: EndpointsOptions) {
  async function find({ owner, seesAll }: Asker, id: string, tx: Pool | PoolClient = pool): Promise<Webhook> {
    const found = await findEndpoint(tx, seesAll ? null : owner, id);
    if (!found) throw new NotFoundError(`There is no webhook ${id}`);
    return found;
  }

  /** Runs `work` on an endpoint of the caller's that nobody else changes meanwhile; then tells of what happened. */
  async function changing<T>(
    asker: Asker,
    id: string,
    work: (tx: PoolClient, before: Webhook) => Promise<{ happened: OperationalType | null; answer: T }>,
  ): Promise<T> {
    const at = now();
    const [answer, told] = await inTransaction(pool, async (tx) => {
      await tx.query(IN_TURN, [id]);
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
      const { from, ...given } = { ...DEFAULTS, ...body, url: await checkedUrl(guard, body.url) };
      const at = now();
      const id = `wh_${randomBytes(6).toString('hex')}`;
      const [made, told] = await inTransaction(pool, async (tx) => {
        if (from !== undefined) await withinHead({ head: () => headIn(tx) }, from, '/from');
        await insertEndpoint(tx, id, asker.owner, given, at);
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
    list: ({ owner, seesAll }: Asker, after: string, limit: number): Promise<Webhook[]> =>
      listEndpoints(pool, seesAll ? null : owner, after, limit),

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
      const change = given.url === undefined ? given : { ...given, url: await checkedUrl(guard, given.url) };
      return changing(asker, id, async (tx, before) => {
        requireVersion(before, versions);
        const after = changed(before, { ...change, ...(headers && { headers: Object.keys(headers) }) });
        await updateEndpoint(tx, after, now());
        if (headers) await keepHeaders(tx, keyring, id, headers, now());
        if (before.status !== 'enabled' && after.status === 'enabled') {
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

/** An endpoint with what is changed of it, and why it is sent nothing, where that is so. */
function changed(before: Webhook, change: Partial<Webhook>): Webhook {
  const after = { ...before, ...change };
  if (after.status === 'enabled') return { ...after, reason: null };
  return isSame(before, after) ? after : { ...after, reason: FAILED_STATUS[after.status] };
}

/**
 * The address as it is asked for and shown: what readers of addresses may take in two ways (`\\`, blanks) is in one. Whoever
 * cannot be reached now may be tomorrow; whoever may not be reached is refused, with the rule.
 */
async function checkedUrl(guard: Guard, text: string): Promise<string> {
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
