import type { Json } from './canonical-json.ts';

type JsonObject = Record<string, Json>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets (or, with undefined, removes) the member of `target` that a JSON pointer names. Source: RFC 6901. */
export function setAt(target: object, path: string, value: unknown): void {
  const keys = keysOf(path);
  const last = keys.pop()!;
  let parent = target as JsonObject;
  for (const key of keys) {
    if (!isObject(parent[key])) parent[key] = {};
    parent = parent[key];
  }
  if (value === undefined) delete parent[last];
  else parent[last] = value as Json;
}

/** The member of `target` that a JSON pointer names; undefined where there is none. Source: RFC 6901. */
export const getAt = (target: unknown, path: string): unknown =>
  keysOf(path).reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), target);

const keysOf = (path: string): string[] =>
  path
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
