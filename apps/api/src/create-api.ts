import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { bearerOf, callerOf, KeyGuard, NestLogger, ProblemFilter, sendProblem, validationPipe } from '#nest-kit';
import {
  createAudit,
  createIdempotency,
  createIdentify,
  createKeys,
  createRateLimits,
  widthOf,
  type Audit,
  type Identify,
  type OpenIdProvider,
  type RateLimitOptions,
  type RateLimits,
} from '#access';
import { ProblemError, service } from '#contract';
import { createExports } from '#exports';
import type { ListSource, ListStore } from '#sources';
import { allGauges } from '#process';
import { publicKeys, webhookGauges, type DeliveryMeter } from '#webhooks';
import { ApiModule, type ApiParts } from './api.module.ts';
import type { Aside } from './commands/ingest-aside.ts';
import { serveDocuments } from './http/documents.ts';
import { headersOf, preflightOf, requestIdOf } from './http/headers.ts';
import { countAddress, countKey } from './http/limits.ts';
import { watchRoutes } from './http/methods.ts';
import { createReach } from './http/reach.ts';
import {
  NO_EXPECTATION,
  NO_HOST,
  NO_PROXY,
  noSuchMethod,
  refuse,
  refuseConnection,
  STARTING,
  unreadable,
} from './http/refusals.ts';
import { ANSWERING, createAsOfIndex, createNames } from '#read-models';
import { createRuns } from '#runs';
import { createEditions, createScreenings } from '#screening';
import { createResponder, type Responder } from './http/responder.ts';
import { createWorkload } from './http/workload.ts';
import { memoryGauges } from './http/memory-gauges.ts';
import { createLive } from './live/live.ts';
import { keyControllers } from './management/keys.controller.ts';
import type { WebhookParts } from './webhooks/context.ts';
import { screeningControllers } from './screenings/screenings.controller.ts';
import { webhookControllers } from './webhooks/webhooks.controller.ts';

const MAX_BODY_BYTES = 256 * 1024 * 1024;
/** An id of 400 characters in any script, percent-encoded, and as much again. */
const LONGEST_PARAMETER = 8_000;

export interface ApiOptions {
  /** Whether everybody may read; writing needs a key in any case. */
  readsOpen: boolean;
  /** Requests a minute of a key and of an address; as good as none are counted out where left out. */
  rates?: RateLimitOptions;
  /** Proxies that say truly for whom they ask: addresses or networks, joined by commas. */
  trustProxy?: string | undefined;
  /** Whose tokens are taken beside keys. */
  provider?: OpenIdProvider | undefined;
  /** Whether questions are answered yet: before that they would be, as if nothing were known. Always, where left out. */
  isStarted?: () => boolean;
  /** The lists that are known; those of the catalogue, where left out. */
  lists?: readonly ListSource[];
  /** What webhooks are sealed with, and where they may go; there are none, where left out. */
  sending?: WebhookParts['sending'];
  /** Counts deliveries, where this process sends them. */
  meter?: DeliveryMeter;
  /** Where large publications are ingested by processes of their own; by this one, where left out. */
  aside?: Aside;
  /** Where the files of exports are kept; in a folder that goes with the process, where left out. */
  exports?: { folder: string; maxBytes?: number };
}

const BOUNDLESS: RateLimitOptions = { perKey: 1e9, perAddress: 1e9 };

