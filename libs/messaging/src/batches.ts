import type { OutgoingRecord } from './records.ts';

/** A broker's `message.max.bytes` is 1 MiB by default, and the records of one partition in one send count together. */
const MAX_BYTES = 900_000;
/** Lengths, offsets and the like, generously. */
const OVERHEAD = 64;

/** The records in order, cut so that no part holds more for one partition than a broker takes at once. */
export function* splitBySize(records: readonly OutgoingRecord[]): Generator<OutgoingRecord[]> {
  let part: OutgoingRecord[] = [];
  let sizes = new Map<number, number>();
  for (const record of records) {
    const size = sizeOf(record);
    const sum = (sizes.get(record.partition) ?? 0) + size;
    if (sum > MAX_BYTES && part.length > 0) {
      yield part;
      part = [];
      sizes = new Map([[record.partition, size]]);
    } else sizes.set(record.partition, sum);
    part.push(record);
  }
  if (part.length > 0) yield part;
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let size = OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0);
  // Ids and streams are text of any script: at most three bytes a UTF-16 unit.
  for (const name in headers) size += name.length + 3 * headers[name]!.length;
  return size;
}
