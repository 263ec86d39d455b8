import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createNotifications, createPool } from '#database';
import { STREAMS, type StatementReport } from '#domain';
import { createPostgresEventLog, eventLogMigrations } from '#event-log';
import { createLogTransport } from '#messaging';
import { createProgress, ensureReadModels, rebuild, runReadModels, subscriptionsMigrations } from '#subscriptions';
import { createTemporaryDatabase, sampleSource } from '#testing';
import { factsModel } from './facts.ts';

// The recipe of docs/ARCHITECTURE.md, "A read model": a table, rows of events, and a line in the list of read models.
const TABLE = `
  create table spoken (
    event uuid not null, position bigint not null, stream text not null, authority text not null, known int8range not null,
    issuer text not null
  )`;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('a read model by the recipe is filled, follows corrections, and is rebuilt to the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demarche-recipe-'));
  await writeFile(join(folder, 'table.sql'), TABLE);
  const toy = factsModel({
    name: 'toy-speakers',
    revision: 1,
    tables: pathToFileURL(join(folder, 'table.sql')),
    streams: [STREAMS.statement],
    columns: { spoken: { issuer: 'text' } },
    rowsOf: ({ data }) => [{ table: 'spoken', row: { issuer: (data as StatementReport['data']).issuer.name } }],
  });

  const { url, drop } = await createTemporaryDatabase([eventLogMigrations, subscriptionsMigrations]);
  const writer = createPool({ url, role: 'demarche_writer', name: 'recipe writer' });
  const pool = createPool({ url, role: 'demarche_projector', name: 'recipe projector' });
  const notifications = [createNotifications(url, 'event_log'), createNotifications(url, 'subscriptions')] as const;
  const log = createPostgresEventLog({ pool: writer, notifications: notifications[0] });
  const progress = createProgress(pool, notifications[1]);
  const stop = new AbortController();
  const models = [toy.on(log)];
  await ensureReadModels(pool, log, models);
  const running = runReadModels(models, {
    pool,
    transport: createLogTransport(log, quiet),
    claim: 'wait',
    signal: stop.signal,
  });
  try {
    const about = { authority: 'XX', effective: '2024-01-02', observedAt: '2026-01-01T00:00:00.000Z' } as const;
    const told = { ...about, source: sampleSource(), cause: 'analyst', confidence: 'confirmed' } as const;
    const append = async (event: object) => {
      const streams = [{ stream: `${STREAMS.statement}toy`, expected: 'any' as const, events: [event as never] }];
      const result = await log.append({ id: randomUUID(), streams });
      if (result.status === 'conflict') throw new Error('Any version was expected');
      await progress.waitFor([toy.name], result.to, 60_000);
      return log.find(result.from);
    };
    const statement = { ...told, statement: 'toy', issuer: { name: 'A. Spoke' }, summary: 'Said', about: {} };
    const issued = await append({ type: 'StatementIssued', schemaVersion: 1, data: statement });
    await append({
      type: 'EventCorrected',
      schemaVersion: 1,
      data: { ...told, of: issued!.id, why: 'Misheard', changes: { issuer: { name: 'B. Spoke' } } },
    });
    const { rows } = await pool.query('select issuer, known::text from toy_speakers.spoken order by lower(known)');
    expect(rows).toEqual([
      { issuer: 'A. Spoke', known: '[1,2)' },
      { issuer: 'B. Spoke', known: '[2,)' },
    ]);
    expect(await rebuild(pool, log, models[0]!)).toMatchObject({ equal: true, swapped: true, position: 2 });
  } finally {
    stop.abort();
    await running;
    await Promise.all(notifications.map((each) => each.close()));
    await Promise.all([writer.end(), pool.end()]);
    await drop();
    await rm(folder, { recursive: true });
  }
});
