import { requireWithin, type Caller } from '#nest-kit';
import type { WebhookFilter } from '#contract';
import type { Asker } from '#webhooks';

/** Whose webhooks a caller sees, and whose those are that he makes. */
export const askerOf = ({ owner, isAdmin }: Caller): Asker => ({ owner, seesAll: isAdmin });

/** Throws ProblemError (403) where a key that is narrowed asks for events beyond that. */
export function requireFilterWithin({ width }: Caller, { lists, countries }: WebhookFilter): void {
  const named = lists?.map((list) => ({ list })) ?? countries?.map((authority) => ({ authority })) ?? [];
  requireWithin(width, named);
}
