import { z } from 'zod';
import { authority, eventTypes, listId, MAX_ID, MAX_LIST_ID, STREAMS } from '#domain';
import { eventForm } from './events.ts';
import { LAST_POSITION, pageQuery, whole } from './query.ts';
import { count, instant, next, position } from './words.ts';

/** What happens to endpoints, deliveries and screenings; an endpoint of the same owner may ask for it by name. */
export const OPERATIONAL_TYPES = [
  'endpoint.created',
  'endpoint.updated',
  'endpoint.enabled',
  'endpoint.paused',
  'endpoint.disabled',
  'endpoint.deleted',
  'endpoint.rotated',
  'delivery.exhausted',
  'screening.changed',
] as const;
export type OperationalType = (typeof OPERATIONAL_TYPES)[number];

const MOST = 200;
const longestStream = STREAMS.designation.length + MAX_LIST_ID + 1 + MAX_ID;
const several = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(MOST).optional();
const eventType = z
  .string()
  .refine((type) => [...eventTypes, ...OPERATIONAL_TYPES].includes(type), 'No event has this type')
  .meta({ enum: [...eventTypes, ...OPERATIONAL_TYPES] });

export const webhookFilter = z
  .strictObject({
    types: several(eventType).describe('Of events; and of what happens to endpoints, which has to be named to be sent'),
    lists: several(listId),
    countries: several(authority).describe('Of the authority'),
    programs: several(z.string().min(1).max(MOST)).describe('Of a designation, as its stream has named them so far'),
    subjects: several(z.string().min(1).max(longestStream)).describe('Streams, or ids of designations'),
    causes: several(z.enum(['source', 'analyst', 'correction', 'reparse'])).describe('All but reparse, where left out'),
  })
  .meta({ title: 'Webhook filter', description: 'An event is sent where it fits every member that is there' });
export type WebhookFilter = z.infer<typeof webhookFilter>;

const FORBIDDEN =
  /^(webhook-.*|proxy-.*|host|content-.*|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|user-agent)$/i;
const headers = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'Not the name of a header')
      .refine((name) => !FORBIDDEN.test(name), 'This header is ours to set'),
    z.string().regex(/^[\x20-\x7e]{0,2000}$/, 'A header has visible ASCII characters'),
  )
  .refine((all) => Object.keys(all).length <= 20, 'At most 20 headers');

/** Seconds between attempts, Standard Webhooks’ own: over three days. */
export const RETRY_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
const DAY_SECONDS = 86_400;
/** A secret that was replaced signs on for so long, at most. */
const MOST_GRACE_SECONDS = 7 * DAY_SECONDS;

const settings = {
  url: z
    .url({ protocol: /^https?$/, error: 'Not an address of the web; write https://example.org/hooks' })
    .max(2_000)
    .meta({ examples: ['https://example.org/hooks'] })
    .describe('https; where it leads is checked now and at every connection'),
  description: z.string().max(500),
  filter: webhookFilter,
  payload: z.enum(['thin', 'full']).describe('thin says what happened and where to read it; full has the event'),
  payloadVersion: z.literal('1'),
  headers,
  order: z
    .enum(['none', 'by-list'])
    .describe('by-list: an event waits until the one before it on its list is delivered'),
  ratePerSecond: z.int().min(1).max(10_000).nullable(),
  concurrency: z.int().min(1).max(50).describe('Requests at a time'),
  retrySeconds: z
    .array(
      z
        .int()
        .min(1)
        .max(7 * DAY_SECONDS),
    )
    .max(20)
    .describe('Seconds before the second attempt, the third, and so on'),
};

export const webhookBody = z
  .strictObject(settings)
  .partial()
  .required({ url: true })
  .extend({
    from: z
      .int()
      .min(0)
      .optional()
      .describe(
        'Everything after this position is sent; what is recorded from now on, where left out. One that the log has not reached is refused (400)',
      ),
  })
  .meta({ title: 'New webhook', description: 'Where to send which events' });
export type WebhookBody = z.infer<typeof webhookBody>;

