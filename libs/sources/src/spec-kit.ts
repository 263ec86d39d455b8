import { createMemoryEventLog, type EventLog } from '#event-log';
import { sourceOf } from './catalogue.ts';
import { ingestPublication, type IngestOptions } from './ingest.ts';
import { defaultLimits, type ReadLimits } from './limits.ts';
import type { ListSource, MappedEntry, ReadPublication } from './list-source.ts';
import { mapRows } from './map-rows.ts';
import { receive } from './receive.ts';
import { formatOf } from './recognise.ts';

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
      observedAt: new Date(Date.UTC(2026, 0, 1) + observed++ * 1000).toISOString(),
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

/** What a list makes of a file: the publication as read, and its entries by number. */
export async function readAs(list: string, content: string | Uint8Array, limits: Partial<ReadLimits> = {}) {
  const all = { ...defaultLimits, ...limits };
  const files = await receive(inPieces(content), all).files();
  const format = formatOf(sourceOf(list)!, files, []);
  const publication: ReadPublication = await format.read(files, all);
  const { entries, quarantined, unread } = mapRows(format, publication.rows);
  const byReference: Record<string, MappedEntry> = {};
  for (const entry of entries) byReference[entry.record.reference] = entry;
  return { ...publication, byReference, entries, quarantined, unread };
}
