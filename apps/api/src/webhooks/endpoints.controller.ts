import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { webhooks, type ManagementRoute, type WebhookFilter } from '#contract';
import { withinHead } from '#event-log';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { formOf } from '#read-models';
import { previewOf } from '#webhooks';
import { matchingOf } from '../commands/if-match.ts';
import { manage, type Managing } from '../http/management.ts';
import type { WebhookContext } from './context.ts';
import { askerOf, requireFilterWithin } from './owner.ts';

const NEWEST = 100_000;
const SHOWN = 10;
const WEBHOOKS = { of: 'webhooks' };

/** Endpoints: made, changed and taken away. */
export const endpointRoutes = ({ endpoints, find, repeatable, withSecret, told }: WebhookContext): Type[] => [
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
    const after = cursor === undefined ? '' : decodeCursor(z.string().regex(/^wh_[0-9a-f]{12}$/), WEBHOOKS, cursor);
    const found = await endpoints().list(askerOf(caller), after, limit + 1);
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? encodeCursor(WEBHOOKS, items.at(-1)!.id) : null };
  }),

  manage(webhooks.show, find),

  manage(webhooks.change, async (asked) => {
    const versions = versionsOf(asked);
    await find(asked);
    if (asked.body.filter) requireFilterWithin(asked.caller, asked.body.filter);
    const changed = await endpoints().change(askerOf(asked.caller), asked.params.id, asked.body, versions);
    await told(asked, 'changed', changed.id);
    return changed;
  }),

  manage(webhooks.remove, async (asked) => {
    const versions = versionsOf(asked);
    await find(asked);
    await endpoints().remove(askerOf(asked.caller), asked.params.id, versions);
    await told(asked, 'deleted', asked.params.id);
  }),

  manage(webhooks.rotate, async (asked) => {
    const { caller, params, body } = asked;
    await find(asked);
    const kept = await repeatable(asked, async () => {
      const { secret: _, ...answer } = await endpoints().rotate(askerOf(caller), params.id, body.graceSeconds);
      await told(asked, 'rotated', params.id);
      return answer;
    });
    return withSecret(params.id, kept);
  }),
];

/** The versions that If-Match names; undefined where it names none in particular. Throws InputError. */
const versionsOf = ({ request: { headers } }: Pick<Managing<ManagementRoute>, 'request'>) =>
  matchingOf(headers['if-match'], false)?.versions;

/** What a filter would have sent. */
export function previewRoutes({ log, patient, heavy, find }: WebhookContext): Type[] {
  const preview = async (filter: WebhookFilter, after: number | undefined) => {
    const head = await log.head();
    if (after !== undefined) await withinHead({ head: async () => head }, after, '/after');
    const span = { after: after ?? Math.max(0, head - NEWEST), upTo: head };
    const { matching, positions } = await heavy.run(() => previewOf(patient, filter, span, SHOWN));
    return { ...span, matching, items: (await log.readPositions(positions)).reverse().map(formOf) };
  };
  return [
    manage(webhooks.previewFilter, async ({ caller, body: { filter = {}, after } }) => {
      requireFilterWithin(caller, filter);
      return preview(filter, after);
    }),

    manage(webhooks.preview, async (asked) => {
      const { filter = (await find(asked)).filter, after } = asked.body;
      requireFilterWithin(asked.caller, filter);
      return preview(filter, after);
    }),
  ];
}
