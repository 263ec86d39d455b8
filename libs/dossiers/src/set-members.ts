import { setAt, type Json } from '#domain';

/** A copy of `target` in which the members that JSON pointers name have new values; null takes one away. */
export function setMembers<T extends object>(target: T, set: Readonly<Record<string, Json>>): T {
  const copy = structuredClone(target);
  for (const [path, value] of Object.entries(set)) setAt(copy, path, value ?? undefined);
  return copy;
}
