import 'reflect-metadata';
import { Controller, Get, Module, Param, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { createApi } from '../../apps/api/src/create-api.ts';
import { createGuard } from '#egress';
import { createLogger } from '#process';
import { openListStore } from '#sources';
import { parseKeyring } from '#webhooks';
import { answerParent } from './child.ts';

const sending = { keyring: parseKeyring(`bench:${Buffer.alloc(32, 1).toString('base64')}`), guard: createGuard({}) };

/** Our API on a database that is filled and projected. */
export async function serveApi({ url }: { url: string }): Promise<void> {
  const store = await openListStore(url, 'bench api');
  const api = await createApi(
    store,
    { readsOpen: true, rates: { perKey: 1e8, perAddress: 1e8 }, sending },
    createLogger('warn', 'bench'),
  );
  await api.listen(0, '127.0.0.1');
  await answerParent({ url: await api.getUrl(), pid: process.pid });
  await api.close();
  await store.close();
}

let body = '';

@Controller('v1/countries')
class BareController {
  @Get(':code/designations')
  designations(@Param('code') _code: string, @Res() reply: FastifyReply) {
    void reply.type('application/json; charset=utf-8').send(body);
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

/** What Nest and Fastify take for themselves: the same route, the same bytes, and nothing done for them. */
export async function serveBare(input: { body: string }): Promise<void> {
  body = input.body;
  const app = await NestFactory.create<NestFastifyApplication>(
    BareModule,
    new FastifyAdapter({ forceCloseConnections: true }),
    { logger: false },
  );
  await app.listen(0, '127.0.0.1');
  await answerParent({ url: await app.getUrl() });
  await app.close();
}
