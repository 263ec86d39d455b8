import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin } from 'kafkajs';
import { eventTypes, upcast, type DomainEvent } from '#domain';
import { createMemoryEventLog, publicBytes, type EventLog } from '#event-log';
import { findBroker, isOwn } from '#testing';
import { createDesignationsPublisher, designationRecord, type DueDays } from './designations-publisher.ts';
import type { KafkaClient } from './kafka/kafka.ts';
import { connect, contentOf, probe, relayOf, valuesOf } from './kafka-spec-kit.ts';
import { createKafkaTransport } from './kafka-transport.ts';
import { recordsOf } from './records.ts';
import { append, createLease, createStore, delisted, designated, during, quiet, record, until } from './spec-kit.ts';

const broker = await findBroker(probe);
afterAll(() => broker?.stop());
const describeKafka = broker ? describe : describe.skip;
const itHarms = broker && isOwn(broker) ? it : it.skip;

describeKafka('Kafka', () => {
  let eventLog: EventLog;
  let kafka: KafkaClient;
  let lease: ReturnType<typeof createLease>;
  let store: ReturnType<typeof createStore>;
  beforeEach(() => {
    eventLog = createMemoryEventLog();
    kafka = connect(broker!.brokers);
    lease = createLease();
    store = createStore();
  });
  afterEach(() => kafka.close());

  const relaying = <T>(work: () => Promise<T>) =>
    during((signal) => relayOf(eventLog, kafka, { lease: lease.lease }).run(signal), work);
  const reading = <T>(work: () => Promise<T>) =>
    during((signal) => createKafkaTransport(kafka, quiet).run(store.runner().subscription, signal), work);
  const relayed = async () => lease.state.position === (await eventLog.head());
  const read = async () => store.lowest() === (await eventLog.head());
  const recorded = () => eventLog.read({ after: 0, limit: 1_000_000 });

  /** As the relay does: a broker that has just made a topic does not lead it at once. */
  const published = (records: Parameters<KafkaClient['publish']>[1]) =>
    until(
      () =>
        kafka.publish(kafka.topics.events.name, records).then(
          () => true,
          () => false,
        ),
      'it is published',
    );

  async function asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = new kafkajs.Kafka({ brokers: broker!.brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  }

  it('holds the public bytes of the log', async () => {
    await record(eventLog, 50);
    await relaying(() => until(relayed, 'all is relayed'));
    expect(await valuesOf(kafka)).toEqual((await recorded()).map((event) => publicBytes(event).toString()));
  });

  it('carries every type of event as REST shows it', async () => {
    const golden = new URL('../../domain/golden/log-1.json', import.meta.url);
    const { events } = JSON.parse(await readFile(golden, 'utf8')) as { events: (DomainEvent & { stream: string })[] };
    for (const { stream, type, schemaVersion, data } of events) {
      const event = upcast({ type, schemaVersion, data });
      await eventLog.append({ id: randomUUID(), streams: [{ stream, expected: 'any', events: [event] }] });
    }
    expect(new Set((await recorded()).map(({ type }) => type))).toEqual(new Set(eventTypes));
    await relaying(() => until(relayed, 'all is relayed'));
    expect(await valuesOf(kafka)).toEqual((await recorded()).map((event) => publicBytes(event).toString()));
  });

  it('drops what the relay sends twice', async () => {
    await record(eventLog, 60);
    await relaying(() => until(relayed, 'all is relayed'));
    lease.state.position = 20;
    await relaying(() => until(relayed, 'the last 40 are relayed again'));
    await reading(() => until(read, 'all is read'));
    expect(store.received).toHaveLength(60);
    expect(store.doubles()).toBe(0);
  });

  it('leaves the lead when fenced, and takes it again', async () => {
    await record(eventLog, 5);
    await relaying(async () => {
      await until(relayed, 'all is relayed');
      lease.state.epoch++;
      lease.state.held = false;
      await record(eventLog, 5);
      await until(relayed, 'it leads again');
    });
    expect(lease.state.epoch).toBeGreaterThanOrEqual(3);
    expect(await valuesOf(kafka)).toHaveLength(10);
  });

  it('takes records of a relay whose clock is hours ahead', async () => {
    await until(
      () =>
        kafka.ensureTopics().then(
          () => true,
          () => false,
        ),
      'the topics are there',
    );
    await published([{ partition: 0, key: 'k', value: null, headers: {} }]);
    const producer = new kafkajs.Kafka({ brokers: broker!.brokers, logLevel: kafkajs.logLevel.NOTHING }).producer();
    await producer.connect();
    const timestamp = String(Date.now() + 5 * 3_600_000);
    const topic = kafka.topics.events.name;
    await producer
      .send({ topic, messages: [{ key: 'k', value: 'v', partition: 0, timestamp }] })
      .finally(() => producer.disconnect());
  });

  it('refuses a topic with another number of partitions', async () => {
    const topic = kafka.topics.events.name;
    await asAdmin((admin) => admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: false }));
    // A broker that was told to make a topic does not know it at once.
    await until(
      async () =>
        await asAdmin((admin) => admin.fetchTopicMetadata({ topics: [topic] })).then(
          ({ topics }) => topics[0]!.partitions.length === 3,
          () => false,
        ),
      'the topic is there',
    );
    const { signal } = new AbortController();
    await expect(relayOf(eventLog, kafka).run(signal)).rejects.toThrow(/has 3 partitions, not 12/);
    const { subscription } = store.runner();
    await expect(createKafkaTransport(kafka, quiet).run(subscription, signal)).rejects.toThrow(/not 12/);
  });

  it('fills a topic that was deleted while nobody led', async () => {
    await record(eventLog, 40);
    await relaying(() => until(relayed, 'all is relayed'));
    await reading(() => until(read, 'all is read'));
    await asAdmin((admin) => admin.deleteTopics({ topics: [kafka.topics.events.name] }));
    await record(eventLog, 40);
    await relaying(() => until(relayed, 'the topic is filled'));
    expect(await valuesOf(kafka)).toEqual((await recorded()).map((event) => publicBytes(event).toString()));
    await reading(() => until(read, 'the rest is read'));
    expect(store.received).toHaveLength(80);
    expect(store.doubles()).toBe(0);
  });

  it('fills a topic that was made anew under a running relay and its readers', async () => {
    await record(eventLog, 40);
    await relaying(() =>
      reading(async () => {
        await until(read, 'all is read');
        await asAdmin((admin) => admin.deleteTopics({ topics: [kafka.topics.events.name] }));
        await until(() => kafka.ensureTopics().then(...[() => true, () => false]), 'the topic is there again');
        for (let round = 0; round < 3; round++) {
          await record(eventLog, 40);
          // Relay and readers come to it each in their own time, with pauses that grow: seconds, on a busy machine more.
          await until(read, 'the new ones are read', 90_000);
        }
      }),
    );
    expect(await valuesOf(kafka)).toEqual((await recorded()).map((event) => publicBytes(event).toString()));
    expect(store.received).toHaveLength(160);
  });

  it('reads around a gap once the relay has closed it', async () => {
    await record(eventLog, 30);
    const events = await recorded();
    await kafka.ensureTopics();
    for (const { records, watermarks } of [recordsOf(events.slice(20), 20), recordsOf(events, 0)])
      await published([...records, ...watermarks]);
    await reading(() => until(read, 'all is read'));
    expect(store.received).toHaveLength(30);
  });

  /** Due days as the table keeps them. */
  const keepDueDays = () => {
    const days = new Map<string, string>();
    const dueDays: DueDays = {
      until: async (day, limit) => [...days].flatMap(([id, due]) => (due <= day ? [id] : [])).slice(0, limit),
      set: async (next) => {
        for (const [id, day] of next)
          if (day === null) days.delete(id);
          else days.set(id, day);
      },
    };
    return { days, dueDays };
  };
  /** What a reader of the compacted topic has in the end. */
  const states = async () => {
    const held = new Map<string, Record<string, unknown>>();
    for (const { key, value } of [...(await contentOf(kafka, kafka.topics.designations.name)).values()].flat())
      if (value === null) held.delete(key!);
      else held.set(key!, JSON.parse(value.toString()));
    return held;
  };

  /** A topic just made has no leader yet; what looks after a publisher tries again, and so does this. */
  const checked = (publisher: ReturnType<typeof createDesignationsPublisher>) =>
    until(() => publisher.check(new Map()).catch(() => false), 'the topic is there');

  it('keeps each designation as it stands today, and forgets those that are on no list', async () => {
    await append(eventLog, designated('KZ', 'T.1', '2006-10-12'), designated('RU', 'T.2', '2003-02-14'));
    await append(eventLog, delisted('KZ', 'T.1', '2023-12-29'));
    const publisher = createDesignationsPublisher({ eventLog, kafka, ...keepDueDays(), today: () => '2024-01-01' });
    await checked(publisher);
    await publisher.send(await recorded());
    expect([...(await states()).values()]).toEqual([
      {
        id: 'ru-terrorist-organizations:T.2',
        list: 'ru-terrorist-organizations',
        authority: 'RU',
        reference: 'T.2',
        status: 'listed',
        since: '2003-02-14',
        until: null,
        programs: ['terrorism'],
        position: 2,
        subject: { type: 'organization', name: 'Party T.2', aliases: [] },
      },
    ]);
  });

  it('sends a change that was recorded before on the day on which it comes to hold', async () => {
    const id = 'kz-terrorist-organizations:T.1';
    await append(eventLog, designated('KZ', 'T.1', '2023-12-01'));
    await append(eventLog, delisted('KZ', 'T.1', '2023-12-29'));
    let day = '2023-11-30';
    const { days, dueDays } = keepDueDays();
    const publisher = createDesignationsPublisher({ eventLog, kafka, dueDays, today: () => day });
    await checked(publisher);
    await publisher.send(await recorded());
    expect([(await states()).size, days.get(id)]).toEqual([0, '2023-12-01']);
    day = '2023-12-28';
    await publisher.check(new Map());
    expect([(await states()).get(id)?.status, days.get(id)]).toEqual(['listed', '2023-12-29']);
    day = '2023-12-29';
    await publisher.check(new Map());
    expect([(await states()).size, days.size]).toEqual([0, 0]);
  });

  it('notices that the topic of the designations was made anew', async () => {
    await append(eventLog, designated('KZ', 'T.1', '2023-12-01'));
    const publisher = createDesignationsPublisher({ eventLog, kafka, ...keepDueDays() });
    await checked(publisher);
    const cursors = await publisher.send(await recorded());
    expect(await publisher.check(cursors)).toBe(true);
    await asAdmin((admin) => admin.deleteTopics({ topics: [kafka.topics.designations.name] }));
    await until(
      () =>
        publisher.check(cursors).then(
          (isThere) => !isThere,
          () => false,
        ),
      'it is noticed',
    );
    const events = await recorded();
    await until(
      () =>
        publisher.send(events).then(
          () => false,
          (error: unknown) => publisher.isGone(error),
        ),
      'what is sent says so too',
    );
  });

  it('names the designation of which no record can be made', async () => {
    const broken = { ...designated('KZ', 'T.1').events[0]!, position: 1, data: null };
    expect(() => designationRecord('a:1', [broken as never], '2024-01-01')).toThrow();
    await append(eventLog, designated('KZ', 'T.1'));
    const unreadable = { ...eventLog, readStreams: async () => [{ ...(await recorded())[0]!, data: null } as never] };
    const publisher = createDesignationsPublisher({ eventLog: unreadable, kafka, ...keepDueDays() });
    const error: unknown = await publisher.send(await recorded()).catch((thrown: unknown) => thrown);
    expect([publisher.isPoison(error), publisher.isPoison(new Error('Connection refused'))]).toEqual([true, false]);
    expect(String(error)).toContain('kz-terrorist-organizations:T.1');
  });

  itHarms('makes a producer anew that died with its broker', async () => {
    const owned = broker as Extract<typeof broker, { kill9: unknown }>;
    await record(eventLog, 5);
    const { records } = recordsOf(await recorded(), 0);
    await kafka.ensureTopics();
    await published(records);
    await owned.kill9();
    await expect(kafka.publish(kafka.topics.events.name, records)).rejects.toThrow();
    await owned.restart();
    const again = () => kafka.publish(kafka.topics.events.name, records);
    await until(() => again().then(...[() => true, () => false]), 'it is sent', 90_000);
  });

  itHarms(
    'loses nothing when the broker is killed in the middle of relaying',
    async () => {
      const owned = broker as Extract<typeof broker, { kill9: unknown }>;
      for (let i = 0; i < 10; i++) await record(eventLog, 1_000);
      const names = `group-${randomUUID()}`;
      await relaying(() =>
        during(
          (signal) => createKafkaTransport(kafka, quiet).run(store.runner(names).subscription, signal),
          async () => {
            await until(() => lease.state.position >= 2_000, 'some is relayed');
            await owned.kill9();
            expect(lease.state.position).toBeLessThan(10_000);
            await owned.restart();
            await until(relayed, 'all is relayed', 120_000);
            await until(read, 'all is read', 120_000);
          },
        ),
      );
      expect(await valuesOf(kafka)).toEqual((await recorded()).map((event) => publicBytes(event).toString()));
      expect(store.received).toHaveLength(10_000);
    },
    300_000,
  );
});
