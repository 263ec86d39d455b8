import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { createNotifications, createPool, type Notifications } from '#database';
import { lineOf, segmentOn, type DomainEvent, type KnownDesignationEvent } from '#domain';
import { createPostgresEventLog, eventLogMigrations, type EventLog } from '#event-log';
import { createLogTransport } from '#messaging';
import {
  createProgress,
  ensureReadModels,
  projecting,
  rebuild,
  runReadModels,
  subscriptionsMigrations,
  unpark,
  type Progress,
  type ReadModel,
} from '#subscriptions';
import { createTemporaryDatabase, sample } from '#testing';
import { answerAllDesignations, readModels, resolveAsOf } from './index.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the read models', () => {
  let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
  let [writer, projector, reader]: Pool[] = [];
  let notifications: Notifications[] = [];
  let log: EventLog;
  let progress: Progress;
  let models: ReadModel[];

  beforeAll(async () => {
    database = await createTemporaryDatabase([eventLogMigrations, subscriptionsMigrations]);
    const { url } = database;
    writer = createPool({ url, role: 'demarche_writer', name: 'test writer' });
    projector = createPool({ url, role: 'demarche_projector', name: 'test projector' });
    reader = createPool({ url, role: 'demarche_reader', name: 'test reader' });
    notifications = [createNotifications(url, 'event_log'), createNotifications(url, 'subscriptions')];
    log = createPostgresEventLog({ pool: writer, notifications: notifications[0]! });
    progress = createProgress(reader, notifications[1]!);
    models = readModels(log);
    await ensureReadModels(projector, log, models);
  });
  afterAll(async () => {
    await Promise.all(notifications.map((each) => each.close()));
    await Promise.all([writer!.end(), projector!.end(), reader!.end()]);
    await database.drop();
  });

  const append = async (stream: string, ...events: DomainEvent[]) =>
    log.append({ id: randomUUID(), streams: [{ stream, expected: 'any', events }] });

  /** Runs the read models over what is there, from where they stand. */
  const catchUp = async (each: ReadModel[] = models) => {
    const stop = new AbortController();
    const running = runReadModels(each, {
      pool: projector!,
      transport: createLogTransport(log, quiet),
      claim: 'wait',
      signal: stop.signal,
    });
    const names = each.map(({ name }) => name);
    expect(await progress.waitFor(names, await log.head(), 120_000)).toBe(true);
    stop.abort();
    await running;
  };

  const day = fc
    .integer({ min: 0, max: 1_500 })
    .map((n) => new Date(Date.UTC(2010, 0, 1 + n)).toISOString().slice(0, 10));
  const effective = fc.oneof(
    day,
    day.map((text) => text.slice(0, 4)),
    day.map((text) => text.slice(0, 7)),
    day.map((text) => `[..${text}]`),
    fc.tuple(day, day).map(([a, b]) => (a < b ? `[${a}..${b}]` : `[${b}..${a}]`)),
  );
  const confidence = fc.constantFrom('confirmed', 'reported', 'disputed');
  const kind = fc.constantFrom(
    'designated',
    'delisted',
    'suspended',
    'reinstated',
    'renamed',
    'corrected',
    'retracted',
  );
  const history = fc.array(
    fc.record({ party: fc.integer({ min: 0, max: 2 }), kind, effective, confidence, of: fc.nat(20) }),
    { minLength: 1, maxLength: 14 },
  );

  it('answers every (day, known at) as the line of the events known then, however they arrive', async () => {
    let run = 0;
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(day), async (steps, days) => {
        const list = `xx-run-${run++}`;
        const own: KnownDesignationEvent[] = [];
        for (const step of steps) {
          const reference = `P${step.party}`;
          const stream = `designation-${list}:${reference}`;
          const mine = own.filter((event) => event.data.reference === reference);
          const options = { list, confidence: step.confidence };
          const of = mine[step.of % Math.max(1, mine.length)]?.id;
          const event =
            step.kind === 'corrected'
              ? of && sample.corrected(reference, of, { effective: step.effective }, options)
              : step.kind === 'retracted'
                ? of && sample.retracted(reference, of, options)
                : step.kind === 'renamed'
                  ? sample.renamed(reference, step.effective, `Name ${own.length}`, options)
                  : sample[step.kind as 'designated'](reference, step.effective, options);
          if (!event) continue;
          const result = await append(stream, event);
          const { id, position } = (await log.find(result.status === 'conflict' ? 0 : result.from))!;
          own.push({ ...event, id, position } as KnownDesignationEvent);
          // Arrive in batches of every size: sometimes one by one, sometimes all together.
          if (step.of % 4 === 0) await catchUp();
        }
        await catchUp();
        await append(`list-${list}`, sample.registered({ list }));
        await catchUp();
        const readSide = { pool: reader!, log, progress };
        for (const { position: knownAt } of own) {
          const on = days.next().value;
          const asOf = await resolveAsOf(readSide, { on, knownAt: String(knownAt) });
          for (const reference of ['P0', 'P1', 'P2']) {
            const known = own.filter((event) => event.data.reference === reference && event.position <= knownAt);
            const expected = segmentOn(lineOf(known), on);
            const rows = await reader!.query(
              `select status, possible, since, until, record, last_event, conflicts from designation_timeline.period
               where designation = $1 and valid @> $2::date and known @> $3::bigint`,
              [`${list}:${reference}`, on, asOf.knownAt],
            );
            if (expected.record === null) expect(rows.rows).toEqual([]);
            else {
              const { status, possible, since, until, record, lastEvent, conflicts } = expected;
              expect(rows.rows).toEqual([{ status, possible, since, until, record, last_event: lastEvent, conflicts }]);
            }
          }
        }
      }),
      { numRuns: 25, seed, endOnFailure: false },
    );
  });

  it('are equal when they are rebuilt, and say so per country', async () => {
    await append('designation-yy-a:1', sample.designated('1', '2001', { list: 'yy-a', authority: 'XY' }));
    await catchUp();
    for (const model of models) {
      const report = await rebuild(projector!, log, model);
      expect(report).toMatchObject({ equal: true, swapped: true, position: await log.head() });
      expect(report.proof.every(({ equal, liveRows }) => equal && liveRows > 0)).toBe(true);
      if (model.name === 'designation-timeline')
        expect(report.proof.map(({ authority }) => authority)).toEqual(['XX', 'XY']);
    }
  });

  it('shows where a rebuilt one differs, and keeps the live one', async () => {
    const timeline = models[0]!;
    await projector!.query(`update designation_timeline.period set status = 'delisted' where authority = 'XY'`);
    const report = await rebuild(projector!, log, timeline);
    expect(report).toMatchObject({ equal: false, swapped: false });
    expect(report.proof.find(({ equal }) => !equal)?.authority).toBe('XY');
    const { rows } = await reader!.query(
      `select authority, equal from subscriptions.rebuild_proof order by id desc limit 2`,
    );
    expect(rows).toEqual([
      { authority: 'XY', equal: false },
      { authority: 'XX', equal: true },
    ]);
    expect(await rebuild(projector!, log, timeline, { acceptDifference: true })).toMatchObject({ swapped: true });
    expect(await rebuild(projector!, log, timeline)).toMatchObject({ equal: true });
  });

  it('are filled anew at the start where the tables of the code have another column', async () => {
    const register = models.find(({ name }) => name === 'list-register')!;
    const folder = await mkdtemp(join(tmpdir(), 'demarche-tables-'));
    const tables = pathToFileURL(join(folder, 'table.sql'));
    const sql = await readFile(register.tables, 'utf8');
    await writeFile(tables, sql.replace('  reader text,', '  reader text,\n  reader_new text,'));
    const { publication, ...others } = register.digested;
    const next = { ...register, tables, digested: { ...others, publication: [...publication!, 'reader_new'] } };
    await ensureReadModels(projector!, log, [next]);
    expect(await rebuild(projector!, log, next)).toMatchObject({ equal: true });
    // Of this version were the tables before: it does not take them back unless told to.
    await expect(ensureReadModels(projector!, log, [register])).rejects.toThrow(/another version/);
    await ensureReadModels(projector!, log, [register], { takeBack: true });
    expect(await rebuild(projector!, log, register)).toMatchObject({ equal: true });
    await rm(folder, { recursive: true });
  });

  it('park an event they cannot digest, with what follows it in its stream; everything else goes on', async () => {
    const poisoned = 'designation-zz-a:poison';
    const options = { list: 'zz-a', authority: 'ZZ' };
    const [timeline, ...others] = models as [ReadModel, ...ReadModel[]];
    let broken = true;
    const fragile: ReadModel = {
      ...timeline,
      apply: async (tx, events) => {
        if (broken && events.some(({ stream, version }) => stream === poisoned && version === 1))
          await tx.query('select 1 / 0');
        await timeline.apply(tx, events);
      },
    };
    await append(poisoned, sample.designated('poison', '2001-01-01', options));
    await append('designation-zz-a:fine', sample.designated('fine', '2001-01-01', options));
    await append(poisoned, sample.suspended('poison', '2002-01-01', options));
    await append('list-zz-a', sample.registered(options));
    await catchUp([fragile, ...others]);

    const readSide = { pool: reader!, log, progress };
    const references = async () => {
      const answer = await answerAllDesignations(readSide, await resolveAsOf(readSide, { on: '2003-01-01' }), {
        authority: 'ZZ',
      });
      return answer!.items.map(({ reference, status }) => `${reference} ${status}`);
    };
    expect(await references()).toEqual(['fine listed']);
    const { rows } = await reader!.query('select key, error from subscriptions.parked order by position');
    expect(rows).toEqual([
      { key: poisoned, error: 'division by zero' },
      { key: poisoned, error: 'Waits for an earlier event of its key' },
    ]);
    expect((await progress.standings()).find(({ name }) => name === timeline.name)?.parked).toBe(2);

    expect(await unpark(projector!, log, projecting(fragile))).toEqual({ applied: 0, stillParked: 2 });
    broken = false;
    expect(await unpark(projector!, log, projecting(fragile))).toEqual({ applied: 2, stillParked: 0 });
    expect(await references()).toEqual(['fine listed', 'poison suspended']);
    expect(await rebuild(projector!, log, timeline)).toMatchObject({ equal: true });
  });
});
