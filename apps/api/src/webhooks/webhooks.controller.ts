import type { Type } from '@nestjs/common';
import type { Pool } from 'pg';
import { z } from 'zod';
import { recordAct, type Once } from '#access';
import { ProblemError, webhooks, type ManagementRoute, type Webhook, type WebhookFilter } from '#contract';
import { canonicalize } from '#domain';
import type { Guard } from '#egress';
import type { EventLog } from '#event-log';
import { decodeCursor, encodeCursor, type Gate } from '#nest-kit';
import { formOf } from '#read-models';
import {
  createEndpoints,
  deliveriesOf,
  deliveryOf,
  pingOf,
  planOwn,
  previewOf,
  resend,
  secretOf,
  startReplay,
  type Keyring,
} from '#webhooks';
import { manage, type Managing } from '../http/management.ts';
import { exampleEvent } from './example.ts';
import { askerOf, requireFilterWithin } from './owner.ts';

/** What all of them are asked with. */
type Asked = Pick<Managing<ManagementRoute>, 'caller' | 'request' | 'params'> & { body?: unknown };

export interface WebhookParts {
  /** In the role `demarche_writer`. */
  pool: Pool;
  /** The same, whose statements end in time. */
  patient: Pool;
  log: EventLog;
  once: Once;
  /** Bounds how much of the log is counted at a time. */
  heavy: Gate;
  /** What secrets are sealed with, and where requests may go; without it, there are no webhooks here. */
  sending: { keyring: Keyring; guard: Guard } | undefined;
}

const NO_SENDING = () =>
  new ProblemError(503, 'unavailable', 'Webhooks are not set up here: DEMARCHE_SECRET_KEY is missing', {
    retryAfter: 60,
  });
const NEWEST = 100_000;
const SHOWN = 10;

/** Endpoints, deliveries and replays; everybody has his own. */
export function webhookControllers({ pool, patient, log, once, heavy, sending }: WebhookParts): Type[] {
  const made = sending && createEndpoints({ pool, ...sending });
  const endpoints = () => {
    if (!made) throw NO_SENDING();
    return made;
  };
  const find = ({ caller, params }: Asked): Promise<Webhook> => endpoints().find(askerOf(caller), String(params.id));

  /** Answers a repeated request as the first time. */
  const repeatable = async <Answer extends object>({ caller, request, body }: Asked, work: () => Promise<Answer>) => {
    const key = request.headers['idempotency-key'] as string | undefined;
    const same = `${request.method} ${request.url}\n${canonicalize(body ?? {})}`;
    const { answer } = await once({ actor: caller.id, key, request: same }, async () => ({
      ...{ status: 200, answer: await work() },
    }));
    return answer as Answer;
  };
  /** A secret is kept sealed alone: what is kept to be answered again names it. */
  const withSecret = async <Kept extends { secretId: string }>(endpoint: string, { secretId, ...kept }: Kept) => ({
    ...kept,
    secret: await secretOf(pool, sending!.keyring, endpoint, secretId, new Date()),
  });
  const told = ({ caller, request }: Asked, action: string, target: string) =>
    recordAct(pool, { actor: caller.id, address: request.ip, action: `webhook.${action}`, target });

  const preview = async (filter: WebhookFilter, after: number | undefined) => {
    const head = await log.head();
    const span = { after: after ?? Math.max(0, head - NEWEST), upTo: head };
    const { matching, positions } = await heavy.run(() => previewOf(patient, filter, span, SHOWN));
    return { ...span, matching, items: (await log.readPositions(positions)).reverse().map(formOf) };
  };

  return [
    manage(webhooks.create, async (asked) => {
      requireFilterWithin(asked.caller, asked.body.filter ?? {});
      const kept = await repeatable(asked, async () => {
        const { secret: _, ...answer } = await endpoints().create(askerOf(asked.caller), asked.body);
        await told(asked, 'created', answer.id);
        return answer;
      });
      return withSecret(kept.id, kept);
    }),

    manage(webhooks.list, async ({ caller, query: { cursor, limit } }) => {
      const after = cursor === undefined ? '' : decodeCursor(z.string(), WEBHOOKS, cursor);
      const found = await endpoints().list(askerOf(caller), after, limit + 1);
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? encodeCursor(WEBHOOKS, items.at(-1)!.id) : null };
    }),

    manage(webhooks.show, find),

    manage(webhooks.change, async (asked) => {
      if (asked.body.filter) requireFilterWithin(asked.caller, asked.body.filter);
      const changed = await endpoints().change(askerOf(asked.caller), asked.params.id, asked.body);
      await told(asked, 'changed', changed.id);
      return changed;
    }),

    manage(webhooks.remove, async (asked) => {
      await endpoints().remove(askerOf(asked.caller), asked.params.id);
      await told(asked, 'deleted', asked.params.id);
    }),

    manage(webhooks.previewFilter, (asked) => {
      const { filter = {}, after } = asked.body;
      requireFilterWithin(asked.caller, filter);
      return preview(filter, after);
    }),

    manage(webhooks.preview, async (asked) => {
      const { filter = (await find(asked)).filter, after } = asked.body;
      requireFilterWithin(asked.caller, filter);
      return preview(filter, after);
    }),

    manage(webhooks.ping, ({ caller, params: { id }, body: { type } }) =>
      endpoints().planning(askerOf(caller), id, (tx) => {
        const at = new Date();
        return type === undefined
          ? planOwn(tx, id, 'ping', pingOf(id, at))
          : planOwn(tx, id, 'example', exampleEvent(type, at));
      }),
    ),

    manage(webhooks.rotate, async (asked) => {
      const { caller, params, body } = asked;
      const kept = await repeatable(asked, async () => {
        const { secret: _, ...answer } = await endpoints().rotate(askerOf(caller), params.id, body.graceSeconds);
        await told(asked, 'rotated', params.id);
        return answer;
      });
      return withSecret(params.id, kept);
    }),

    manage(webhooks.deliveries, async (asked) => {
      const { id } = await find(asked);
      const { cursor, limit, status } = asked.query;
      const bound = { id, status };
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(z.int(), bound, cursor);
      const found = await deliveriesOf(pool, id, { before, status, limit: limit + 1 });
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? encodeCursor(bound, items.at(-1)!.id) : null };
    }),

    manage(webhooks.delivery, async (asked) => {
      const { id } = await find(asked);
      return deliveryOf(pool, id, asked.params.delivery);
    }),

    manage(webhooks.resend, ({ caller, params: { id, delivery } }) =>
      endpoints().planning(askerOf(caller), id, (tx) => resend(tx, id, delivery)),
    ),

    manage(webhooks.replay, async (asked) => {
      const { caller, params, body } = asked;
      return repeatable(asked, () =>
        endpoints().planning(askerOf(caller), params.id, (tx, endpoint) => startReplay(tx, endpoint, body)),
      );
    }),
  ];
}

const WEBHOOKS = { of: 'webhooks' };
