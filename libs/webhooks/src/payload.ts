import { randomUUID } from 'node:crypto';
import type { OperationalType } from '#contract';
import { publicForm, type RecordedEvent } from '#event-log';

/** What is larger is sent as a link. */
const MOST_BYTES = 20_000;

/** What a delivery says beside its event. */
export interface Placed {
  payload: 'thin' | 'full';
  seq: number | null;
  prev: number | null;
  isReplay: boolean;
}

/** Where an event can be read, under the address of the service. */
const linkTo = (base: string, { id }: Pick<RecordedEvent, 'id'>) => `${base}/v1/events/${id}`;

/**
 * The body of a delivery: one CloudEvents 1.0 object in structured JSON, with the `timestamp` that Standard Webhooks wants
 * beside `time`. Thin, or more than 20 kB, it says what happened and links to the event.
 */
export function bodyOf(event: RecordedEvent, { payload, seq, prev, isReplay }: Placed, base: string): string {
  const beside = {
    timestamp: event.recordedAt,
    payloadversion: '1',
    ...(seq !== null && { deliverysequence: seq, previousposition: prev ?? 0 }),
    ...(isReplay && { replay: true }),
  };
  if (payload === 'full') {
    const text = `${textOf(event).slice(0, -1)},${JSON.stringify(beside).slice(1)}`;
    if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  }
  const { id, type, position, list, stream } = event;
  const link = linkTo(base, event);
  const data = { id, type, position, list, stream, link };
  return JSON.stringify({ ...publicForm(event), ...beside, dataref: link, data });
}

const texts = new WeakMap<RecordedEvent, string>();

/** An event as JSON, which is the same for all whom it is sent to. */
function textOf(event: RecordedEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify(publicForm(event));
  texts.set(event, text);
  return text;
}

/** An event that is not of the log: a ping, an example, something that happened to an endpoint. */
export const ownBody = (type: OperationalType | 'ping', endpoint: string, at: Date, data: object): object =>
  newsBody(type, { source: `/v1/webhooks/${endpoint}`, subject: endpoint }, at, data);

/** The same of anything. */
export function newsBody(
  type: OperationalType | 'ping',
  { source, subject }: { source: string; subject: string },
  at: Date,
  data: object,
): object {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source,
    type,
    subject,
    time: at.toISOString(),
    timestamp: at.toISOString(),
    datacontenttype: 'application/json',
    data,
    payloadversion: '1',
  };
}