/** The REST API on a database that is open, ready to listen. */
export async function createApi(
  { log, artefacts, states, progress, gauges, reader, writer, access }: ListStore,
  {
    readsOpen,
    rates = BOUNDLESS,
    trustProxy,
    provider,
    isStarted = () => true,
    lists,
    aside,
    sending,
    meter,
    exports: kept,
  }: ApiOptions,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const keys = createKeys(access);
  const identify = createIdentify(keys, provider);
  const audit = createAudit(access, (error) => logger.error({ err: error }, 'audit.failed'));
  const limits = createRateLimits(access, rates, (error) => logger.warn({ err: error }, 'limits.not-told'));
  const index = createAsOfIndex(reader);
  const readSide = { pool: reader, log, progress, index };
  const work = createWorkload();
  const responder = createResponder(readSide, { readsOpen, work });
  const folder = kept?.folder ?? (await mkdtemp(join(tmpdir(), 'demarche-exports-')));
  const names = createNames(reader);
  const screening = { names, editions: createEditions(readSide) };
  const exports = createExports(readSide, (making) => work.heavy.run(making), { ...kept, folder });
  const live = createLive(log, work.light, logger);
  const mayRead = async ({ headers: { authorization } }: FastifyRequest) =>
    readsOpen || widthOf((await identify(bearerOf(authorization)))?.scopes ?? [], 'read').length > 0;
  const runs = sending && createRuns(writer, sending.keyring);
  const screenings =
    runs &&
    createScreenings({ runs, side: { ...screening, readSide }, inTurn: (doing) => work.heavy.run(doing), logger });
  const once = createIdempotency(access);
  const reach = createReach(log, lists);
  const ledger = { log, artefacts, states, lists };
  const parts: ApiParts = {
    served: { readSide, ledger, responder, work, exports, screening, live, mayRead, reachOfList: reach.ofList },
    health: {
      log,
      progress,
      gauges: allGauges(gauges, memoryGauges({ names, 'as-of': index }), webhookGauges(reader, meter)),
      isStarted,
    },
    once,
    aside,
    management: [
      ...keyControllers(keys, audit),
      ...webhookControllers({ pool: writer, patient: access, log, once, heavy: work.heavy, sending }),
      ...screeningControllers({
        readSide,
        uploads: work.uploads,
        downloads: work.exports,
        kept: runs && screenings && { runs, work: screenings },
      }),
    ],
  };
  const adapter = new FastifyAdapter(
    optionsOf(readsOpen, trustProxy) as ConstructorParameters<typeof FastifyAdapter>[0],
  );
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  // Publications arrive as whatever their authority calls them; nothing here is parsed before a reader sees it.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  // So that the first who asks need not wait; what fails now is tried again then.
  const fillMemory = async () => {
    const position = await progress.position(ANSWERING);
    await index.upTo(position);
    await names.upTo(position);
  };
  fastify.addHook('onListen', async () => {
    void fillMemory().catch((error: unknown) => logger.warn({ err: error }, 'memory.not-filled'));
  });
  if (screenings) whileListening(fastify, (signal) => screenings.run(signal));
  fastify.addHook('onClose', async () => {
    live.close();
    await Promise.all([limits.close(), audit.close()]);
    if (!kept) await rm(folder, { recursive: true, force: true });
  });
  fastify.server.on('checkExpectation', (_request, { socket }) => socket && refuse(socket, NO_EXPECTATION));
  fastify.server.on('connect', (_request, socket) => refuse(socket, NO_PROXY));
  receive(fastify, { readsOpen, isStarted, limits, responder, identify });
  tellRefusals(fastify, audit, limits);
  const count = ({ id }: { id: string }, _request: FastifyRequest, reply: FastifyReply) => {
    const headers = {};
    const refused = countKey(limits, id, headers);
    void reply.headers(headers);
    if (refused) throw new ProblemError(refused.status, refused.code, refused.detail, refused);
  };
  app.useGlobalGuards(new KeyGuard({ identify, readsOpen, reachOf: reach.ofRequest, count }));
  app.useGlobalPipes(validationPipe());
  const filter = new ProblemFilter(logger);
  app.useGlobalFilters(filter);
  serveDocuments(fastify);
  fastify.get(service.webhookKeys.path, (request, reply) => {
    void reply.header('cache-control', 'public, max-age=300');
    return publicKeys(access).then(
      (keys) => reply.send({ keys }),
      (error: unknown) => filter.answer(error, request, reply),
    );
  });
  return app;
}

/** Does some work from when callers are let in; the process is not closed before it has ended, which the signal asks for. */
function whileListening(fastify: FastifyInstance, work: (signal: AbortSignal) => Promise<void>): void {
  const stop = new AbortController();
  let working: Promise<void> | undefined;
  fastify.addHook('onListen', async () => {
    working = work(stop.signal);
  });
  fastify.addHook('onClose', async () => {
    stop.abort();
    await working;
  });
}

