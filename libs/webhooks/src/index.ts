export { createEndpoints, type Asker, type Endpoints } from './endpoints.ts';
export { deliveriesOf, deliveryOf, forgetOld, pingOf, planOwn, resend } from './deliveries.ts';
export { createDeliveryMeter, webhookGauges, type DeliveryMeter } from './gauges.ts';
export { keyringIn, parseKeyring, type Keyring } from './keyring.ts';
export { runNotifier, type NotifierOptions } from './notifier.ts';
export { tellOwner } from './operational.ts';
export { catchUp, planner } from './planner.ts';
export { cancelReplay, replayOf, replaysOf, type PlacedReplay } from './replay-standings.ts';
export { planReplays, previewOf, startReplay } from './replays.ts';
export { publicKeys, resealAll, secretOf } from './secrets.ts';
export { makeSecret, signedHeaders, signerOf, type SecretKind } from './signing.ts';
export { createWorker, type Worker } from './worker.ts';

/** The tables of this lib, for `migrate`. */
export const webhooksMigrations = { lib: 'webhooks', folder: new URL('./sql/', import.meta.url) };
