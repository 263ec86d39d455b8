import { afterAll, describe } from '@jest/globals';
import { createMemoryEventLog } from '#event-log';
import { findBroker } from '#testing';
import { connect, probe, relayOf } from './kafka-spec-kit.ts';
import { createKafkaTransport } from './kafka-transport.ts';
import { createLogTransport } from './log-direct.ts';
import { quiet } from './spec-kit.ts';
import { transportContract } from './transport.contract.ts';

const broker = await findBroker(probe);
afterAll(() => broker?.stop());

describe('The log itself as', () =>
  transportContract(
    async () => {
      const eventLog = createMemoryEventLog();
      return { eventLog, createTransport: () => createLogTransport(eventLog, quiet), close: async () => {} };
    },
    { shares: false },
  ));

(broker ? describe : describe.skip)('Kafka as', () =>
  transportContract(
    async () => {
      const eventLog = createMemoryEventLog();
      const kafka = connect(broker!.brokers);
      await kafka.ensureTopics();
      const stop = new AbortController();
      const relaying = relayOf(eventLog, kafka).run(stop.signal);
      return {
        eventLog,
        createTransport: () => createKafkaTransport(kafka, quiet),
        close: async () => {
          stop.abort();
          await relaying;
          await kafka.close();
        },
      };
    },
    { shares: true },
  ),
);
