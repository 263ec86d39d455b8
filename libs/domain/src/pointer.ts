import type { Json } from './canonical-json.ts';

type JsonObject = Record<string, Json>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A copy of `target` in which the member that a JSON pointer names is set (or, with undefined, is not there). What the
 * pointer does not lead through is shared. Parents that are missing are made. Source: RFC 6901.
 */
export const withAt = <T extends object>(target: T, path: string, value: unknown): T =>
  withMember(target, keysOf(path), value) as T;

// Only own members, and a computed name: `__proto__` is then a name like any other, and nobody's prototype is touched.
function withMember(target: unknown, [key, ...inner]: string[], value: unknown): JsonObject {
  const object = isObject(target) ? target : {};
  const member = inner.length === 0 ? value : withMember(own(object, key!), inner, value);
  if (member !== undefined) return { ...object, [key!]: member as Json };
  const { [key!]: _, ...others } = object;
  return others;
}

const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** The member of `target` that a JSON pointer names; undefined where there is none. Source: RFC 6901. */
export const getAt = (target: unknown, path: string): unknown =>
  keysOf(path).reduce<unknown>((at, key) => (isObject(at) ? own(at, key) : undefined), target);

/** A member's name as a pointer has it. Source: RFC 6901. */
export const asToken = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const keysOf = (path: string): string[] => {
  const keys = path.slice(1).split('/');
  return path.includes('~') ? keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) : keys;
};
