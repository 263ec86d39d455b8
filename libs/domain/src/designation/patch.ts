import { z } from 'zod';
import { canonicalize, json, sameContent, type Json } from '../canonical-json.ts';

const pointer = z.string().startsWith('/');

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

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists are sets at every depth: they compare without order, and without what is said twice. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => canonicalize(comparable(item))))].sort();
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
  return value;
}

/** What turns `before` into `after`, smallest members first by path; empty where nothing of substance differs. */
export function diffRecords(before: object, after: object, path = ''): PatchOperation[] {
  const old = before as JsonObject;
  const next = after as JsonObject;
  const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
  return keys.flatMap((key): PatchOperation[] => {
    const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const was = old[key];
    const is = next[key];
    if (was === undefined && is === undefined) return [];
    if (was === undefined) return [{ op: 'add', path: at, value: is! }];
    if (is === undefined) return [{ op: 'remove', path: at, old: was }];
    if (isObject(was) && isObject(is)) return diffRecords(was, is, at);
    return sameContent(comparable(was), comparable(is)) ? [] : [{ op: 'replace', path: at, value: is, old: was }];
  });
}

/** `record` with the operations applied. Parents that are missing are made, so that a late report cannot fail it. */
export function applyPatch<T extends object>(record: T, patch: readonly PatchOperation[]): T {
  const result = structuredClone(record) as JsonObject;
  for (const operation of patch) setAt(result, operation.path, operation.op === 'remove' ? undefined : operation.value);
  return result as T;
}

/** Sets (or, with undefined, removes) the member of `target` that a JSON pointer names. Source: RFC 6901. */
export function setAt(target: object, path: string, value: unknown): void {
  const keys = path
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop()!;
  let parent = target as JsonObject;
  for (const key of keys) {
    if (!isObject(parent[key])) parent[key] = {};
    parent = parent[key];
  }
  if (value === undefined) delete parent[last];
  else parent[last] = value as Json;
}
