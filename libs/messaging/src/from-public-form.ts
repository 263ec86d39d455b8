import { upcast } from '#domain';
import type { RecordedEvent } from '#event-log';

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

const COUNTRIES = '/v1/countries/';

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
    ...{ correlationId, causationId, batch, privateSha256 },
    stored: { schemaVersion, data },
  };
}
