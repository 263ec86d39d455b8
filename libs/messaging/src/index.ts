export { createDesignationsPublisher, type DueDays } from './designations-publisher.ts';
export { createKafka, type KafkaClient } from './kafka/kafka.ts';
export { createKafkaTransport } from './kafka-transport.ts';
export { createLogTransport } from './log-direct.ts';
export { createRelay, type RelayLease, type RelayOptions } from './relay.ts';
export { RefusedError, together } from './supervise.ts';
export { PARTITIONS, partitionOf, topicsOf, type Topics } from './topics.ts';
export type { Delivery, Log, Standing, Subscription, Transport } from './transport.ts';
