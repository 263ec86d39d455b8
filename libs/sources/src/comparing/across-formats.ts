import { canonicalize, getAt, withAt, type DesignationRecord, type PatchOperation } from '#domain';
import type { Format } from '../list-source.ts';

type Room = Pick<Format, 'silent' | 'partial' | 'worded'>;

/** A reader's name without its version: it names the format. */
export const readerName = (reader: string): string => reader.replace(/\/.*$/, '');

/**
 * The new record as far as its format can say it: where the format has no room for a member, or for a part of a set, the
 * known value stays. So a list may be published in several formats, and going over to a poorer one is no news.
 */
export function withKnown(
  known: DesignationRecord,
  next: DesignationRecord,
  format: Room,
  /** The format that the known record was read from. */
  before: Room = {},
): DesignationRecord {
  let result = next;
  for (const pointer of [...(format.worded ?? []), ...(before.worded ?? [])]) {
    const was = getAt(known, pointer);
    if (was !== undefined && sameWords(was, getAt(result, pointer))) result = withAt(result, pointer, was);
  }
  for (const pointer of format.silent ?? []) {
    const was = getAt(known, pointer);
    if (was !== undefined) result = withAt(result, pointer, was);
  }
  for (const pointer of format.partial ?? []) {
    const was = listAt(known, pointer);
    const is = listAt(result, pointer) ?? [];
    if (!was) continue;
    const kept = new Set(was.map((item) => canonicalize(item)));
    const more = is.filter((item) => !kept.has(canonicalize(item)));
    result = withAt(result, pointer, more.length === 0 ? was : [...was, ...more]);
  }
  return result;
}

/** Whether an operation tells only what the format before had no room for: we read more, the authority said no more. */
export function readsMore(operation: PatchOperation, before: Room): boolean {
  const { op, path } = operation;
  const isIn = (pointers: readonly string[] = []) =>
    pointers.some((pointer) => path === pointer || path.startsWith(`${pointer}/`));
  if (op === 'add') return isIn(before.silent) || isIn(before.partial);
  if (op !== 'replace' || !isIn(before.partial) || !Array.isArray(operation.old) || !Array.isArray(operation.value))
    return false;
  const now = new Set(operation.value.map((item) => canonicalize(item)));
  return operation.old.every((item) => now.has(canonicalize(item)));
}

/** Whether two sets have items of the same words, whatever member of an item holds them and however it is called. */
function sameWords(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  const bags = (items: unknown[]) =>
    [...new Set(items.map((item) => wordsOf(item).sort().join(' ')))].sort().join('\n');
  return bags(a) === bags(b);
}

function listAt(record: object, pointer: string): unknown[] | undefined {
  const value = getAt(record, pointer);
  return Array.isArray(value) ? (value as unknown[]) : undefined;
}

const NO_WORDS = new Set(['kind', 'reference']);
const wordsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => (NO_WORDS.has(name) ? [] : wordsOf(member)))
    : String(value)
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((word) => word !== '');
