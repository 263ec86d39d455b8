import { z } from 'zod';
import { canonicalize, json, sameContent, type Json } from '../canonical-json.ts';
import { isShortPointer, POINTER_RULE } from '../limits.ts';
import { comparableText } from '../text.ts';
import { asToken } from '../pointer-token.ts';
import { editing, isObject, own } from '../pointer.ts';

const pointer = z.string().startsWith('/').refine(isShortPointer, { error: POINTER_RULE, abort: true });

/**
 * A JSON Patch (RFC 6902) whose operations also say what stood there before. The extra member `old` is ignored by
 * other readers, as the RFC asks. Only whole members change: lists of names or addresses are sets, so that positions in
 * them mean nothing and a patch fits whatever the order of arrival.
 */
export const patchOperation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('add'), path: pointer, value: json }),
  z.strictObject({ op: z.literal('replace'), path: pointer, value: json, old: json }),
  z.strictObject({ op: z.literal('remove'), path: pointer, old: json }),
]);
export type PatchOperation = z.infer<typeof patchOperation>;
type JsonObject = Record<string, Json>;

/** Lists are sets at every depth: they compare without order, and without what is said twice; texts are made plain. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => canonicalize(comparable(item))))].sort();
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
  return typeof value === 'string' ? comparableText(value) : value;
}

/** How two values of one member compare. */
interface Comparison {
  isAlike(was: Json, is: Json): boolean;
  /** The value that replaces `was` where they are not alike. */
  replacement(was: Json, is: Json): Json;
}
const OF_SUBSTANCE: Comparison = {
  isAlike: (was, is) => sameContent(comparable(was), comparable(is)),
  replacement: (was, is) => (isSet(was) && isSet(is) ? inWordsOf(was, is) : is),
};
const TO_THE_LETTER: Comparison = { isAlike: () => false, replacement: (_, is) => is };

/** What turns `before` into `after`, smallest members first by path; empty where nothing of substance differs. */
export const diffRecords = (before: object, after: object): PatchOperation[] =>
  differences(before, after, OF_SUBSTANCE);

/** The same to the letter: the order of a list, and how a text is written, count too. */
export const diffLetters = (before: object, after: object): PatchOperation[] =>
  differences(before, after, TO_THE_LETTER);

function differences(before: object, after: object, comparison: Comparison): PatchOperation[] {
  const operations: PatchOperation[] = [];
  addDifferences(operations, before as JsonObject, after as JsonObject, '', comparison);
  return operations;
}

function addDifferences(
  operations: PatchOperation[],
  old: JsonObject,
  next: JsonObject,
  path: string,
  comparison: Comparison,
): void {
  if (old === next) return;
  for (const key of Object.keys({ ...old, ...next }).sort()) {
    const [was, is] = [own(old, key), own(next, key)];
    if (was === is) continue;
    const at = () => `${path}/${asToken(key)}`;
    if (was === undefined) operations.push({ op: 'add', path: at(), value: is! });
    else if (is === undefined) operations.push({ op: 'remove', path: at(), old: was });
    else if (isObject(was) && isObject(is)) addDifferences(operations, was, is, at(), comparison);
    else if (!sameContent(was, is) && !comparison.isAlike(was, is))
      operations.push({ op: 'replace', path: at(), value: comparison.replacement(was, is), old: was });
  }
}

/**
 * A set with the items that stay as and where they stood, and those that come behind them: how the items of a set are
 * ordered or written says nothing, so that it must not depend on what the set was compared with.
 */
function inWordsOf(was: readonly Json[], is: readonly Json[]): Json[] {
  const keyOf = (item: Json) => canonicalize(comparable(item));
  const left = new Map(is.map((item) => [keyOf(item), item]));
  const kept = was.filter((item) => left.delete(keyOf(item)));
  return [...kept, ...[...left].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)];
}

/**
 * `record` with the operations applied. A list is a set: what an operation says came and went, comes and goes, whatever
 * a late report has put beside it. Parents that are missing are made, so that a late report cannot fail it. What no
 * operation touches is shared with `record`.
 */
export function applyPatch<T extends object>(record: T, patch: readonly PatchOperation[]): T {
  return editing(record, (edit) => {
    for (const operation of patch) {
      const value = operation.op === 'remove' ? undefined : operation.value;
      const current = edit.get(operation.path);
      const merged = operation.op === 'replace' && isSet(value) && isSet(operation.old) && isSet(current);
      edit.set(operation.path, merged ? mergeSets(current, operation.old as Json[], value) : value);
    }
  });
}

const isSet = (value: unknown): value is Json[] => Array.isArray(value);

function mergeSets(current: Json[], old: Json[], next: Json[]): Json[] {
  if (sameContent(current, old)) return next;
  const [was, is] = [old, next].map((items) => new Set(items.map((item) => canonicalize(item)))) as [
    Set<string>,
    Set<string>,
  ];
  const kept = current.filter((item) => !was.has(canonicalize(item)) || is.has(canonicalize(item)));
  const have = new Set(kept.map((item) => canonicalize(item)));
  return [...kept, ...next.filter((item) => !was.has(canonicalize(item)) && !have.has(canonicalize(item)))];
}
