import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Designation } from '#contract';
import { useEmbeddedServer, type EmbeddedServer } from '#database';
import { publicBytes, type EventLog, type RecordedEvent } from '#event-log';
import { createKafka } from '#messaging';
import { answerAllDesignations, readModels, resolveAsOf } from '#read-models';
import { catalogue, ingestPublication, sourceOf, openListStore } from '#sources';
import { rebuild } from '#subscriptions';
import { findBroker, isOwn } from '#testing';
import { chanceOf } from './support/chance.ts';
import { eventsInKafka } from './support/kafka-content.ts';
import { quiet, startStandalone } from './support/standalone.ts';
import { freePort, postmasterOf, Service, until } from './support/services.ts';
import { generatedPublications, realPublications, type Publication } from './support/un-publications.ts';

const DAYS = [
  '2001-06-01',
  '2014-12-31',
  '2015-03-20',
  '2016-06-01',
  '2017-07-01',
  '2019-01-01',
  '2020-11-28',
  '2023-01-01',
  '2026-01-01',
];
const ROUNDS = 12;
const MINUTES = 60_000;

const probe = async (brokers: string[]) => {
  const kafka = createKafka({ brokers, clientId: 'probe', log: quiet, prefix: 'probe' });
  await kafka.ensureTopics();
  await kafka.publish(kafka.topics.designations.name, [{ partition: 0, key: 'ready', value: null, headers: {} }]);
  await kafka.close();
};
const broker = await findBroker(probe);

