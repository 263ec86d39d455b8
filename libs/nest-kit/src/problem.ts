import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isDatabaseUnavailable } from '#database';
import { ConcurrencyError, DomainError, InputError, NotFoundError } from '#domain';
import { LogUnavailableError, SubmissionReusedError } from '#event-log';

/** An RFC 9457 problem. `errors` point at what was wrong: RFC 6901 pointers into the query, the path or the body. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { pointer: string; detail: string }[];
}

interface Found {
  status: number;
  code: string;
  detail: string;
  errors?: Problem['errors'];
  retryAfter?: number;
}

const TITLES: Record<number, string> = {
  400: 'The request cannot be understood',
  401: 'A key is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'A rule forbids it',
  412: 'Somebody changed it first',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Refused',
  428: 'A precondition is needed',
  500: 'A fault of ours',
  503: 'Not now; try again',
};

/** An answer that is a problem of its own making: code, status and what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly found: Found;
  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.found = { status, code, detail };
  }
}

/** PostgreSQL's code for a byte sequence that is no text: U+0000 is the only one that a question can hold. */
const NO_TEXT = '22021';

function find(error: unknown): Found {
  if (error instanceof ProblemError) return error.found;
  if (error instanceof InputsError)
    return { status: 400, code: 'invalid-request', detail: error.message, errors: error.errors };
  if (error instanceof InputError)
    return {
      status: 400,
      code: 'invalid-request',
      detail: error.message,
      errors: [{ pointer: error.pointer, detail: error.message }],
    };
  if (error instanceof NotFoundError) return { status: 404, code: 'not-found', detail: error.message };
  if (error instanceof DomainError) return { status: 409, code: error.code, detail: error.message };
  if (error instanceof ConcurrencyError) return { status: 412, code: 'changed-meanwhile', detail: error.message };
  if (error instanceof SubmissionReusedError) return { status: 422, code: 'id-reused', detail: error.message };
  const { name, message, statusCode, code } = error as Error & { statusCode?: number; code?: string };
  if (code === NO_TEXT)
    return { status: 400, code: 'invalid-request', detail: 'Text with U+0000 can be found nowhere' };
  if (error instanceof LogUnavailableError || name === 'NotYetProjectedError')
    return { status: 503, code: 'unavailable', detail: message, retryAfter: 1 };
  if (isDatabaseUnavailable(error))
    return { status: 503, code: 'database-unavailable', detail: 'The database cannot be reached', retryAfter: 2 };
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return { status, code: status === 404 ? 'no-such-route' : 'http-error', detail: message };
  }
  // Fastify's own: a body too large, a media type it cannot read.
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: 'http-error', detail: message };
  return { status: 500, code: 'internal', detail: 'Something went wrong here; it was logged' };
}

/** Several things were wrong with one request; all of them are told. */
export class InputsError extends Error {
  override readonly name = 'InputsError';
  constructor(readonly errors: { pointer: string; detail: string }[]) {
    super(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '));
  }
}

/** The one place where errors become answers. Only faults of ours are logged, once, with their stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { status, code, detail, errors, retryAfter } = find(error);
    const { method, url } = http.getRequest<FastifyRequest>();
    if (status >= 500) this.log.error({ err: error, method, url, status }, 'request.failed');
    const problem: Problem = {
      type: `https://demarche.dev/problems/${code}`,
      title: TITLES[status] ?? 'Refused',
      ...{ status, detail, code, errors },
    };
    const reply = http.getResponse<FastifyReply>();
    if (retryAfter) void reply.header('retry-after', retryAfter);
    void reply.status(status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