export const webhookChange = z
  .strictObject({
    ...settings,
    status: z.enum(['enabled', 'paused', 'disabled']),
    skipMissed: z
      .boolean()
      .describe('Where it is enabled again: leave out what was recorded meanwhile, which would be sent first'),
  })
  .partial()
  .meta({ title: 'Webhook change', description: 'What is to be otherwise; what is left out stays' });
export type WebhookChange = z.infer<typeof webhookChange>;

const webhookId = z.string().meta({ title: 'Webhook', examples: ['wh_0a1b2c3d4e5f'] });

export const webhook = z
  .strictObject({
    id: webhookId,
    owner: z.string().describe('The key that made it'),
    ...settings,
    headers: z.array(z.string()).describe('Names alone; their values are shown to nobody'),
    status: z.enum(['enabled', 'paused', 'disabled']),
    reason: z.string().nullable().describe('Why it is paused or disabled'),
    createdAt: instant,
    updatedAt: instant,
    version: count.describe(
      'Of the settings: each change makes it one more. If-Match takes it in quotes, as it takes the ETag',
    ),
    standing: z
      .strictObject({
        plannedThrough: position.describe('Everything up to here was sent or waits to be sent'),
        sequence: count.describe('Of the newest event'),
        pending: count.describe('Deliveries that wait'),
        failures: count.describe('Failures since the last success'),
        failingSince: instant.nullable(),
        heldUntil: instant.nullable().describe('It is left alone until then, because it fails or asks for it'),
      })
      .describe('How it goes'),
  })
  .meta({ title: 'Webhook', description: 'An endpoint, and how it goes' });
export type Webhook = z.infer<typeof webhook>;

const secrets = {
  secret: z
    .string()
    .nullable()
    .describe('whsec_…, for v1 signatures; shown this once')
    .meta({ examples: ['whsec_MfKQ…'] }),
  publicKey: z
    .string()
    .describe('whpk_…, for v1a signatures')
    .meta({ examples: ['whpk_9ZMc…'] }),
};

export const newWebhook = webhook
  .extend(secrets)
  .meta({ title: 'New webhook', description: 'An endpoint, and what its deliveries are verified with' });
export type NewWebhook = z.infer<typeof newWebhook>;

export const webhooksPage = z
  .strictObject({ items: z.array(webhook), next })
  .meta({ title: 'Webhooks', description: 'The endpoints of the caller' });

export const previewBody = z
  .strictObject({
    filter: webhookFilter.optional(),
    after: z
      .int()
      .min(0)
      .optional()
      .describe(
        'Only events of later positions; the newest 100,000, where left out. One that the log has not reached is refused (400)',
      ),
  })
  .meta({ title: 'Preview', description: 'A filter to try on past events' });

export const preview = z
  .strictObject({
    after: position,
    upTo: position,
    matching: count.describe('Events that would have been sent'),
    items: z.array(eventForm).describe('The newest of them'),
  })
  .meta({ title: 'Preview', description: 'What a filter would have sent' });
export type Preview = z.infer<typeof preview>;

export const pingBody = z
  .strictObject({
    type: z
      .string()
      .refine((type) => eventTypes.includes(type), 'No event has this type')
      .optional(),
  })
  .meta({ title: 'Ping', description: 'A ping; with a type, an example of such an event' });

export const rotationBody = z
  .strictObject({
    graceSeconds: z
      .int()
      .min(0)
      .max(MOST_GRACE_SECONDS)
      .default(DAY_SECONDS)
      .describe('For so long the secrets before it sign too; 0 revokes them now'),
  })
  .meta({ title: 'Rotation', description: 'New secrets' });

export const rotated = z
  .strictObject({ ...secrets, oldOnesUntil: instant })
  .meta({ title: 'Rotated', description: 'The new secrets' });
export type Rotated = z.infer<typeof rotated>;

export const deliveriesQuery = pageQuery
  .extend({ status: z.enum(['pending', 'delivered', 'failed', 'cancelled']).optional() })
  .meta({ title: 'Deliveries', description: 'Deliveries, the newest first' });

