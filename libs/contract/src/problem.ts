import { z } from 'zod';
import { ingestReport } from './commands.ts';

/** The codes behind `type`; domain rules and rejected files have more of their own. */
export const PROBLEM_CODES = [
  'bad-request',
  'beyond-scope',
  'changed-meanwhile',
  'database-unavailable',
  'id-reused',
  'idempotency-key-invalid',
  'idempotency-key-missing',
  'idempotency-key-reused',
  'if-match-missing',
  'internal',
  'invalid-request',
  'key-needed',
  'method-not-allowed',
  'no-such-route',
  'not-acceptable',
  'not-done',
  'not-found',
  'not-watchable',
  'range-not-satisfiable',
  'scope-missing',
  'starting',
  'still-running',
  'too-busy',
  'too-large',
  'too-many-requests',
  'too-many-screenings',
  'too-slow',
  'unavailable',
  'unsupported-media-type',
] as const;

export const problem = z
  .strictObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z
      .string()
      .describe(
        `The last part of \`type\`. ${PROBLEM_CODES.join(', ')}; rules of the trade (409) and rejected files (422) have more`,
      )
      .meta({ examples: ['invalid-request'] }),
    requestId: z.string().optional().describe('As in X-Request-Id, and in our log'),
    errors: z
      .array(z.strictObject({ pointer: z.string().describe('RFC 6901'), detail: z.string() }))
      .optional()
      .describe('What was wrong, of the query, the path or the body'),
  })
  .meta({ title: 'Problem', description: 'RFC 9457' });
export type Problem = z.infer<typeof problem>;

/** What is known of a problem before it is put into words. `retryAfter` is in seconds. */
export interface Found {
  status: number;
  code: string;
  detail: string;
  errors?: Problem['errors'];
  retryAfter?: number;
}

/** An answer that is a problem of its own making: code, status and what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly found: Found;
  constructor(status: number, code: string, detail: string, more: Pick<Found, 'retryAfter' | 'errors'> = {}) {
    super(detail);
    this.found = { status, code, detail, ...more };
  }
}

/** A publication that was rejected: the problem, and what is known of the file. */
export const refusedPublication = problem
  .extend(ingestReport.shape)
  .meta({ title: 'Refused publication', description: 'RFC 9457, with the report of the publication' });
