import { createKafka, createLogTransport } from '#messaging';
import { distributedConfig, runService } from '#nest-kit';
import { createSubscription } from '#subscriptions';
import { designationsTopic, eventsRelay } from './relay.ts';

await runService('relay', distributedConfig, async ({ settings, logger, store: { log, projector: pool }, signal }) => {
  const kafka = createKafka({ brokers: settings.KAFKA_BROKERS, clientId: 'demarche-relay', log: logger });
  const designations = createSubscription({ pool, subscriber: designationsTopic(log, kafka), claim: 'wait', signal });
  await Promise.all([
    eventsRelay({ pool, eventLog: log, kafka, logger }).run(signal),
    createLogTransport(log, logger).run(designations, signal),
  ]);
  await kafka.close();
});
