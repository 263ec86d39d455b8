import { withAt, type Json } from '#domain';

/** A copy of `target` in which the members that JSON pointers name have new values; null takes one away. */
export const setMembers = <T extends object>(target: T, set: Readonly<Record<string, Json>>): T =>
  Object.entries(set).reduce((copy, [path, value]) => withAt(copy, path, value ?? undefined), target);
