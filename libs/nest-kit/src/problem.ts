import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ProblemError, type Found, type Problem } from '#contract';
import { isDatabaseUnavailable } from '#database';
import { ConcurrencyError, DomainError, InputError, NotFoundError } from '#domain';
import { LogUnavailableError, SubmissionReusedError } from '#event-log';

const TITLES: Record<number, string> = {
  400: 'The request cannot be understood',
  401: 'A key is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Too slow',
  409: 'A rule forbids it',
  412: 'Somebody changed it first',
  413: 'Too large',
  414: 'The address is too long',
  415: 'Unsupported media type',
  422: 'Refused',
  428: 'A precondition is needed',
  429: 'Too many requests',
  431: 'The header is too large',
  500: 'A fault of ours',
  503: 'Not now; try again',
};

/** The caller hung up: nobody is there to be answered. */
export class CallerGoneError extends Error {
  override readonly name = 'CallerGoneError';
}

/** An answer broke off while it was sent, for its cause: nothing more can be told to whoever reads it. */
export class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError';
}

/** PostgreSQL's code for a byte sequence that is no text: U+0000 is the only one that a question can hold. */
const NO_TEXT = '22021';
/** A statement took longer than its time. */
const CANCELLED = '57014';
/** PostgreSQL's codes for a day or an instant that it does not know. */
const NO_TIMES = ['22007', '22008', '22009'];
/** Two transactions waited for each other; this one was given up, and nothing of it is left. */
const DEADLOCK = '40P01';

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
  if (code && NO_TIMES.includes(code))
    return {
      status: 400,
      code: 'invalid-request',
      detail: 'A day or an instant of the request is none that can be kept',
    };
  if (code === CANCELLED)
    return {
      status: 503,
      code: 'too-busy',
      detail: 'It took longer than anybody may wait; ask for less',
      retryAfter: 10,
    };
  if (code === DEADLOCK)
    return { status: 503, code: 'too-busy', detail: 'Somebody changed the same just now; ask again', retryAfter: 1 };
  if (name === 'TooLargeError') return { status: 503, code: 'unavailable', detail: message, retryAfter: 3_600 };
  if (name === 'NotYetProjectedError') return { status: 503, code: 'unavailable', detail: message, retryAfter: 1 };
  // What it says of the database is for our log.
  if (error instanceof LogUnavailableError)
    return {
      status: 503,
      code: 'unavailable',
      retryAfter: 1,
      detail: 'This cannot be taken now. Nothing half-written is left; send the same again with the same key',
    };
  if (isDatabaseUnavailable(error))
    return { status: 503, code: 'database-unavailable', detail: 'The database cannot be reached', retryAfter: 2 };
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return { status, code: status === 404 ? 'no-such-route' : codeOf(status), detail: detailOf(status, message) };
  }
  // Fastify's own: a body too large, an address it cannot read.
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: codeOf(statusCode), detail: detailOf(statusCode, message) };
  return { status: 500, code: 'internal', detail: 'Something went wrong here; it was logged' };
}

const CODES: Record<number, string> = {
  405: 'method-not-allowed',
  408: 'too-slow',
  413: 'too-large',
  414: 'too-large',
  415: 'unsupported-media-type',
  431: 'too-large',
};
/** What the framework says in two words. */
const detailOf = (status: number, message: string) =>
  status === 415 ? 'Content-Type is no media type; write one, as application/json' : message;
const codeOf = (status: number) => CODES[status] ?? 'bad-request';

/** Several things were wrong with one request; all of them are told. */
export class InputsError extends Error {
  override readonly name = 'InputsError';
  constructor(readonly errors: { pointer: string; detail: string }[]) {
    super(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '));
  }
}

/** The problem that an answer tells. */
export const problemOf = ({ status, code, detail, errors }: Found, requestId?: string): Problem => ({
  type: `https://demarche.dev/problems/${code}`,
  title: TITLES[status] ?? STATUS_CODES[status] ?? 'Refused',
  status,
  detail,
  code,
  requestId,
  errors,
});

export const PROBLEM_TYPE = 'application/problem+json';

/** Answers with a problem, whoever found it. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, found: Found): FastifyReply {
  if (found.retryAfter) void reply.header('retry-after', found.retryAfter);
  void reply.header('cache-control', 'no-store');
  // A caller that still sends would take our answer's connection for its next request.
  if (found.status === 413 || hasUnreadBody(request)) void reply.header('connection', 'close');
  return reply
    .status(found.status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemOf(found, String(request.id))));
}

const hasUnreadBody = ({ raw }: FastifyRequest) =>
  !raw.complete && (raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined);

/** The one place where errors become answers. Only faults of ours are logged, once, with their stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { method, url, id: requestId } = request;
    if (error instanceof BrokenOffError) {
      this.log.error({ err: error.cause, method, url, requestId }, 'answer.broken-off');
      return;
    }
    if (error instanceof CallerGoneError || request.raw.socket?.destroyed || reply.sent) {
      this.log.info({ method, url, requestId }, 'request.left');
      // Nobody is there to read it; Fastify has to know that it is over.
      if (!reply.sent) reply.hijack();
      reply.raw.destroy();
      return;
    }
    const found = find(error);
    if (found.status >= 500) {
      const fault = { err: error, method, url, requestId, status: found.status };
      // To be busy or starting is no fault of anything here.
      if (error instanceof ProblemError) this.log.warn({ method, url, requestId, code: found.code }, 'request.put-off');
      else this.log.error(fault, 'request.failed');
    }
    void sendProblem(request, reply, found);
  }
}
