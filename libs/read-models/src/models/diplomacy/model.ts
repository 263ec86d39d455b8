import { type GovernmentReport, type PostReport, STREAMS } from '#domain';
import type { RecordedEvent } from '#event-log';
import { factsModel } from '../facts.ts';

/** Who has which envoy where, who holds which territory, and who recognises that. */
export const diplomacy = factsModel({
  name: 'diplomacy',
  revision: 1,
  tables: new URL('./table.sql', import.meta.url),
  streams: [STREAMS.post, STREAMS.government],
  columns: { act: { type: 'text', sending: 'text', receiving: 'text', territory: 'text', data: 'jsonb' } },
  rowsOf(event) {
    const { type, data } = event as RecordedEvent<PostReport | GovernmentReport>;
    const where =
      'territory' in data ? { territory: data.territory } : { sending: data.sending, receiving: data.receiving };
    return [{ table: 'act', row: { type, ...where, data } }];
  },
});
