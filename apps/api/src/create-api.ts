import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ProblemError, service } from '#contract';
import { KeyGuard, NestLogger, ProblemFilter, validationPipe } from '#nest-kit';
import type { ListStore } from '#sources';
import { publicKeys } from '#webhooks';
import { ApiModule } from './api.module.ts';
import { serveDocuments } from './http/documents.ts';
import { fastifyOptions } from './http/fastify-options.ts';
import { countKey } from './http/limits.ts';
import { receive, tellRefusals } from './http/receiving.ts';
import { partsOf, type ApiOptions, type Parts } from './parts.ts';

export type { ApiOptions } from './parts.ts';

/** The REST API on a database that is open, ready to listen. */
export async function createApi(
  store: ListStore,
  options: ApiOptions,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const { readsOpen, trustProxy } = options;
  const parts = await partsOf(store, options, logger);
  const adapter = new FastifyAdapter(
    fastifyOptions(readsOpen, trustProxy) as ConstructorParameters<typeof FastifyAdapter>[0],
  );
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  // Publications arrive as whatever their authority calls them; nothing here is parsed before a reader sees it.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  goOn(fastify, parts, logger);
  receive(fastify, { ...parts, readsOpen });
  tellRefusals(fastify, parts.audit, parts.limits);
  const { identify, reach } = parts;
  app.useGlobalGuards(new KeyGuard({ identify, readsOpen, reachOf: reach.ofRequest, count: countBy(parts) }));
  app.useGlobalPipes(validationPipe());
  const filter = new ProblemFilter(logger);
  app.useGlobalFilters(filter);
  serveDocuments(fastify);
  fastify.get(service.webhookKeys.path, (request, reply) => {
    void reply.header('cache-control', 'public, max-age=300');
    return publicKeys(store.access).then(
      (keys) => reply.send({ keys }),
      (error: unknown) => filter.answer(error, request, reply),
    );
  });
  return app;
}

/** Counts a request of a key, and refuses one that is too many. */
const countBy =
  ({ limits }: Parts) =>
  ({ id }: { id: string }, _request: FastifyRequest, reply: FastifyReply) => {
    const headers = {};
    const refused = countKey(limits, id, headers);
    void reply.headers(headers);
    if (refused) throw new ProblemError(refused.status, refused.code, refused.detail, refused);
  };

/** What goes on from when callers are let in, and ends with the process. */
function goOn(fastify: FastifyInstance, { fillMemory, screenings, close }: Parts, logger: Logger): void {
  fastify.addHook('onListen', async () => {
    void fillMemory().catch((error: unknown) => logger.warn({ err: error }, 'memory.not-filled'));
  });
  if (screenings) whileListening(fastify, (signal) => screenings.run(signal));
  fastify.addHook('onClose', close);
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

/** Listens, and gives the address; rejects where the port is taken. Fastify is asked itself, because Nest would log what the caller tells better. */
export async function serve(api: NestFastifyApplication, port: number, host: string): Promise<string> {
  await api.init();
  const fastify = api.getHttpAdapter().getInstance();
  await fastify.listen({ port, host });
  const bound = fastify.server.address();
  if (bound === null || typeof bound === 'string') return String(bound);
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
}
