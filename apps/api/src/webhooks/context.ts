import type { Pool } from 'pg';
import { recordAct, type Once } from '#access';
import { ProblemError, type ManagementRoute, type Webhook } from '#contract';
import { canonicalize } from '#domain';
import type { Guard } from '#egress';
import type { EventLog } from '#event-log';
import type { Gate } from '#nest-kit';
import { createEndpoints, secretOf, type Endpoints, type Keyring } from '#webhooks';
import type { Managing } from '../http/management.ts';
import { askerOf, requireFilterWithin } from './owner.ts';

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

/** What every route is asked with. */
export type Asked = Pick<Managing<ManagementRoute>, 'caller' | 'request' | 'params'> & { body?: unknown };

/** What the routes of webhooks share. */
export interface WebhookContext extends WebhookParts {
  /** Throws ProblemError (503) where webhooks are not set up. */
  endpoints(): Endpoints;
  /** The endpoint that a path names, where it is the caller's and sends no more than his key is for. Throws NotFoundError, ProblemError. */
  find(asked: Asked): Promise<Webhook>;
  /** Answers a repeated request as the first time. */
  repeatable<Answer extends object>(asked: Asked, work: () => Promise<Answer>): Promise<Answer>;
  /** A secret is kept sealed alone: what is kept to be answered again names it. */
  withSecret<Kept extends { secretId: string }>(
    endpoint: string,
    kept: Kept,
  ): Promise<Omit<Kept, 'secretId'> & { secret: string | null }>;
  /** Puts an act into the audit trail. */
  told(asked: Asked, action: string, target: string): Promise<void>;
}

export function createWebhookContext(parts: WebhookParts): WebhookContext {
  const { pool, once, sending } = parts;
  const made = sending && createEndpoints({ pool, ...sending });
  const endpoints = () => {
    if (made) return made;
    const why = 'Webhooks are not set up here: DEMARCHE_SECRET_KEY is missing';
    throw new ProblemError(503, 'unavailable', why, { retryAfter: 60 });
  };
  return {
    ...parts,
    endpoints,
    async find({ caller, params }) {
      const found = await endpoints().find(askerOf(caller), String(params.id));
      requireFilterWithin(caller, found.filter);
      return found;
    },
    async repeatable({ caller, request, body }, work) {
      const key = request.headers['idempotency-key'] as string | undefined;
      const same = `${request.method} ${request.url}\n${canonicalize(body ?? {})}`;
      const { answer } = await once({ actor: caller.id, key, request: same }, async () => ({
        status: 200,
        answer: await work(),
      }));
      return answer as Awaited<ReturnType<typeof work>>;
    },
    async withSecret(endpoint, { secretId, ...kept }) {
      return { ...kept, secret: await secretOf(pool, sending!.keyring, endpoint, secretId, new Date()) };
    },
    told: ({ caller, request }, action, target) =>
      recordAct(pool, { actor: caller.id, address: request.ip, action: `webhook.${action}`, target }),
  };
}
