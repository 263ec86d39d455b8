import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import {
  createIdempotency,
  createKeys,
  KeyGuard,
  NestLogger,
  ProblemFilter,
  validationPipe,
  type Store,
} from '#nest-kit';
import { ApiModule, type ApiParts } from './api.module.ts';
import { RESPONDER } from './api.tokens.ts';
import { openApiDocument } from './openapi/document.ts';
import type { Responder } from './responder.ts';

const MAX_BODY_BYTES = 256 * 1024 * 1024;

export interface ApiOptions {
  /** Whether everybody may read; writing needs a key in any case. */
  readsOpen: boolean;
}

/** The REST API on a database that is open, ready to listen. */
export async function createApi(
  { log, artefacts, progress, freshness, reader, writer }: Store,
  { readsOpen }: ApiOptions,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const parts: ApiParts = {
    sources: { pool: reader, log, progress },
    health: { log, progress, freshness },
    ledger: { log, artefacts },
    once: createIdempotency(writer),
  };
  const adapter = new FastifyAdapter({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
  });
  const fastify = adapter.getInstance();
  // Publications arrive as whatever their authority calls them; nothing here is parsed before a reader sees it.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.useGlobalGuards(new KeyGuard(createKeys(writer), readsOpen));
  // A repeated question is answered before any route: where reading needs a key, no question may be.
  const { repeat } = app.get<Responder>(RESPONDER);
  if (readsOpen)
    fastify.addHook('onRequest', async (request, reply) => ((await repeat(request, reply)) ? reply : undefined));
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  const document = JSON.stringify(openApiDocument(app));
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(document));
  return app;
}

/** Listens, and gives the address; rejects where the port is taken. Fastify is asked itself, because Nest would log what the caller tells better. */
export async function serve(api: NestFastifyApplication, port: number, host: string): Promise<string> {
  await api.init();
  return api.getHttpAdapter().getInstance().listen({ port, host });
}
