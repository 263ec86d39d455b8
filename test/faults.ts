import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, expect, it } from '@jest/globals';
import { createPool, useEmbeddedServer, type EmbeddedServer } from '#database';
import { lineOf, segmentOn, type KnownDesignationEvent } from '#domain';
import { publicBytes, type EventLog, type ExpectedVersion, type RecordedEvent } from '#event-log';
import { createKafka } from '#messaging';
import { createKeys } from '#access';
import { readModels } from '#read-models';
import { catalogue, ingestPublication, sourceOf, openListStore, type ListStore } from '#sources';
import { rebuild } from '#subscriptions';
import { findBroker, isOwn, sample } from '#testing';
import { chanceOf } from './support/chance.ts';
import { designationsInKafka, eventsInKafka } from './support/kafka-content.ts';
import { freePort, postmasterOf, Service, settableClock, until } from './support/services.ts';
import { quiet, startStandalone } from './support/standalone.ts';
import { faultsOf, startReceiver, type Got } from './support/webhook-receiver.ts';
import { SECRET_KEY } from './support/rest.ts';
import { generatedPublications, type Publication } from './support/un-publications.ts';

// `npm run test:faults`, outside CI: FAULT_ROUNDS rounds (100), SEED the order of the faults.
const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 100);
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
/** Which kinds of faults: part of their names. */
const KINDS = new RegExp(process.env.FAULT_KINDS ?? '');
const MINUTE = 60_000;
const run = promisify(execFile);
const PATIENCE = 15 * MINUTE;
/** Callers that record and correct, each one thing after the other. */
const CALLERS = 4;
const LIST = 'kz-faults';

/** The receiver of webhooks answers every so many requests with 500. */
const RECEIVER_FAILS_EVERY = 97;

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
}, PATIENCE);

const probe = async (brokers: string[]) => {
  const kafka = createKafka({ brokers, clientId: 'probe', log: quiet, prefix: 'probe' });
  await kafka.ensureTopics();
  await kafka.publish(kafka.topics.designations.name, [{ partition: 0, key: 'ready', value: null, headers: {} }]);
  await kafka.close();
};

/** What a caller was told: that this is recorded, at this place. */
interface Acknowledged {
  id: string;
  position: number;
  /** A text of his own that no other event has. */
  mark: string;
}

/**
 * Sends a command until it is acknowledged, always with the same key: whatever breaks in between, it is one event. Every
 * answer that is no acknowledgement has to be one after which trying again is right.
 */
async function recorded(url: string, key: string, body: object, stop: AbortSignal): Promise<Acknowledged | null> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  for (let attempt = 0; attempt < 10_000; attempt++) {
    try {
      const signal = AbortSignal.timeout(MINUTE);
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
      const answer = (await response.json()) as { event: { id: string }; position: number };
      if (response.status === 201) return { id: answer.event.id, position: answer.position, mark: '' };
      if (![409, 429, 503].includes(response.status))
        throw new WrongAnswer(`${response.status} for ${url}: ${JSON.stringify(answer)}`);
    } catch (error) {
      if (error instanceof WrongAnswer) throw error;
    }
    // What was sent may have been recorded, so it is asked to its end even when the run is over.
    await setTimeout(stop.aborted ? 500 : 200);
  }
  return null;
}
class WrongAnswer extends Error {}

interface Webhook {
  order: 'none' | 'by-list';
  secret: string;
}

/** An endpoint that is sent everything from the first event on. */
async function registeredWebhook(url: string, key: string, body: { url: string; order: Webhook['order'] }) {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  const retrySeconds = Array.from({ length: 20 }, () => 2);
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...body, from: 0, retrySeconds }),
  });
  const answer = (await response.json()) as { secret: string };
  if (response.status !== 201) throw new WrongAnswer(`${response.status} for ${url}: ${JSON.stringify(answer)}`);
  return { order: body.order, secret: answer.secret };
}

