import { createKafka, createLogTransport, createRelay, together } from '#messaging';
import { distributedConfig, openFollower, runService } from '#process';
import { createOutletSubscription, createRelayLease } from '#subscriptions';
import { designationsTopic } from './designations-topic.ts';

await runService('relay', distributedConfig, openFollower, async ({ settings, logger, store, signal }) => {
  const { log: eventLog, projector: pool } = store;
  const kafka = createKafka({ brokers: settings.KAFKA_BROKERS, clientId: 'demarche-relay', log: logger });
  /** The log into `demarche.events.v1`: one leader, in order. */
  const events = createRelay({
    eventLog,
    publisher: kafka,
    lease: createRelayLease(pool, 'relay'),
    log: logger,
    onRelayed: (batch) => logger.info(batch, 'batch.relayed'),
  });
  const subscriber = designationsTopic(pool, eventLog, kafka);
  await together(signal, [
    events.run,
    (until) =>
      createLogTransport(eventLog, logger).run(
        createOutletSubscription({
          pool,
          subscriber,
          claim: 'wait',
          signal: until,
          onParked: ({ error, ...event }) => logger.error({ ...event, err: error }, 'event.parked'),
        }),
        until,
      ),
  ]);
  await kafka.close();
});
