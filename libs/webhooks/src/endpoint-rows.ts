import type { Pool, PoolClient } from 'pg';
import type { Webhook, WebhookBody } from '#contract';
import { columnsOf, filterOf, valuesOf, type FilterColumns } from './filter.ts';

const INSERT = `
  insert into webhooks.endpoint (id, owner, url, description, types, lists, countries, programs, streams, causes, payload,
    payload_version, header_names, ordering, rate, concurrency, retry_after, status, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'enabled', $18, $18)`;

const UPDATE = `
  update webhooks.endpoint
  set url = $2, description = $3, types = $4, lists = $5, countries = $6, programs = $7, streams = $8, causes = $9,
    payload = $10, header_names = $11, ordering = $12, rate = $13, concurrency = $14, retry_after = $15, status = $16,
    reason = $17, updated_at = $18, version = version + 1
  where id = $1`;

const ASKED = `
  select p.*, s.planned_through, s.seq, s.failures, s.failing_since, nullif(s.held_until, '-infinity') as held_until,
    (select count(*) from webhooks.delivery d where d.endpoint = p.id and d.status = 'pending') as pending
  from webhooks.endpoint p join webhooks.standing s on s.endpoint = p.id
  where ($1::text is null or p.owner = $1)`;
const FIND = `${ASKED} and p.id = $2`;
const LIST = `${ASKED} and p.id > $2 order by p.id limit $3`;

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

/** Whose endpoints are read: those of an account, or all. */
type Owner = string | null;

/** An endpoint as its owner sees it; undefined where there is none. */
export const findEndpoint = async (tx: Pool | PoolClient, owner: Owner, id: string): Promise<Webhook | undefined> =>
  (await tx.query<Row>(FIND, [owner, id])).rows.map(shown)[0];

/** The endpoints after one of them, at most so many. */
export const listEndpoints = async (pool: Pool, owner: Owner, after: string, limit: number): Promise<Webhook[]> =>
  (await pool.query<Row>(LIST, [owner, after, limit])).rows.map(shown);

/** What is set of an endpoint. */
type Settings = Omit<Required<WebhookBody>, 'from'>;

/** Writes a new endpoint down. */
export async function insertEndpoint(
  tx: PoolClient,
  id: string,
  owner: string,
  given: Settings,
  at: Date,
): Promise<void> {
  await tx.query(INSERT, [
    id,
    owner,
    given.url,
    given.description,
    ...valuesOf(columnsOf(given.filter)),
    given.payload,
    given.payloadVersion,
    Object.keys(given.headers),
    given.order,
    given.ratePerSecond,
    given.concurrency,
    given.retrySeconds,
    at,
  ]);
}

/** Writes down what an endpoint is now. */
export async function updateEndpoint(tx: PoolClient, after: Webhook, at: Date): Promise<void> {
  await tx.query(UPDATE, [
    after.id,
    after.url,
    after.description,
    ...valuesOf(columnsOf(after.filter)),
    after.payload,
    after.headers,
    after.order,
    after.ratePerSecond,
    after.concurrency,
    after.retrySeconds,
    after.status,
    after.reason,
    at,
  ]);
}

const shown = (row: Row): Webhook => ({
  id: row.id,
  owner: row.owner,
  url: row.url,
  description: row.description,
  filter: filterOf(columns(row)),
  payload: row.payload,
  payloadVersion: '1',
  headers: row.header_names,
  order: row.ordering,
  ratePerSecond: row.rate,
  concurrency: row.concurrency,
  retrySeconds: row.retry_after,
  status: row.status,
  reason: row.reason,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  version: row.version,
  standing: {
    plannedThrough: row.planned_through,
    sequence: row.seq,
    pending: row.pending,
    failures: row.failures,
    failingSince: row.failing_since?.toISOString() ?? null,
    heldUntil: row.held_until?.toISOString() ?? null,
  },
});

const columns = ({ types, lists, countries, programs, streams, causes }: Row): FilterColumns => ({
  types,
  lists,
  countries,
  programs,
  streams,
  causes,
});
