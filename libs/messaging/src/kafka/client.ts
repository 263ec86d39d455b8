import type { ICustomPartitioner, Kafka, KafkaConfig } from 'kafkajs';
import type { Log } from '../transport.ts';

// This folder alone knows kafkajs 2.2.4, which nobody maintains: no concurrent sends, no trust in its own retries, no
// offsets kept in Kafka; whatever fails is thrown away and made anew.

/** A broker that is slow and not dead gets more time at each attempt: else it would never be done with one. */
export const SEND_WITHIN_AT_MOST_MS = 240_000;
export const STOP_WITHIN_MS = 10_000;
/** Its one complaint about settings that we chose on purpose. */
const ABOUT_RETRIES = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

export interface KafkaOptions {
  brokers: string[];
  clientId: string;
  log: Log;
  /** Of topics and consumer groups. */
  prefix?: string;
}

/** kafkajs, set up for one process; it connects nowhere yet. */
export interface Client {
  kafka: Kafka;
  /** The same without a deadline of its own: ours is what ends a send. */
  sender: Kafka;
  createPartitioner: ICustomPartitioner;
}

/** Loads kafkajs when the client is first asked for: most processes import this lib and never speak to Kafka. */
export function createClient({ brokers, clientId, log }: KafkaOptions): () => Promise<Client> {
  let client: Promise<Client> | undefined;
  const load = async () => {
    const { Kafka, logLevel, Partitioners } = (await import('kafkajs')).default;
    const options: KafkaConfig = {
      brokers,
      clientId,
      connectionTimeout: 3_000,
      retry: { initialRetryTime: 100, retries: 2 },
      logLevel: logLevel.WARN,
      logCreator:
        () =>
        ({ namespace, log: { message, timestamp: _, logger: __, stack: ___, ...fields } }) => {
          if (message !== ABOUT_RETRIES) log.warn({ ...fields, from: `kafkajs/${namespace}` }, message);
        },
    };
    return {
      kafka: new Kafka(options),
      sender: new Kafka({ ...options, requestTimeout: SEND_WITHIN_AT_MOST_MS }),
      createPartitioner: Partitioners.DefaultPartitioner,
    };
  };
  return () => (client ??= load());
}
