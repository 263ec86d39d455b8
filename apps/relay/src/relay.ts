import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { EventLog } from '#event-log';
import { createRelay, publishDesignations, type KafkaClient } from '#messaging';
import { createRelayLease, type Subscriber } from '#subscriptions';

interface RelayParts {
  pool: Pool;
  eventLog: EventLog;
  kafka: KafkaClient;
  logger: Logger;
}

/** The log into `demarche.events.v1`: one leader, in order. */
export const eventsRelay = ({ pool, eventLog, kafka, logger }: RelayParts) =>
  createRelay({
    ...{ eventLog, publisher: kafka, lease: createRelayLease(pool, 'relay'), log: logger },
    onRelayed: (batch) => logger.info(batch, 'batch.relayed'),
  });

/** The current state of every designation into `demarche.designations.v1`, straight from the log. */
export function designationsTopic(eventLog: EventLog, kafka: KafkaClient): Subscriber {
  const publish = publishDesignations(eventLog, kafka);
  return {
    name: 'designations-topic',
    apply: (_tx, events) => publish(events),
  };
}