export const delivery = z
  .strictObject({
    id: z.int().meta({ title: 'Delivery' }),
    webhookId: z.string().describe('The header webhook-id, the same for all attempts'),
    kind: z.enum(['event', 'replay', 'ping', 'example', 'operational']),
    position: position.nullable(),
    sequence: count.nullable().describe('Of the events of this endpoint'),
    previous: position.nullable().describe('Of the event that was delivered before it'),
    status: z.enum(['pending', 'delivered', 'failed', 'cancelled']),
    attempts: count,
    dueAt: instant.nullable().describe('When it is tried next'),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ title: 'Delivery', description: 'One event on its way to one endpoint' });
export type Delivery = z.infer<typeof delivery>;

export const deliveriesPage = z
  .strictObject({ items: z.array(delivery), next })
  .meta({ title: 'Deliveries', description: 'What was sent to an endpoint, and what waits' });

const shown = z.strictObject({ headers: z.record(z.string(), z.string()), body: z.string() });
export const attempt = z
  .strictObject({
    number: count,
    at: instant,
    ok: z.boolean(),
    status: z.int().nullable().describe('Null where no whole answer came'),
    phase: z.string().nullable().describe('Where it failed: address, dns, connect, tls, headers, body, answer'),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    ms: z.record(z.string(), z.number()).nullable().describe('How long each phase took'),
    request: shown.describe('The body is cut after 4 kB; secrets are left out'),
    response: shown.nullable(),
  })
  .meta({ title: 'Attempt', description: 'One request and its answer' });
export type Attempt = z.infer<typeof attempt>;

export const deliveryAnswer = delivery
  .extend({ log: z.array(attempt) })
  .meta({ title: 'Delivery', description: 'A delivery and its attempts' });
export type DeliveryAnswer = z.infer<typeof deliveryAnswer>;

export const replayBody = z
  .strictObject({
    after: z
      .int()
      .min(0)
      .describe(
        'Events of later positions; 0 is the beginning of history. One that is later than `upTo` is refused (400)',
      ),
    upTo: z
      .int()
      .min(0)
      .optional()
      .describe('The last position; that of now, where left out. One that the log has not reached is refused (400)'),
    perSecond: z.int().min(1).max(10_000).default(100),
    dryRun: z.boolean().default(false).describe('Only count'),
  })
  .meta({ title: 'Replay', description: 'Events to send once more, marked as replayed, beside those that are new' });

export const replay = z
  .strictObject({ id: z.uuid().nullable(), after: position, upTo: position, events: count, dryRun: z.boolean() })
  .meta({ title: 'Replay', description: 'What is sent once more' });
export type Replay = z.infer<typeof replay>;

export const replayStanding = z
  .strictObject({
    id: z.uuid(),
    after: position,
    upTo: position,
    perSecond: count,
    events: count.describe('That the filter asked for when the replay was started'),
    planned: count.describe('Of them, those that were sent or wait to be sent'),
    pending: count.describe('Of the planned, those that wait'),
    status: z
      .enum(['running', 'done', 'cancelled'])
      .describe('done: none is to be planned any more, and none waits; cancelled: called off before that'),
    createdAt: instant,
  })
  .meta({ title: 'Replay', description: 'Events that are sent once more, and how far that has come' });
export type ReplayStanding = z.infer<typeof replayStanding>;

export const replaysPage = z
  .strictObject({ items: z.array(replayStanding), next })
  .meta({ title: 'Replays', description: 'The replays of an endpoint, the newest first' });

export const webhookKeys = z
  .strictObject({
    keys: z.array(
      z.strictObject({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
        kid: z.string().describe('The endpoint, and the secret'),
        x: z.string(),
      }),
    ),
  })
  .meta({ title: 'Webhook keys', description: 'The public keys of v1a signatures, as JWKS (RFC 7517)' });

/** What is none is not found, as the `webhookId` of a delivery is, which is the header's. */
export const webhookParam = z.strictObject({
  id: z
    .string()
    .max(100)
    .meta({ as: { type: 'string', pattern: '^wh_[0-9a-f]{12}$', examples: ['wh_0a1b2c3d4e5f'] } }),
});
export const deliveryParam = webhookParam.extend({ delivery: whole(1, LAST_POSITION) });
export const replayParam = webhookParam.extend({ replay: z.uuid() });
