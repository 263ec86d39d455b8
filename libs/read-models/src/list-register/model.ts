import type { PoolClient } from 'pg';
import { listEvent, type ListEvent } from '#domain';
import type { RecordedEvent } from '#event-log';
import type { ReadModel } from '#subscriptions';

const SEEN = `
  insert into list (list, authority, last_event) select list, authority, position
  from jsonb_to_recordset($1) as e(list text, authority text, position bigint)
  on conflict (list) do update set last_event = greatest(list.last_event, excluded.last_event)`;

const REGISTERED = `
  update list set name = e.name, url = e.url, legal_basis = e."legalBasis", curated = e.curated, registered_at = e.position
  from jsonb_to_recordset($1) as e(list text, name text, url text, "legalBasis" text, curated jsonb, position bigint)
  where list.list = e.list`;

const PUBLISHED = `
  insert into publication (list, position, authority, sha256, published_on, generated_at, recorded_at, reader, counts,
    unknown, quarantined, forced, rejected)
  select list, position, authority, sha256, "publishedOn", "generatedAt", "recordedAt", reader, counts, unknown,
    quarantined, forced, rejected
  from jsonb_to_recordset($1) as e(list text, position bigint, authority text, sha256 text, "publishedOn" date,
    "generatedAt" text, "recordedAt" timestamptz, reader text, counts jsonb, unknown jsonb, quarantined jsonb, forced jsonb,
    rejected jsonb)`;

const REVIEWED = `
  insert into review (list, position, authority, effective, by, outcome, criteria, source)
  select list, position, authority, effective, by, outcome, criteria, source
  from jsonb_to_recordset($1) as e(list text, position bigint, authority text, effective text, by text, outcome text,
    criteria text, source jsonb)`;

const COVERAGE = `
  insert into coverage_change (list, position, authority, ended, effective, reason)
  select list, position, authority, ended, effective, reason
  from jsonb_to_recordset($1) as e(list text, position bigint, authority text, ended boolean, effective text, reason text)`;

type ListRecordedEvent = RecordedEvent<ListEvent>;
const types = new Set<string>(listEvent.options.map((schema) => schema.shape.type.value));

export const listRegister = (): ReadModel => ({
  name: 'list-register',
  schema: 'list_register',
  tables: new URL('./table.sql', import.meta.url),
  revision: 1,
  digested: {
    list: ['list', 'name', 'url', 'legal_basis', 'curated', 'registered_at', 'last_event'],
    publication: ['list', 'position', 'sha256', 'published_on', 'counts', 'forced', 'rejected'],
    review: ['list', 'position', 'effective', 'by', 'outcome', 'criteria'],
    coverage_change: ['list', 'position', 'ended', 'effective', 'reason'],
  },

  async apply(tx: PoolClient, batch: readonly RecordedEvent[]) {
    // Designation events move the list's last event too.
    const latest = new Map<string, object>();
    for (const { list, authority, position } of batch) if (list) latest.set(list, { list, authority, position });
    const rows = {
      registered: [] as object[],
      published: [] as object[],
      reviewed: [] as object[],
      coverage: [] as object[],
    };
    for (const event of batch.filter((each): each is ListRecordedEvent => types.has(each.type))) {
      const { position, recordedAt, data } = event;
      switch (event.type) {
        case 'ListRegistered':
          rows.registered.push({ ...data, position });
          break;
        case 'ListReviewed':
          rows.reviewed.push({ ...data, position });
          break;
        case 'ListPublicationIngested':
          rows.published.push({ ...data, position, recordedAt });
          break;
        case 'ListPublicationRejected': {
          const { code, detail } = event.data;
          rows.published.push({ ...data, position, recordedAt, rejected: { code, detail } });
          break;
        }
        case 'ListCoverageEnded':
        case 'ListCoverageResumed':
          rows.coverage.push({ ...data, position, ended: event.type === 'ListCoverageEnded' });
          break;
      }
    }
    const write = async (sql: string, values: object[]) => {
      if (values.length > 0) await tx.query(sql, [JSON.stringify(values)]);
    };
    await write(SEEN, [...latest.values()]);
    await write(REGISTERED, rows.registered);
    await write(PUBLISHED, rows.published);
    await write(REVIEWED, rows.reviewed);
    await write(COVERAGE, rows.coverage);
  },
});
