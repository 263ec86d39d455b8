import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { webhooks } from '#contract';
import { decodeCursor, encodeCursor } from '#nest-kit';
import {
  cancelReplay,
  deliveriesOf,
  deliveryOf,
  pingOf,
  planOwn,
  replayOf,
  replaysOf,
  resend,
  startReplay,
} from '#webhooks';
import { manage } from '../http/management.ts';
import type { WebhookContext } from './context.ts';
import { exampleEvent } from './example.ts';
import { askerOf } from './owner.ts';

/** Deliveries: what became of them, and what is to be sent beside news. */
export const deliveryRoutes = ({ pool, endpoints, find, repeatable, told }: WebhookContext): Type[] => [
  manage(webhooks.ping, async (asked) => {
    const { id } = await find(asked);
    const { type } = asked.body;
    const at = new Date();
    return endpoints().planning(askerOf(asked.caller), id, (tx) =>
      type === undefined ? planOwn(tx, id, 'ping', pingOf(id, at)) : planOwn(tx, id, 'example', exampleEvent(type, at)),
    );
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

  manage(webhooks.resend, async (asked) => {
    const { id } = await find(asked);
    return endpoints().planning(askerOf(asked.caller), id, (tx) => resend(tx, id, asked.params.delivery));
  }),

  manage(webhooks.replay, async (asked) => {
    const { caller, params, body } = asked;
    await find(asked);
    return repeatable(asked, () =>
      endpoints().planning(askerOf(caller), params.id, (tx, endpoint) => startReplay(tx, endpoint, body)),
    );
  }),

  manage(webhooks.replays, async (asked) => {
    const { id } = await find(asked);
    const { cursor, limit } = asked.query;
    const bound = { id, of: 'replays' };
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(z.int(), bound, cursor);
    const found = await replaysOf(pool, id, { before, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const next = found.length > limit ? encodeCursor(bound, shown.at(-1)!.number) : null;
    return { items: shown.map(({ replay }) => replay), next };
  }),

  manage(webhooks.replayStanding, async (asked) => {
    const { id } = await find(asked);
    return replayOf(pool, id, asked.params.replay);
  }),

  manage(webhooks.cancelReplay, async (asked) => {
    const { id } = await find(asked);
    const { replay } = asked.params;
    const cancelled = await endpoints().withholding(askerOf(asked.caller), id, (tx) =>
      cancelReplay(tx, id, replay, new Date()),
    );
    await told(asked, 'replay-cancelled', `${id}/${replay}`);
    return cancelled;
  }),
];
