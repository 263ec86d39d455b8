import { z } from 'zod';
import { createEgress } from '#egress';
import { distributedConfig, guardOf, openFollower, runService, webhookSettings } from '#process';
import { createDeliveryMeter, parseKeyring, runNotifier, webhookGauges } from '#webhooks';

// The log is read directly: Kafka would bring the same events later and out of their order over countries.
const config = distributedConfig.omit({ KAFKA_BROKERS: true }).extend({
  ...webhookSettings,
  DEMARCHE_SECRET_KEY: z.string().min(1),
});

const meter = createDeliveryMeter();

/** Beside the log, how deliveries go is told in the metrics. */
async function openNotifier(...how: Parameters<typeof openFollower>) {
  const follower = await openFollower(...how);
  return { ...follower, gauges: webhookGauges(follower.reader, meter) };
}

await runService('notifier', config, openNotifier, async ({ settings, logger, store, signal }) => {
  const egress = createEgress({ guard: guardOf(settings) });
  await runNotifier({
    url: settings.DATABASE_URL,
    poolMax: settings.DATABASE_POOL,
    log: store.log,
    logger,
    egress,
    signal,
    keyring: parseKeyring(settings.DEMARCHE_SECRET_KEY),
    base: settings.PUBLIC_URL,
    keptDays: settings.WEBHOOK_LOG_DAYS,
    meter,
  });
  await egress.close();
});
