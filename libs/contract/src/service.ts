import { z } from 'zod';
import { webhookKeys } from './webhooks.ts';
import { count, position } from './words.ts';

// How the service is, for whoever looks after it. These routes take any parameter and look at none: probes add their own.

const standing = z.strictObject({
  name: z.string(),
  position: position.describe('Everything up to here is in'),
  lag: count.describe('Events behind the head of the log'),
  parked: count.describe('Events that could not be digested'),
  attempts: count.describe('Attempts that failed since it last went on'),
  failingSince: z.iso.datetime().nullable(),
});

const alive = z.strictObject({ status: z.literal('alive') }).meta({ title: 'Alive', description: 'The process lives' });

const readiness = z
  .strictObject({
    status: z.enum(['ready', 'starting', 'unavailable']),
    detail: z.string().optional().describe('Why it is not ready'),
    head: position.optional().describe('Of the log; told to who may read'),
    lag: count.optional().describe('Of the slowest subscription; told to who may read'),
    subscriptions: z.array(standing).optional().describe('Told to who may read'),
  })
  .meta({ title: 'Readiness', description: 'Whether questions are answered, and how far all is' });

/** A route of the service itself. */
export interface ServiceRoute {
  path: string;
  summary: string;
  /** Null where the answer is text, or a document with a standard of its own. */
  answer: z.ZodType | null;
  type: string;
  /** Nothing, or what reading needs. */
  needs: 'nothing' | 'read';
  /** Without the database it is 503. */
  asksDatabase?: true;
  /** Not ready is 503, with the same shape. */
  unready?: boolean;
  /** The same for as long as the process lives, with an ETag. */
  isDocument?: boolean;
}

export const service = {
  livez: {
    path: '/livez',
    summary: 'Whether the process lives',
    answer: alive,
    type: 'application/json',
    needs: 'nothing',
  },
  readyz: {
    path: '/readyz',
    summary: 'Whether questions are answered; how far all is, to those who may read',
    answer: readiness,
    type: 'application/json',
    needs: 'nothing',
    unready: true,
  },
  metrics: {
    path: '/metrics',
    summary: 'For Prometheus',
    answer: null,
    type: 'text/plain',
    needs: 'read',
    asksDatabase: true,
  },
  openapi: {
    path: '/openapi.json',
    summary: 'This document',
    answer: null,
    type: 'application/json',
    needs: 'nothing',
    isDocument: true,
  },
  asyncapi: {
    path: '/asyncapi.json',
    summary: 'What comes by Kafka and as server-sent events, as AsyncAPI',
    answer: null,
    type: 'application/json',
    needs: 'nothing',
    isDocument: true,
  },
  docs: {
    path: '/docs',
    summary: 'This document for people',
    answer: null,
    type: 'text/html',
    needs: 'nothing',
    isDocument: true,
  },
  webhookKeys: {
    path: '/.well-known/webhook-keys',
    summary: 'The public keys by which webhooks are signed, as JWKS (RFC 7517)',
    answer: webhookKeys,
    type: 'application/json',
    needs: 'nothing',
    asksDatabase: true,
  },
} as const satisfies Record<string, ServiceRoute>;