async function allOf(log: EventLog): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const batch = await log.read({ after: events.length, limit: 2_000 });
    if (batch.length === 0) return events;
    events.push(...batch);
  }
}

it(
  `loses and doubles nothing in ${ROUNDS} rounds of faults`,
  async () => {
    console.log(`faults: ${ROUNDS} rounds, SEED=${SEED}`);
    const broker = await findBroker(probe);
    if (!broker || !isOwn(broker)) throw new Error('The faults need a broker of our own: Java 17 and Maven');
    ends.push(broker.stop);
    const chance = chanceOf(SEED, 40 * ROUNDS + 100);
    const oneOf = <T>(choices: readonly T[]): T =>
      choices[Math.min(choices.length - 1, Math.floor(chance() * choices.length))]!;

    const home = await mkdtemp(join(tmpdir(), 'demarche-faults-'));
    await chmod(home, 0o755);
    // The database has a disk of its own, which can be filled up.
    const disk = join(home, 'disk');
    await mkdir(disk);
    const hasDisk = await mount(disk);
    const clock = await settableClock(join(home, 'clock'));
    if (!hasDisk || !clock)
      console.warn(`faults: left out are ${hasDisk ? '' : 'disk full '}${clock ? '' : 'clock jumps'}`);
    const settings = { port: String(await freePort()), max_wal_size: '256MB' };
    // Started by a process that has the settable clock, so that the database has it too.
    const startServer = async () => {
      await run(process.execPath, ['--input-type=module', '--eval', START_SERVER, disk, JSON.stringify(settings)], {
        env: { ...process.env, ...clock?.env },
      });
      server = await useEmbeddedServer(disk, settings);
    };
    let server!: EmbeddedServer;
    await startServer();
    const inbox = join(home, 'inbox');
    for (const { list } of catalogue) await mkdir(join(inbox, list), { recursive: true });
    const apiPort = await freePort();
    const base = `http://127.0.0.1:${apiPort}/v1`;
    const receiver = await startReceiver();
    ends.push(async () => receiver.close());
    receiver.state.before = (asked) => {
      if (asked % RECEIVER_FAILS_EVERY === 0) throw new Error('Not now');
    };
    const own = {
      DATABASE_URL: server.url,
      DEMARCHE_SECRET_KEY: SECRET_KEY,
      DEMARCHE_EGRESS_ALLOW: '127.0.0.1/32',
    };
    const env = { ...own, ...clock?.env, KAFKA_BROKERS: broker.brokers.join(',') };
    const services = [
      new Service('api', { ...env, PORT: String(apiPort), HOST: '127.0.0.1' }),
      new Service('ingest', { ...env, INGEST_INBOX: inbox }),
      ...['relay-1', 'relay-2', 'projector-1', 'projector-2'].map((name) => new Service(name, env)),
      // What they sign is good for five minutes of the receiver's clock, so theirs does not jump.
      ...['notifier-1', 'notifier-2'].map((name) => new Service(name, own)),
    ];
    const tell = () => services.map((service) => service.tail()).join('\n');
    ends.push(async () => {
      await Promise.all(services.map((service) => service.end('SIGKILL')));
      await server.release({ waitMs: 1_000 });
      if (hasDisk) await run('umount', [disk]);
      await rm(home, { recursive: true, force: true });
    });
    for (const service of services) service.start();
    const supervisor = setInterval(() => services.forEach((service) => service.keepAlive()), 500);
    ends.push(async () => clearInterval(supervisor));

    const { key } = await until('a key', PATIENCE, async () => {
      const store = await openListStore(server.url, 'test');
      return createKeys(store.writer)
        .create({ owner: 'faults', scopes: ['write', 'webhooks'] }, { actor: 'faults', address: null })
        .finally(() => store.close());
    });
    const source = { publisher: 'Gazette', kind: 'authority' };
    const stop = new AbortController();
    const register = {
      list: LIST,
      authority: 'KZ',
      name: 'Faults',
      effective: '2004',
      source,
      curated: { complete: false },
    };
    const registered = await recorded(`${base}/lists`, key, register, stop.signal);
    expect(registered).not.toBeNull();

    const webhooks: Webhook[] = [];
    for (const order of ['none', 'by-list'] as const)
      webhooks.push(await registeredWebhook(`${base}/webhooks`, key, { url: receiver.url + order, order }));
    receiver.state.secrets = webhooks.map(({ secret }) => secret);

    // The work: callers that record and correct, and a list that is published again and again.
    const acknowledged: Acknowledged[] = [];
    let corrections = 0;
    let attempted = 0;
    const call = async (caller: number) => {
      for (let n = 0; !stop.signal.aborted; n++) {
        const reference = `F${caller}.${n}`;
        const mark = `mark-${caller}-${n}-${randomUUID()}`;
        const subject = { type: 'organization', name: `Party ${mark}`, aliases: [] };
        const record = { reference, programs: ['A'], subject };
        attempted++;
        const designated = await recorded(
          `${base}/designations`,
          key,
          { list: LIST, effective: '2005-03-15', source, record },
          stop.signal,
        );
        if (!designated) throw new Error(`${reference} was never acknowledged`);
        acknowledged.push({ ...designated, mark });
        if (n % 3 !== 0) continue;
        const why = `why-${mark}`;
        attempted++;
        const corrected = await recorded(
          `${base}/events/${designated.id}/correction`,
          key,
          { changes: { effective: n % 2 === 0 ? '2006' : '2999-01-01' }, why, source },
          stop.signal,
        );
        if (!corrected) throw new Error(`The correction of ${reference} was never acknowledged`);
        acknowledged.push({ ...corrected, mark: why });
        corrections++;
        await setTimeout(20);
      }
    };
    const publications = generatedPublications(ROUNDS + 2);
    let published = 0;
    const put = async ({ name, bytes }: Publication) => {
      const path = join(inbox, 'un-sc', `${String(published++).padStart(4, '0')}-${name}`);
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    };
    const done = async () => (await readdir(join(inbox, 'un-sc', 'done')).catch(() => [])).length;
    const calling = Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller)));
    calling.catch(() => undefined);

    await until('callers at work', PATIENCE, async () => (acknowledged.length >= CALLERS ? true : null), tell);

    const named = (prefix: string) => oneOf(services.filter(({ name }) => name.startsWith(prefix)));
    const faults: Record<string, () => Promise<void>> = {
      'kill -9 api': () => named('api').end('SIGKILL'),
      'kill -9 ingest': () => named('ingest').end('SIGKILL'),
      'kill -9 relay': () => named('relay').end('SIGKILL'),
      'kill -9 projector': () => named('projector').end('SIGKILL'),
      'kill -9 notifier': () => named('notifier').end('SIGKILL'),
      'notifier sleeps past its lease': () => named('notifier').stall(22_000 + 5_000 * chance()),
      'kill -9 PostgreSQL': async () => {
        process.kill(await postmasterOf(disk), 'SIGKILL');
        await setTimeout(2_000 * chance());
        await startServer();
      },
      'kill -9 broker': async () => {
        await broker.kill9();
        await setTimeout(8_000 * chance());
        await broker.restart();
      },
      'broker away for long': async () => {
        await broker.kill9();
        await setTimeout(40_000 + 20_000 * chance());
        await broker.restart();
      },
      'kill -9 all': async () => {
        await Promise.all([...services.map((service) => service.end('SIGKILL')), broker.kill9()]);
        process.kill(await postmasterOf(disk), 'SIGKILL');
        await setTimeout(1_000 * chance());
        await startServer();
        await broker.restart();
      },
      'relay sleeps past its lease': () => named('relay').stall(7_000 + 5_000 * chance()),
      'projector sleeps past its lease': () => named('projector').stall(7_000 + 5_000 * chance()),
      'broker stalls': () => broker.stall(10_000 + 15_000 * chance()),
      'a connection stalls': async () => {
        const backend = oneOf(await backendsOf(server.url));
        process.kill(backend, 'SIGSTOP');
        await setTimeout(5_000 + 10_000 * chance());
        process.kill(backend, 'SIGCONT');
      },
      ...(clock && {
        'the clock jumps ahead': () => clock.jump((hours += 1 + Math.floor(5 * chance()))),
        'the clock jumps back': () => clock.jump((hours -= 1 + Math.floor(5 * chance()))),
      }),
      ...(hasDisk && {
        'the disk is full': async () => {
          const filler = join(disk, 'filler');
          await fill(filler);
          await setTimeout(5_000 + 5_000 * chance());
          await rm(filler);
          await startServer();
        },
      }),
    };
    let hours = 0;
    const counts: Record<string, number> = {};
    const names = Object.keys(faults).filter((name) => KINDS.test(name));
    const started = Date.now();
    for (let round = 0; round < ROUNDS; round++) {
      await put(publications[round]!);
      await setTimeout(1_500 * chance());
      // Each kind comes as often as every other, in an order of chance.
      const name = round % names.length === 0 ? (shuffle(names, chance), names[0]!) : names[round % names.length]!;
      counts[name] = (counts[name] ?? 0) + 1;
      console.log(`round ${round + 1} of ${ROUNDS}: ${name} (${acknowledged.length} acknowledged)`);
      await Promise.race([faults[name]!(), calling.then(() => Promise.reject(new Error('The callers ended')))]);
    }
    const minutes = (Date.now() - started) / MINUTE;
    stop.abort();
    await calling;
    for (const publication of publications.slice(ROUNDS)) await put(publication);
    await until('all publications ingested', PATIENCE, async () => ((await done()) >= published ? true : null), tell);

    // The log: no position is missing, every acknowledged command is there once, at the place that was told.
    const store = await openListStore(server.url, 'test');
    ends.push(store.close);
    const events = await allOf(store.log);
    const head = events.length;
    expect(events.map(({ position }) => position)).toEqual(events.map((_, i) => i + 1));
    const texts = events.map((event) => JSON.stringify(event.data));
    const marks = new Map<string, number[]>();
    for (const [i, text] of texts.entries())
      for (const [mark] of text.matchAll(/(?:why-)?mark-\d+-\d+-[0-9a-f-]{36}/g))
        marks.set(mark, [...(marks.get(mark) ?? []), i + 1]);
    const lost = acknowledged.filter(({ id, position }) => events[position - 1]?.id !== id);
    const doubled = acknowledged.filter(({ mark, position }) => marks.get(mark)?.some((place) => place !== position));
    expect([lost, doubled]).toEqual([[], []]);
    // Every command was asked to its end, so that the callers' events are as many as were acknowledged.
    expect([acknowledged.length, marks.size]).toEqual([attempted, attempted]);

    // What the publications say is what they say in one process that nobody disturbs.
    const calm = await startStandalone();
    ends.push(calm.end);
    for (const { bytes } of publications)
      await ingestPublication(
        { log: calm.log, artefacts: null },
        sourceOf('un-sc')!,
        [bytes] as unknown as AsyncIterable<Uint8Array>,
        { actor: 'test', observedAt: '2026-01-01T00:00:00.000Z' },
      );
    const told = (all: RecordedEvent[]) =>
      all
        .filter(({ authority }) => authority === 'UN')
        .map(({ type, stream, version, data: { observedAt: _, ...data } }) => ({ type, stream, version, data }));
    expect(told(events)).toEqual(told(await allOf(calm.log)));

    // Kafka holds exactly the log, and each designation as it stands today.
    const kafka = await eventsInKafka(broker.brokers, head, PATIENCE);
    expect([...kafka.keys()].sort((a, b) => a - b)).toEqual(events.map(({ position }) => position));
    expect(events.filter((event) => !publicBytes(event).equals(kafka.get(event.position)!))).toEqual([]);
    await until(
      'all subscriptions at the head',
      PATIENCE,
      async () => {
        const standings = await store.progress.standings();
        return standings.every(({ position, parked }) => position === head && parked === 0) ? standings : null;
      },
      tell,
    );
    const today = new Date().toISOString().slice(0, 10);
    const streams = Map.groupBy(
      events.filter(({ stream }) => stream.startsWith('designation-')),
      ({ stream }) => stream.slice('designation-'.length),
    );
    const expected = new Map<string, object>();
    for (const [id, own] of streams) {
      const { status, since } = segmentOn(lineOf(own as unknown as KnownDesignationEvent[]), today);
      if (status !== 'delisted' && status !== 'not-listed')
        expected.set(id, { id, status, since, position: own.at(-1)!.position });
    }
    const states = await designationsInKafka(broker.brokers, PATIENCE);
    expect(
      [...states.values()]
        .map(({ id, status, since, position }) => ({ id, status, since, position }))
        .sort((a, b) => String(a.id).localeCompare(String(b.id))),
    ).toEqual(
      [...expected.values()].sort((a, b) => String((a as { id: string }).id).localeCompare((b as { id: string }).id)),
    );

    // Each endpoint got each event under one id, with no gap in its sequence; the strict one in order.
    const positions = events.map(({ position }) => position);
    const received = ({ order }: Webhook): Got[] => receiver.got.filter(({ path }) => path === `/${order}`);
    await until(
      'all webhooks',
      PATIENCE,
      async () =>
        webhooks.every((each) => new Set(received(each).map(({ body }) => body.position)).size >= head) ? true : null,
      () => tell() + JSON.stringify(webhooks.map((each) => received(each).length)),
    );
    expect(webhooks.map((each) => faultsOf(received(each), positions, each.order === 'by-list'))).toEqual([[], []]);
    expect(receiver.state.bad).toBe(0);

    // Rebuilt = live.
    const unequal: object[] = [];
    for (const model of readModels(store.log)) {
      const { position, equal, proof } = await rebuild(store.projector, store.log, model);
      if (!equal || position !== head) unequal.push({ model: model.name, position, proof });
    }
    expect(unequal).toEqual([]);

    console.log(
      `faults: ${ROUNDS} rounds in ${minutes.toFixed(1)} minutes, SEED=${SEED}: ${JSON.stringify(counts)}; ` +
        `${acknowledged.length} commands acknowledged, ${corrections} of them corrections, ${published} publications, ${head} events; ` +
        `${receiver.got.length} webhooks for ${2 * head}; 0 lost, 0 doubled, 0 parked, rebuilt = live`,
    );
  },
  24 * 60 * MINUTE,
);