/** What yente has at its root is found there too, so that its clients need no other address. */
const LIKE_YENTE = /^\/(match|search|entities|algorithms|catalog|reconcile)(?=[/?]|$)/;

/** How requests are taken, before any route. */
const optionsOf = (
  readsOpen: boolean,
  trustProxy: string | undefined,
): FastifyServerOptions & { http: ServerOptions } => ({
  bodyLimit: MAX_BODY_BYTES,
  forceCloseConnections: true,
  ...(trustProxy !== undefined && { trustProxy }),
  rewriteUrl: ({ url = '/' }) => (LIKE_YENTE.test(url) ? `/v1${url}` : url),
  genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
  routerOptions: { maxParamLength: LONGEST_PARAMETER },
  frameworkErrors: (error, request, reply) => {
    void reply.headers(headersOf(request, readsOpen));
    void sendProblem(request, reply, unreadable(error.statusCode, error.message));
  },
  clientErrorHandler: refuseConnection,
  // Node would refuse such a request without a problem; it is done below.
  http: { requireHostHeader: false },
});

interface Receiving {
  readsOpen: boolean;
  isStarted: () => boolean;
  limits: RateLimits;
  responder: Responder;
  identify: Identify;
}

/** What is looked at of a request before any route: whether it may be answered now, and by what methods. */
function receive(fastify: FastifyInstance, receiving: Receiving): void {
  const { readsOpen, isStarted, limits, responder } = receiving;
  const methodsOf = watchRoutes(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    const headers = headersOf(request, readsOpen);
    const isOfApi = request.url.startsWith('/v1');
    const tooMany = isOfApi ? countAddress(limits, request, headers) : undefined;
    const found =
      hostsOf(request) !== 1 && request.raw.httpVersion === '1.1'
        ? NO_HOST
        : isOfApi && !isStarted()
          ? STARTING
          : tooMany;
    if (found) return sendProblem(request, reply.headers(headers), found);
    // A repeated question is answered before any route.
    const known = await responder.recent(request);
    if (known && (await mayReadAll(receiving, request, headers))) {
      await responder.repeat(known, request, reply, headers);
      return reply;
    }
    void reply.headers(headers);
    const methods = methodsOf(request.url);
    if (methods.length === 0 || (methods.includes(request.method) && request.method !== 'OPTIONS')) return undefined;
    void reply.header('allow', methods.join(', '));
    if (request.method === 'OPTIONS') return reply.headers(preflightOf(methods, readsOpen)).status(204).send();
    return sendProblem(request, reply, noSuchMethod(request.method, methods));
  });
}

/** How many hosts a request names: of two, a proxy might take the other (RFC 9112 section 3.2). */
const hostsOf = ({ raw: { rawHeaders } }: FastifyRequest): number =>
  rawHeaders.filter((name, at) => at % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length;

/**
 * Whether the caller may read whatever there is; one with a key is counted then. Whoever may not is left to the guard, which
 * says why.
 */
async function mayReadAll(
  { readsOpen, identify, limits }: Receiving,
  { headers: { authorization } }: FastifyRequest,
  headers: Record<string, string>,
): Promise<boolean> {
  if (authorization === undefined) return readsOpen;
  const caller = await identify(bearerOf(authorization));
  if (!caller || (!readsOpen && widthOf(caller.scopes, 'read') !== 'all')) return false;
  return countKey(limits, caller.id, headers) === undefined;
}

const REFUSED: ReadonlySet<number> = new Set([401, 403, 429]);

/** Who was not let do something stands in the audit trail; keys of nobody are counted by the address that tries them. */
function tellRefusals(fastify: FastifyInstance, audit: Audit, limits: RateLimits): void {
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    const target = `${request.method} ${request.routeOptions.url ?? '(no such route)'}`;
    if (REFUSED.has(statusCode))
      audit.refused({ actor: callerOf(request).id, address: request.ip, status: statusCode, target });
    if (statusCode === 401 && request.headers.authorization !== undefined) limits.takeAddress(request.ip);
    done();
  });
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
