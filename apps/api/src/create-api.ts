import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import {
  bearerOf,
  KeyGuard,
  NestLogger,
  PROBLEM_TYPE,
  ProblemFilter,
  problemOf,
  sendProblem,
  validationPipe,
} from '#nest-kit';
import { createIdempotency, createKeys } from '#access';
import type { Found } from '#contract';
import type { ListSource, ListStore } from '#sources';
import { ApiModule, type ApiParts } from './api.module.ts';
import type { Aside } from './commands/ingest-aside.ts';
import { serveDocuments } from './http/documents.ts';
import { watchRoutes } from './http/methods.ts';

import { createResponder } from './http/responder.ts';
import { createWorkload } from './http/workload.ts';
import { createLive } from './live/live.ts';

const MAX_BODY_BYTES = 256 * 1024 * 1024;
/** An id of 400 characters in any script, percent-encoded, and as much again. */
const LONGEST_PARAMETER = 8_000;

export interface ApiOptions {
  /** Whether everybody may read; writing needs a key in any case. */
  readsOpen: boolean;
  /** Whether questions are answered yet: before that they would be, as if nothing were known. Always, where left out. */
  isStarted?: () => boolean;
  /** The lists that are known; those of the catalogue, where left out. */
  lists?: readonly ListSource[];
  /** Where large publications are ingested by processes of their own; by this one, where left out. */
  aside?: Aside;
}

/** The REST API on a database that is open, ready to listen. */
export async function createApi(
  { log, artefacts, states, progress, gauges, reader, access }: ListStore,
  { readsOpen, isStarted = () => true, lists, aside }: ApiOptions,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const keys = createKeys(access);
  const readSide = { pool: reader, log, progress };
  const work = createWorkload();
  const responder = createResponder(readSide, { readsOpen, work });
  const live = createLive(log, work.light, logger);
  const parts: ApiParts = {
    served: {
      readSide,
      ledger: { log, artefacts, states, lists },
      responder,
      work,
      live,
      mayRead: async ({ headers }) => readsOpen || (await keys.find(bearerOf(headers.authorization))) !== null,
    },
    health: { log, progress, gauges, isStarted },
    once: createIdempotency(access),
    aside,
  };
  const options: FastifyServerOptions & { http: ServerOptions } = {
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, request, reply) => {
      void reply.headers(headersOf(request, readsOpen));
      void sendProblem(request, reply, unreadable(error.statusCode, error.message));
    },
    clientErrorHandler: refuseConnection,
    // Node would refuse such a request without a problem; it is done below.
    http: { requireHostHeader: false },
  };
  const adapter = new FastifyAdapter(options as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  // Publications arrive as whatever their authority calls them; nothing here is parsed before a reader sees it.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.useGlobalGuards(new KeyGuard(keys, readsOpen));
  const methodsOf = watchRoutes(fastify);
  fastify.addHook('onClose', (_instance, done) => {
    live.close();
    done();
  });
  fastify.server.on('checkExpectation', (_request, { socket }) => {
    if (socket) refuse(socket, { status: 417, code: 'bad-request', detail: 'Only 100-continue may be expected' });
  });
  fastify.server.on('connect', (_request, socket) => refuse(socket, NO_PROXY));
  // A repeated question is answered before any route: where reading needs a key, no question may be.
  fastify.addHook('onRequest', async (request, reply) => {
    const headers = headersOf(request, readsOpen);
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined) {
      void sendProblem(request, reply.headers(headers), NO_HOST);
      return reply;
    }
    if (!isStarted() && request.url.startsWith('/v1')) {
      void sendProblem(request, reply.headers(headers), STARTING);
      return reply;
    }
    if (readsOpen && (await responder.repeat(request, reply, headers))) return reply;
    void reply.headers(headers);
    const methods = methodsOf(request.url);
    if (methods.length === 0 || methods.includes(request.method)) {
      if (methods.length === 0 || request.method !== 'OPTIONS') return undefined;
    }
    void reply.header('allow', methods.join(', '));
    if (request.method === 'OPTIONS') return reply.headers(preflightOf(methods, readsOpen)).status(204).send();
    void sendProblem(request, reply, {
      status: 405,
      code: 'method-not-allowed',
      detail: `${request.method} is not taken here; ${methods.join(', ')} are`,
    });
    return reply;
  });
  app.useGlobalPipes(validationPipe());
  const filter = new ProblemFilter(logger);
  app.useGlobalFilters(filter);
  serveDocuments(fastify);
  return app;
}

const STARTING: Found = {
  status: 503,
  code: 'starting',
  retryAfter: 1,
  detail: 'It is starting: what is recorded is still on its way into the read models',
};

const NO_HOST: Found = { status: 400, code: 'bad-request', detail: 'A request of HTTP/1.1 has a header Host' };
const NO_PROXY: Found = { status: 405, code: 'method-not-allowed', detail: 'This is no proxy' };

/** As the caller calls it, where that can stand in a header and in a log; else one of ours. */
const requestIdOf = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();

/** What every answer has: which request it answers, and that it is what it says it is. */
const headersOf = ({ id }: Pick<FastifyRequest, 'id'>, readsOpen: boolean): Record<string, string> => ({
  'x-request-id': String(id),
  'x-content-type-options': 'nosniff',
  // What everybody may read a page of another site may read too; it can send no key along.
  ...(readsOpen && {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'ETag, Demarche-Position, Location, Retry-After, X-Request-Id',
  }),
});

const preflightOf = (methods: readonly string[], readsOpen: boolean): Record<string, string> =>
  readsOpen && methods.includes('GET')
    ? {
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': 'If-None-Match, X-Request-Id',
        'access-control-max-age': '86400',
      }
    : {};

/** An address that the router cannot read. */
const unreadable = (status = 400, detail: string): Found =>
  status === 414
    ? { status, code: 'too-large', detail: 'A part of the address is longer than any id' }
    : { status, code: 'bad-request', detail };

const REFUSALS: Record<string, Found> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'too-large', detail: 'The header has more than 16 KiB' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'too-slow', detail: 'The request did not arrive in time' },
};

/** What Node itself cannot read as HTTP is answered by hand; no request was made of it. */
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  // Nobody is there any more, or something was answered already.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  refuse(socket, REFUSALS[error.code ?? ''] ?? { status: 400, code: 'bad-request', detail: 'This is no HTTP request' });
}

function refuse(socket: Duplex, found: Found): void {
  const body = JSON.stringify(problemOf(found, randomUUID()));
  socket.end(
    [
      `HTTP/1.1 ${found.status} ${STATUS_CODES[found.status]}`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** Listens, and gives the address; rejects where the port is taken. Fastify is asked itself, because Nest would log what the caller tells better. */
export async function serve(api: NestFastifyApplication, port: number, host: string): Promise<string> {
  await api.init();
  const fastify = api.getHttpAdapter().getInstance();
  await fastify.listen({ port, host });
  const bound = fastify.server.address();
  if (bound === null || typeof bound === 'string') return String(bound);
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
}
