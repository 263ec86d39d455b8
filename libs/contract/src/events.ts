import { z } from 'zod';
import {
  domainEvent,
  listId,
  MAX_ID,
  MAX_LIST_ID,
  provenance,
  resolutionEvents,
  statementEvents,
  STREAMS,
} from '#domain';
import { authorityFilter, LAST_POSITION, pageQuery, reparseFlag, typeFilter, whole } from './query.ts';
import { count, country, edtf, instant, known, next, position } from './words.ts';

const longestStream = STREAMS.designation.length + MAX_LIST_ID + 1 + MAX_ID;

const eventFilter = z.strictObject({
  type: typeFilter.optional(),
  country: authorityFilter.optional(),
  list: listId.optional().describe('What was recorded about a list and the entries on it'),
  subject: z.string().min(1).max(longestStream).optional().describe('A stream, or the id of a designation'),
  reparse: reparseFlag,
});

/** In seconds. */
const LONGEST_WAIT = 60;

export const eventsQuery = pageQuery
  .extend({
    after: whole(0, LAST_POSITION)
      .optional()
      .describe(
        'Only events of later positions; one that the log has not reached is refused (400), its last one is not',
      ),
    ...eventFilter.shape,
    wait: whole(0, LONGEST_WAIT)
      .optional()
      .describe('Seconds to wait for an event where there is none yet; a page that a cursor leads to waits for none'),
    format: z
      .enum(['json', 'ndjson', 'cloudevents'])
      .optional()
      .describe(
        'Left out, Accept says. `cloudevents` is a page as a CloudEvents batch, the next one in Link; NDJSON has all events up to now, one per line; its last line has their count, position and SHA-256',
      ),
  })
  .meta({ title: 'Events', description: 'Events in the order they were recorded' });

export const eventStreamQuery = eventFilter
  .extend({
    after: whole(0, LAST_POSITION)
      .optional()
      .describe(
        'Only events of later positions; what is recorded from now on, where left out. Last-Event-ID goes before it. A position that the log has not reached is refused (400)',
      ),
  })
  .meta({ title: 'Event stream', description: 'The log as it grows' });

export const feedQuery = eventFilter
  .extend({
    before: whole(1, LAST_POSITION)
      .optional()
      .describe(
        'Only events of earlier positions: an archive page, which never changes. At most one more than the last position of the log: what lies beyond is refused (400)',
      ),
    limit: whole(1, 200).default(50),
  })
  .meta({ title: 'Feed', description: 'The newest events first' });

/** What the log says of an event beside its own data. */
const placed = {
  schemaVersion: z.int().min(1).describe('Of the data as it is stored'),
  recordedAt: instant,
  correlationId: z.uuid(),
  causationId: z.uuid().nullable(),
  batch: z.strictObject({ id: z.uuid(), index: z.int(), count: z.int() }).describe('What was recorded together'),
  privateSha256: z.hex().length(64).describe('Of who acted, which is kept beside the event and not published'),
};

const formOf = <Type extends z.ZodLiteral, Data extends z.ZodRawShape>(type: Type, data: z.ZodObject<Data>) =>
  z.strictObject({
    specversion: z.literal('1.0'),
    id: z.uuid(),
    source: z.string().meta({ examples: ['/v1/countries/KZ'] }),
    type,
    subject: z
      .string()
      .describe('The stream')
      .meta({ examples: ['list-kz-terrorist-organizations'] }),
    time: instant.describe('When it was recorded (RFC 3339, UTC)'),
    datacontenttype: z.literal('application/json'),
    position,
    streamversion: count.describe('The number of the event within its stream, from 1'),
    data: data.extend(placed),
  });

/** All that every event has. */
type AnyForm = ReturnType<typeof formOf<z.ZodLiteral<string>, typeof provenance.shape>>;

/** An event in its public form; `data` is that of its type. */
export const eventForm = z
  .discriminatedUnion(
    'type',
    domainEvent.options.map(({ shape }) => formOf(shape.type, shape.data as z.ZodObject)) as unknown as [AnyForm],
  )
  .meta({ title: 'Event', description: 'A CloudEvents 1.0 object' });
export type EventForm = z.infer<typeof eventForm>;

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#4-json-batch-format */
export const eventsBatch = z
  .array(eventForm)
  .meta({ title: 'Event batch', description: 'A page of the log as a CloudEvents batch' });

/** https://www.jsonfeed.org/version/1.1/ */
export const jsonFeed = z
  .strictObject({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    description: z.string(),
    home_page_url: z.url(),
    feed_url: z.url(),
    next_url: z.url().optional().describe('The feed of what was recorded before'),
    items: z.array(
      z.strictObject({
        id: z.string().meta({ examples: ['urn:uuid:5f1c7a52-8f2b-5c1d-9a44-2f6f1f6b7c10'] }),
        url: z.url(),
        external_url: z.url().optional().describe('The source'),
        title: z.string().describe('What happened to whom, on which list, valid when'),
        content_text: z.string(),
        date_published: instant,
        authors: z.array(z.strictObject({ name: z.string() })).describe('Who published the source'),
        tags: z.array(z.string()),
      }),
    ),
  })
  .meta({ title: 'Feed', description: 'A JSON Feed 1.1 of the newest events' });
export type JsonFeed = z.infer<typeof jsonFeed>;

export const eventsAnswer = z
  .strictObject({ items: z.array(eventForm), next })
  .meta({ title: 'Events', description: 'A page of the log' });

export const threadAnswer = known
  .extend({
    event: eventForm,
    inReactionTo: z.array(z.uuid()).describe('What the event itself reacts to, the nearest first'),
    items: z
      .array(
        z.strictObject({
          position,
          id: z.uuid(),
          type: z.string(),
          authority: country,
          effective: edtf,
          to: z.uuid().describe('What it speaks of: another event of this thread'),
          kind: z.enum(['reaction', 'about']),
          depth: count.describe('1 speaks of the event itself, 2 of what speaks of it, and so on'),
          lagDays: z
            .int()
            .nullable()
            .describe('Whole days after what it speaks of; null where one of the two days is not known'),
          data: z
            .union([statementEvents.StatementIssued.shape.data, resolutionEvents.ResolutionAdopted.shape.data])
            .describe('The event as last corrected'),
        }),
      )
      .describe('Everything that speaks of it, by depth, then by day'),
  })
  .meta({ title: 'Thread', description: 'An event and what reacted to it' });
export type ThreadAnswer = z.infer<typeof threadAnswer>;
export type ThreadItem = ThreadAnswer['items'][number];
