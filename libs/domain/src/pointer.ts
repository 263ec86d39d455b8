import type { Json } from './canonical-json.ts';

type JsonObject = Record<string, Json>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A copy of `target` in which the member that a JSON pointer names is set (or, with undefined, is not there). What the
 * pointer does not lead through is shared. Parents that are missing are made. Source: RFC 6901.
 */
export const withAt = <T extends object>(target: T, path: string, value: unknown): T =>
  editing(target, (edit) => edit.set(path, value));

/** What may be done to a copy while it is made. */
export interface Edit {
  get(path: string): unknown;
  /** With undefined, the member is taken away. */
  set(path: string, value: unknown): void;
}

/** A copy of `target` with many members changed: each object on the way is copied once, however many changes lead through it. */
export function editing<T extends object>(target: T, change: (edit: Edit) => void): T {
  const copies = new WeakSet<object>();
  const copyOf = (value: unknown): JsonObject => {
    if (isObject(value) && copies.has(value)) return value;
    const copy = isObject(value) ? { ...value } : {};
    copies.add(copy);
    return copy;
  };
  const root = copyOf(target);
  change({
    get: (path) => getAt(root, path),
    set(path, value) {
      const keys = keysOf(path);
      const last = keys.length - 1;
      let object = root;
      for (let i = 0; i < last; i++) {
        const inner = copyOf(own(object, keys[i]!));
        define(object, keys[i]!, inner);
        object = inner;
      }
      if (value === undefined) delete object[keys[last]!];
      else define(object, keys[last]!, value as Json);
    },
  });
  return root as T;
}

/** A member of its own: what every object inherits is none. */
export const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Sets an own member: `__proto__` is a name like any other, and nobody's prototype is touched. */
function define(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}

/** The member of `target` that a JSON pointer names; undefined where there is none. Source: RFC 6901. */
export const getAt = (target: unknown, path: string): unknown =>
  keysOf(path).reduce<unknown>((at, key) => (isObject(at) ? own(at, key) : undefined), target);

/** The names that a JSON pointer goes through. Source: RFC 6901. */
export const keysOf = (path: string): string[] => {
  const keys = path.slice(1).split('/');
  return path.includes('~') ? keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) : keys;
};
