import { createKafka, createKafkaTransport } from '#messaging';
import { distributedConfig, openFollower, runService } from '#process';
import { readModels, showBi } from '#read-models';
import { ensureReadModels, runReadModels } from '#subscriptions';

await runService(
  'projector',
  distributedConfig,
  openFollower,
  async ({ settings, logger, store: { log, projector: pool }, signal }) => {
    const models = readModels(log);
    await ensureReadModels(pool, log, models);
    await showBi(pool);
    const kafka = createKafka({ brokers: settings.KAFKA_BROKERS, clientId: 'demarche-projector', log: logger });
    await runReadModels(models, {
      pool,
      signal,
      claim: 'steal',
      transport: createKafkaTransport(kafka, logger),
      onApplied: (batch) => logger.info(batch, 'events.projected'),
      onParked: ({ error, ...event }) => logger.error({ ...event, err: error }, 'event.parked'),
    });
  },
);
