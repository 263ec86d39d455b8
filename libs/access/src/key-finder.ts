import type { Pool } from 'pg';
import type { Caller } from './grants.ts';
import { inBatches } from './in-batches.ts';

const FIND = `
  select encode(sha256, 'hex') as hash, id, owner, scopes, (extract(epoch from expires_at - now()) * 1000)::float8 as "endsIn",
    last_used_at is null or last_used_at < now() - interval '1 minute' as "isUnused"
  from access.api_key where sha256 = any($1) and revoked_at is null and (expires_at is null or expires_at > now())`;
/** To the minute, so that asking seldom writes; whoever else is about to say so need not be waited for. */
const USED = `
  update access.api_key set last_used_at = now()
  where id in (select id from access.api_key where id = any($1) for no key update skip locked)`;

/** A key that was found is believed for so long: what takes one away has been heard of everywhere when this has passed. */
export const BELIEVED_MS = 100;
const MOST_BELIEVED = 10_000;

interface Found extends Caller {
  hash: string;
  /** Milliseconds until the key ends by itself. */
  endsIn: number | null;
  isUnused: boolean;
}

/** Gives a function that finds the caller whose key has a hash (SHA-256, in hex); null where the key is none, or none any more. */
export function createKeyFinder(pool: Pool) {
  const believed = new Map<string, { caller: Caller; until: number }>();

  const find = inBatches(async (hashes) => {
    // The database looks no earlier than this.
    const asked = performance.now();
    const { rows } = await pool.query<Found>({
      name: 'find_keys',
      text: FIND,
      values: [hashes.map((hash) => Buffer.from(hash, 'hex'))],
    });
    const unused = rows.filter(({ isUnused }) => isUnused).map(({ id }) => id);
    if (unused.length > 0) await pool.query(USED, [unused]);
    if (believed.size + rows.length > MOST_BELIEVED) believed.clear();
    for (const { hash, endsIn, id, owner, scopes } of rows)
      believed.set(hash, { caller: { id, owner, scopes }, until: asked + Math.min(BELIEVED_MS, endsIn ?? Infinity) });
    return new Map(rows.map(({ hash }): [string, Caller] => [hash, believed.get(hash)!.caller]));
  });

  return async (hash: string): Promise<Caller | null> => {
    const known = believed.get(hash);
    if (known && performance.now() < known.until) return known.caller;
    believed.delete(hash);
    return find(hash);
  };
}