const START_SERVER = `
  const { useEmbeddedServer } = await import('#database');
  await useEmbeddedServer(process.argv[1], JSON.parse(process.argv[2]));`;

const DISK = '3g';

/** Gives a folder a file system of its own in memory; whether that was allowed. */
const mount = (folder: string): Promise<boolean> =>
  run('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=755`, 'tmpfs', folder]).then(
    () => true,
    () => false,
  );

/** Writes a file until its disk has no room left. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const zeros = Buffer.alloc(2 ** 20); ;) await file.write(zeros);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
}

/** The server's processes that serve connections. */
async function backendsOf(url: string): Promise<number[]> {
  const pool = createPool({ url, role: 'login', name: 'faults', max: 1 });
  try {
    const { rows } = await pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await pool.end();
  }
}

const WRITER_MINUTES = Number(process.env.WRITER_MINUTES ?? 10);
const WRITERS = 12;
const SHARED_STREAMS = 5;

it(
  `loses and reorders nothing while ${WRITERS} writers are at work for ${WRITER_MINUTES} minutes`,
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'demarche-writers-'));
    await chmod(home, 0o755);
    const server = await useEmbeddedServer(home);
    const stores = await Promise.all(
      Array.from({ length: WRITERS }, (_, n) => openListStore(server.url, `writer ${n}`)),
    );
    const seen: { position: number; version: number; stream: string }[] = [];
    const latest = new Map<string, number>();
    const stop = new AbortController();
    const follower = await openListStore(server.url, 'follower');
    ends.push(async () => {
      stop.abort();
      await Promise.all([...stores, follower].map((store) => store.close()));
      await server.release({ waitMs: 1_000 });
      await rm(home, { recursive: true, force: true });
    });
    const following = (async () => {
      for await (const batch of follower.log.follow(0, { signal: stop.signal }))
        for (const { position, version, stream } of batch) {
          seen.push({ position, version, stream });
          latest.set(stream, version);
        }
    })();

    const until = Date.now() + WRITER_MINUTES * MINUTE;
    const counts = { appended: 0, conflicts: 0, rolledBack: 0 };
    const placed = new Map<string, { from: number; to: number }>();
    const write = async ({ log }: ListStore, writer: number) => {
      const own = `own-${writer}`;
      for (let n = 0; Date.now() < until; n++) {
        const shared = `shared-${(writer + n) % SHARED_STREAMS}`;
        // What the follower saw last may be stale: then the log must say so.
        const expected: ExpectedVersion = n % 2 === 0 ? (latest.get(shared) ?? 'any') : 'any';
        const id = randomUUID();
        const streams = [
          { stream: own, expected: 'any' as const, events: [sample.designated(`W${writer}.${n}`, '2020')] },
          { stream: shared, expected, events: [sample.suspended(`W${writer}.${n}`, '2021')] },
        ];
        const result = await log.append({ id, streams });
        if (result.status === 'conflict') counts.conflicts++;
        else {
          counts.appended++;
          placed.set(id, { from: result.from, to: result.to });
        }
      }
    };
    // What takes the lock and the next positions, and then is no more.
    const rollBack = async () => {
      const pool = createPool({ url: server.url, role: 'demarche_writer', name: 'rollbacks' });
      const copy = `
        select event_log.append_one(gen_random_uuid(), '\\x00', null, '{}', '\\x00', $1, null, gen_random_uuid(), type,
          schema_version, authority, list, data) from event_log.event where position = 1`;
      while (Date.now() < until) {
        const tx = await pool.connect();
        await tx.query('begin');
        counts.rolledBack += (await tx.query(copy, [`rolled-back-${counts.rolledBack}`])).rowCount ?? 0;
        await tx.query('rollback');
        tx.release();
        await setTimeout(5);
      }
      await pool.end();
    };
    await Promise.all([...stores.map(write), rollBack(), rollBack()]);
    const head = await follower.log.head();
    while (seen.length < head) await setTimeout(20);
    stop.abort();
    await following;

    expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
    expect(head).toBe(2 * counts.appended);
    const versions = new Map<string, number>();
    const misplaced = seen.filter(({ stream, version }) => {
      const last = versions.get(stream) ?? 0;
      versions.set(stream, version);
      return version !== last + 1;
    });
    expect(misplaced).toEqual([]);
    expect([...placed.values()].every(({ from, to }) => to === from + 1)).toBe(true);
    expect(new Set([...placed.values()].map(({ from }) => from)).size).toBe(counts.appended);
    expect(counts.conflicts).toBeGreaterThan(0);
    expect(counts.rolledBack).toBeGreaterThan(0);
    console.log(
      `writers: ${WRITERS} for ${WRITER_MINUTES} minutes: ${JSON.stringify(counts)}, ${head} events, 0 lost, 0 reordered`,
    );
  },
  24 * 60 * MINUTE,
);

/** In place: Fisher and Yates. */
function shuffle<T>(items: T[], chance: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.min(i, Math.floor(chance() * (i + 1)));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
