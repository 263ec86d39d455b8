import { createMemoryEventLog, type EventLog } from '#event-log';
import { sourceOf } from '../catalogue.ts';
import { ingestPublication, type IngestOptions } from '../ingesting/ingest.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import type { ListSource, MappedEntry } from '../list-source.ts';
import { listFromMapping } from '../lists/by-mapping/list-from-mapping.ts';
import { mapRows } from '../mapping/map-rows.ts';
import { readPublication } from '../ingesting/read-publication.ts';
import { receive } from '../reading/receive.ts';

export async function* inPieces(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content as string);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

let observed = 0;

/** A log, and what a list's publication does to it. */
export function givenList(of: string | ListSource, log: EventLog = createMemoryEventLog()) {
  const source = typeof of === 'string' ? sourceOf(of)! : of;
  const { list } = source;
  const take = (bytes: AsyncIterable<Uint8Array>, options: Partial<IngestOptions> = {}) =>
    ingestPublication({ log, artefacts: null }, source, bytes, {
      actor: 'test',
      // Never twice the same, as in life.
      observedAt: new Date(Date.UTC(2026, 11, 31) + observed++ * 1000).toISOString(),
      ...options,
    });
  const publish = (content: string | Uint8Array, options?: Partial<IngestOptions>) => take(inPieces(content), options);
  /** The events of one designation: type, days, and what was amended. */
  const eventsOf = async (reference: string) =>
    (await log.readStream(`designation-${list}:${reference}`)).map(({ type, data }) => ({
      type,
      effective: data.effective,
      cause: data.cause,
      ...('patch' in data ? { patch: data.patch } : {}),
    }));
  return { log, publish, take, eventsOf };
}

/** What a list makes of a file: the publication as read, and its entries by reference; of 2026-12-31 where it gives no day. */
export const readAs = (list: string, content: string | Uint8Array, limits: Partial<Limits> = {}) =>
  readSource(sourceOf(list)!, content, limits);

export async function readSource(source: ListSource, content: string | Uint8Array, limits: Partial<Limits> = {}) {
  const all = { ...defaultLimits, ...limits };
  const { format, ...publication } = await readPublication(source, receive(inPieces(content), all), all);
  const { entries, quarantined, unread } = mapRows(format, publication.rows, {
    publishedOn: publication.publishedOn ?? '2026-12-31',
    known: () => undefined,
  });
  const byReference: Record<string, MappedEntry> = {};
  for (const entry of entries) byReference[entry.record.reference] = entry;
  return { ...publication, byReference, entries, quarantined, unread };
}

/** A list of its own with one table of columns `No`, `Name`, `From` and `To`. */
export const tableList = (list: string, more: readonly string[] = []): ListSource =>
  listFromMapping(
    ['list: ' + list, 'authority: XX', 'name: A test list', 'publisher: Test Gazette', 'url: https://example.org/']
      .concat(['reference: No', 'type: organization', 'primaryName: Name', 'listedOn: From', 'delistedOn: To'])
      .concat('program: TEST', more)
      .join('\n'),
  );