describe('the distributed run', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  }, 5 * MINUTES);

  /** What the same publications give in one process without Kafka. */
  async function standalone(publications: Publication[]) {
    const { log, readSide, end } = await startStandalone();
    ends.push(end);
    for (const publication of publications) await ingest(log, publication);
    const minPosition = await log.head();
    const answers = new Map<string, Designation[]>();
    for (const on of DAYS) {
      const filter = { authority: 'UN', statuses: ['listed', 'suspended', 'uncertain', 'delisted'] as const };
      answers.set(
        on,
        (await answerAllDesignations(readSide, await resolveAsOf(readSide, { on, minPosition }), filter))!.items,
      );
    }
    return { answers, events: await allOf(log) };
  }

  const ingest = (log: EventLog, { bytes }: Publication) =>
    ingestPublication({ log, artefacts: null }, sourceOf('un-sc')!, [bytes] as unknown as AsyncIterable<Uint8Array>, {
      actor: 'test',
      observedAt: '2026-01-01T00:00:00.000Z',
    });

  async function allOf(log: EventLog): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const batch = await log.read({ after: events.length, limit: 2_000 });
      if (batch.length === 0) return events;
      events.push(...batch);
    }
  }

  /** What a recording says, apart from when this run said it. */
  const matter = ({ type, stream, version, position, data }: RecordedEvent) => {
    const { observedAt: _, ...told } = data;
    return { type, stream, version, position, told };
  };

  (broker && isOwn(broker) ? it : it.skip)(
    'answers as the standalone run does, through kill -9 of everything',
    async () => {
      if (!broker || !isOwn(broker)) throw new Error('unreachable');
      ends.push(broker.stop);
      const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
      console.log(`distributed run: seed ${seed}`);
      const chance = chanceOf(seed, 4 * ROUNDS);

      const publications = (await realPublications()) ?? generatedPublications(ROUNDS + 4);
      const expected = await standalone(publications);

      const home = await mkdtemp(join(tmpdir(), 'demarche-distributed-'));
      await chmod(home, 0o755);
      const settings = { port: String(await freePort()), fsync: 'off' };
      let server: EmbeddedServer = await useEmbeddedServer(home, settings);
      const inbox = join(home, 'inbox');
      for (const { list } of catalogue) await mkdir(join(inbox, list), { recursive: true });
      const apiPort = await freePort();
      const env = { DATABASE_URL: server.url, KAFKA_BROKERS: broker.brokers.join(',') };
      const services = {
        api: new Service('api', { ...env, PORT: String(apiPort), HOST: '127.0.0.1' }),
        ingest: new Service('ingest', { ...env, INGEST_INBOX: inbox }),
        relay: new Service('relay', env),
        'projector-1': new Service('projector-1', env),
        'projector-2': new Service('projector-2', env),
      };
      const all = Object.values(services);
      ends.push(async () => {
        await Promise.all(all.map((service) => service.end('SIGKILL')));
        await server.release({ waitMs: 1_000 });
        await rm(home, { recursive: true, force: true });
      });
      for (const service of all) service.start();
      const supervisor = setInterval(() => all.forEach((service) => service.keepAlive()), 500);
      ends.push(async () => clearInterval(supervisor));
      const tell = () => all.map((service) => service.tail()).join('\n');

      const put = async ({ name, bytes }: Publication, order: number) => {
        const path = join(inbox, 'un-sc', `${String(order).padStart(3, '0')}-${name}`);
        await writeFile(`${path}.part`, bytes);
        await rename(`${path}.part`, path);
      };
      const done = async () => (await readdir(join(inbox, 'un-sc', 'done')).catch(() => [])).length;
      const allDone = (count: number) =>
        until(
          `${count} publications ingested`,
          10 * MINUTES,
          async () => ((await done()) >= count ? true : null),
          tell,
        );

      const kill: Record<string, () => Promise<void>> = {
        relay: () => services.relay.end('SIGKILL'),
        projector: () => services[chance() < 0.5 ? 'projector-1' : 'projector-2'].end('SIGKILL'),
        ingest: () => services.ingest.end('SIGKILL'),
        broker: async () => {
          await broker.kill9();
          await new Promise((wait) => setTimeout(wait, 1_000 * chance()));
          await broker.restart();
        },
        postgres: async () => {
          process.kill(await postmasterOf(home), 'SIGKILL');
          server = await useEmbeddedServer(home, settings);
        },
      };
      const victims = Object.keys(kill);

      let order = 0;
      const early = publications.length - ROUNDS;
      for (const publication of publications.slice(0, early)) await put(publication, order++);
      await allDone(1);
      for (let round = 0; round < ROUNDS; round++) {
        await put(publications[early + round]!, order++);
        await new Promise((wait) => setTimeout(wait, 1_500 * chance()));
        await kill[victims[round % victims.length]!]!();
      }
      await allDone(publications.length);

      // Nothing lost, nothing doubled: the log is the standalone run's, event for event.
      const store = await openListStore(server.url, 'test');
      ends.push(store.close);
      const events = await allOf(store.log);
      expect(events.map(matter)).toEqual(expected.events.map(matter));

      // Every answer through the API is the standalone run's.
      const head = events.length;
      for (const on of DAYS) {
        const items: Designation[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const query = new URLSearchParams({ on, status: 'all', limit: '500', minPosition: String(head) });
          if (cursor) query.set('cursor', cursor);
          const url = `http://127.0.0.1:${apiPort}/v1/countries/UN/designations?${query.toString()}`;
          const page = await until<{ items: Designation[]; next: string | null }>(
            `an answer for ${on} at ${head}`,
            5 * MINUTES,
            async () => {
              const response = await fetch(url);
              if (!response.ok) throw new Error(await response.text());
              return (await response.json()) as { items: Designation[]; next: string | null };
            },
            tell,
          );
          items.push(...page.items);
          cursor = page.next;
        }
        expect(items).toEqual(expected.answers.get(on));
      }

      // Kafka holds exactly the log.
      const held = await eventsInKafka(broker.brokers, head, 5 * MINUTES);
      expect([...held.keys()].sort((a, b) => a - b)).toEqual(events.map(({ position }) => position));
      expect(events.every((event) => publicBytes(event).equals(held.get(event.position)!))).toBe(true);

      // Rebuilt = live, with nothing parked.
      for (const model of readModels(store.log))
        expect(await rebuild(store.projector, store.log, model)).toMatchObject({ equal: true, position: head });
      expect((await store.progress.standings()).every(({ parked }) => parked === 0)).toBe(true);
    },
    60 * MINUTES,
  );
});
