import { canonicalize, upcast } from '#domain';
import type { RecordedEvent } from './event-log.ts';

/** No event's public form may be larger, in bytes of UTF-8. */
export const MAX_PUBLIC_BYTES = 64 * 1024;

const COUNTRIES = '/v1/countries/';

/** The CloudEvents `source` of an event: where its authority is found. */
export const sourceOf = ({ authority }: Pick<RecordedEvent, 'authority'>): string => `${COUNTRIES}${authority}`;

/**
 * The event as everybody sees it: one CloudEvents 1.0 object in structured JSON. What the envelope has no word for
 * stands in `data`, because CloudEvents attributes are lower-case scalars. Always made of the stored parts, so it is
 * the same for ever, whatever newer versions of the schema make of them.
 */
export function publicForm(event: RecordedEvent): Record<string, unknown> {
  const { schemaVersion, data } = event.stored;
  return {
    specversion: '1.0',
    id: event.id,
    source: sourceOf(event),
    type: event.type,
    subject: event.stream,
    time: event.recordedAt,
    datacontenttype: 'application/json',
    position: event.position,
    streamversion: event.version,
    data: {
      ...data,
      schemaVersion,
      recordedAt: event.recordedAt,
      correlationId: event.correlationId,
      causationId: event.causationId,
      batch: event.batch,
      privateSha256: event.privateSha256,
    },
  };
}

/**
 * The canonical bytes (RFC 8785, UTF-8) of the public form: the Kafka value, the webhook body, the Merkle leaf and the
 * body of `GET /v1/events/{id}` alike.
 */
export function publicBytes(event: RecordedEvent): Buffer {
  return Buffer.from(publicText(event), 'utf8');
}

/** The same as a text. */
export const publicText = (event: RecordedEvent): string => canonicalize(publicForm(event));

interface PublicForm {
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  position: number;
  streamversion: number;
  data: Pick<RecordedEvent, 'correlationId' | 'causationId' | 'batch' | 'privateSha256'> & {
    schemaVersion: number;
    recordedAt: string;
    list?: string;
  };
}

/** The inverse of `publicBytes`. Throws where the event is newer than this code. */
export function fromPublicBytes(bytes: Buffer): RecordedEvent {
  const form = JSON.parse(bytes.toString('utf8')) as PublicForm;
  const { schemaVersion, recordedAt, correlationId, causationId, batch, privateSha256, ...data } = form.data;
  return {
    ...upcast({ type: form.type, schemaVersion, data }),
    position: form.position,
    id: form.id,
    stream: form.subject,
    version: form.streamversion,
    authority: form.source.slice(COUNTRIES.length),
    list: data.list ?? null,
    recordedAt,
    correlationId,
    causationId,
    batch,
    privateSha256,
    stored: { schemaVersion, data },
  };
}
