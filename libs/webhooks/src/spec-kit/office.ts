import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookBody } from '#contract';
import { createNotifications, createPool } from '#database';
import type { DomainEvent } from '#domain';
import { createEgress, createGuard, parseAllowances } from '#egress';
import { createPostgresEventLog, eventLogMigrations } from '#event-log';
import { PARTITIONS } from '#messaging';
import { createSubscription, subscriptionsMigrations } from '#subscriptions';
import { createTemporaryDatabase, sample } from '#testing';
import { createEndpoints, createWorker, parseKeyring, planner, webhooksMigrations, type Asker } from '../index.ts';

export const ME: Asker = { owner: 'me', seesAll: false };
const ALL = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const KEYS = `first:${Buffer.alloc(32, 1).toString('base64')}`;
// eslint-disable-next-line no-console -- A worker that fails is a spec that hangs, and says nothing else.
const told = (fields: object, message: string) => console.error(message, fields);
const quiet = { info: () => undefined, warn: () => undefined, error: told };

/** The database, the log and all that sends, with a clock of the spec's own. */
export async function openOffice() {
  const database = await createTemporaryDatabase([eventLogMigrations, subscriptionsMigrations, webhooksMigrations]);
  const { url } = database;
  const writer = createPool({ url, role: 'demarche_writer', name: 'test' });
  const notifier = createPool({ url, role: 'demarche_notifier', name: 'test' });
  const reader = createPool({ url, role: 'demarche_reader', name: 'test' });
  const owner = createPool({ url, role: 'login', name: 'test' });
  const notifications = createNotifications(url, 'event_log');
  const log = createPostgresEventLog({ pool: writer, notifications });
  const guard = createGuard({ allow: parseAllowances('127.0.0.1/32') });
  const egress = createEgress({ guard, limits: { headersMs: 60_000, bodyMs: 60_000, totalMs: 60_000 } });
  const keyring = parseKeyring(KEYS);
  const time = { at: new Date('2026-03-01T12:00:00Z') };
  const now = () => time.at;
  const endpoints = createEndpoints({ pool: writer, keyring, guard, now });
  const workerWith = (more: object = {}) =>
    createWorker({ pool: notifier, log, egress, keyring, logger: quiet, now, random: () => 0.5, ...more });
  const worker = workerWith();
  const stop = new AbortController();
  const subscription = createSubscription({
    pool: notifier,
    subscriber: planner(now),
    claim: 'steal',
    signal: stop.signal,
  });
  await subscription.assigned(ALL);
  let planned = 0;

  return {
    database,
    writer,
    notifier,
    reader,
    owner,
    log,
    guard,
    egress,
    keyring,
    time,
    now,
    endpoints,
    worker,
    workerWith,
    /** Lets time pass. */
    later: (ms: number) => (time.at = new Date(time.at.getTime() + ms)),
    async append(events: DomainEvent[], stream = `designation-xx-test:${randomUUID()}`) {
      const result = await log.append({ id: randomUUID(), streams: [{ stream, expected: 'any', events }] });
      if (result.status === 'conflict') throw new Error('unreachable');
      return result.to;
    },
    /** Plans all that is recorded, as the subscription does. */
    async plan() {
      const events = await log.read({ after: planned, limit: 10_000 });
      if (events.length === 0) return;
      planned = events.at(-1)!.position;
      await subscription.deliver({ events, reached: ALL.map((partition) => ({ partition, through: planned })) });
    },
    create: (body: Partial<WebhookBody> & { url: string }, asker = ME) => endpoints.create(asker, body),
    deliveries: async (endpoint: string) =>
      (
        await owner.query<{
          id: number;
          kind: string;
          position: number;
          status: string;
          attempts: number;
          due_at: Date;
          seq: number;
          prev: number | null;
        }>('select * from webhooks.delivery where endpoint = $1 order by id', [endpoint])
      ).rows,
    attempts: async (delivery: number) =>
      (
        await owner.query<Record<string, unknown>>('select * from webhooks.attempt where delivery = $1 order by at', [
          delivery,
        ])
      ).rows,
    async close() {
      stop.abort();
      await subscription.revoked(ALL);
      await egress.close();
      await notifications.close();
      await Promise.all([writer.end(), notifier.end(), reader.end(), owner.end()]);
      await database.drop();
    },
  };
}
export type Office = Awaited<ReturnType<typeof openOffice>>;

export interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, never> & {
    id: string;
    position: number;
    type: string;
    deliverysequence: number;
    previousposition: number;
  };
}
export type Answering = (received: Received, response: ServerResponse, request: IncomingMessage) => void;

/** Somebody who is told of events. */
export async function startReceiver(answering: Answering = (_, response) => void response.end()) {
  const received: Received[] = [];
  let answer = answering;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const each = { headers: request.headers, text, body: JSON.parse(text) as Received['body'] };
      received.push(each);
      answer(each, response, request);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    will: (next: Answering) => void (answer = next),
    positions: () => received.map(({ body }) => body.position),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export const designated = (reference: string, list = 'xx-test', programs = ['TEST']) =>
  sample.designated(reference, '2001', { list, record: { programs } });
