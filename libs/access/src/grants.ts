import type { Scope } from '#contract';

/** Who asks: by a key, or by a token of the operator's identity provider. */
export interface Caller {
  /** A key's id, or the subject of a token. */
  id: string;
  /** The account. */
  owner: string;
  /** As `read`, `write:KZ`. */
  scopes: readonly string[];
}

/** What a request speaks of, for keys that are narrowed to a part. */
export interface Reach {
  list?: string | undefined;
  authority?: string | undefined;
}

/** How far a caller may go: to the whole, or to the authorities and lists that are named; to nothing where none is. */
export type Width = 'all' | readonly string[];

const IMPLIED_BY: Partial<Record<Scope, readonly Scope[]>> = { read: ['write', 'webhooks'] };

/** How far scopes as `write` or `write:KZ` reach for what needs a scope. An admin may do everything. */
export function widthOf(scopes: readonly string[], needed: Scope): Width {
  const enough: readonly string[] = ['admin', needed, ...(IMPLIED_BY[needed] ?? [])];
  const fit = scopes.map((each) => each.split(':')).filter(([scope]) => enough.includes(scope!));
  return fit.some(([, to]) => to === undefined) ? 'all' : fit.map(([, to]) => to!);
}

/** Whether all that a request speaks of lies within a width. What speaks of nothing in particular speaks of everything. */
export const isWithin = (width: Width, reaches: readonly Reach[]): boolean =>
  width === 'all' ||
  (reaches.length > 0 &&
    reaches.every(({ list, authority }) =>
      [list, authority].some((each) => each !== undefined && width.includes(each)),
    ));
