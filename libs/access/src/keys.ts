import { createHash, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Key, NewKey } from '#contract';
import { inTransaction } from '#database';
import { InputError } from '#domain';
import { recordAct, type Actor } from './audit.ts';
import type { Caller } from './grants.ts';
import { BELIEVED_MS, createKeyFinder } from './key-finder.ts';

export interface KeyToMake {
  owner: string;
  /** As `read`, `write:KZ`, `read:un-sc`. */
  scopes: readonly string[];
  note?: string | null | undefined;
  /** RFC 3339; the key does not end by itself where left out. */
  expiresAt?: string | null | undefined;
}

const CREATE = `
  insert into access.api_key (id, sha256, owner, scopes, note, expires_at)
  select $1, $2, $3, $4::text[], $5, $6::timestamptz`;
const IF_FIRST = ` where not exists (select 1 from access.api_key)`;
const LIST = `
  select id, owner, scopes, note, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt",
    revoked_at as "revokedAt", replaced_by as "replacedBy"
  from access.api_key where $1::text is null or id = $1 order by created_at, id`;
const REVOKE = `update access.api_key set revoked_at = now() where id = $1 and revoked_at is null returning owner`;
const REPLACE = `
  update access.api_key set replaced_by = $2,
    expires_at = least(coalesce(expires_at, 'infinity'), now() + $3 * interval '1 hour')
  where id = $1`;

/** Nobody believes any more what was so before. Timers may be a millisecond early. */
const heardOf = () => setTimeout(BELIEVED_MS + 5);

/**
 * Keys of the API. Only a key's SHA-256 is stored: 256 random bits need no slow hash. Whoever makes one, replaces one or takes
 * one away stands in the audit trail, in the same transaction.
 */
export function createKeys(pool: Pool) {
  const find = createKeyFinder(pool);

  return {
    /** A new key; `key` is given here and never again. Throws InputError for an end that lies behind. */
    create: (wanted: KeyToMake, by: Actor): Promise<NewKey> =>
      inTransaction(pool, async (tx) => {
        requireAhead(wanted.expiresAt);
        const made = (await make(tx, CREATE, wanted))!;
        await recordAct(tx, { ...by, action: 'key.created', target: made.id, detail: tellOf(made) });
        return made;
      }),

    /** The admin key of the first start; null where there has been a key before. */
    createFirst: (): Promise<NewKey | null> =>
      inTransaction(pool, async (tx) => {
        const first = { owner: 'operator', scopes: ['admin'], note: 'first start' };
        const made = await make(tx, CREATE + IF_FIRST, first);
        const by = { actor: 'command-line', address: null };
        if (made) await recordAct(tx, { ...by, action: 'key.created', target: made.id, detail: tellOf(made) });
        return made;
      }),

    /**
     * A key that takes the place of another: of the same owner and scopes. The old one stays valid for the hours of grace.
     * Null where there is no such key in use.
     */
    async rotate(id: string, rotation: Rotation, by: Actor): Promise<NewKey | null> {
      const made = await inTransaction(pool, (tx) => rotate(tx, id, rotation, by));
      await heardOf();
      return made;
    },

    /** Whether there was such a key to take away. It is none in any process when this is said. */
    async revoke(id: string, by: Actor): Promise<boolean> {
      const isRevoked = await inTransaction(pool, async (tx) => {
        const { rows } = await tx.query<{ owner: string }>(REVOKE, [id]);
        if (rows[0]) await recordAct(tx, { ...by, action: 'key.revoked', target: id, detail: rows[0] });
        return rows.length === 1;
      });
      await heardOf();
      return isRevoked;
    },

    /** Whose key it is, and what it may do; null for one that is unknown, revoked or expired. */
    async find(key: string): Promise<Caller | null> {
      return KEY.test(key) ? find(hashOf(key).toString('hex')) : null;
    },

    list: async (id: string | null = null): Promise<Key[]> => (await pool.query<KeyRow>(LIST, [id])).rows.map(asTold),
  };
}
export type Keys = ReturnType<typeof createKeys>;

async function make(tx: PoolClient, sql: string, wanted: KeyToMake): Promise<NewKey | null> {
  const { owner, note = null } = wanted;
  // PostgreSQL knows no offset beyond fifteen hours.
  const expiresAt = wanted.expiresAt == null ? null : new Date(wanted.expiresAt).toISOString();
  const scopes = [...new Set(wanted.scopes)];
  const id = randomBytes(6).toString('hex');
  const key = `dmr_${id}_${randomBytes(32).toString('base64url')}`;
  const { rowCount } = await tx.query(sql, [id, hashOf(key), owner, scopes, note, expiresAt]);
  return rowCount === 1 ? { id, key, owner, scopes, expiresAt } : null;
}

interface Rotation {
  graceHours: number;
  expiresAt?: string | undefined;
}

async function rotate(
  tx: PoolClient,
  id: string,
  { graceHours, expiresAt }: Rotation,
  by: Actor,
): Promise<NewKey | null> {
  requireAhead(expiresAt);
  await tx.query('select 1 from access.api_key where id = $1 for update', [id]);
  const old = (await tx.query<KeyRow>(LIST, [id])).rows[0];
  if (!old || old.revokedAt || (old.expiresAt && old.expiresAt <= new Date())) return null;
  const made = (await make(tx, CREATE, { ...old, expiresAt: expiresAt ?? old.expiresAt?.toISOString() }))!;
  await tx.query(REPLACE, [id, made.id, graceHours]);
  const detail = { ...tellOf(made), newKey: made.id, graceHours };
  await recordAct(tx, { ...by, action: 'key.rotated', target: id, detail });
  return made;
}

type Instants = 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt';
type KeyRow = Omit<Key, Instants> & { createdAt: Date } & Record<Exclude<Instants, 'createdAt'>, Date | null>;

const asTold = ({ createdAt, expiresAt, lastUsedAt, revokedAt, ...key }: KeyRow): Key => ({
  ...key,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
});

/** What the trail says of a key: all but the key. */
const tellOf = ({ owner, scopes, expiresAt }: NewKey) => ({ owner, scopes, expiresAt });

/** The last instant that every reader of RFC 3339 can write. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

function requireAhead(expiresAt: string | null | undefined): void {
  if (expiresAt && Date.parse(expiresAt) > LAST)
    throw new InputError('A key that ends after the year 9999 does not end; leave expiresAt out', '/expiresAt');
  if (expiresAt && Date.parse(expiresAt) <= Date.now())
    throw new InputError('A key ends in the future; leave expiresAt out for one that does not end', '/expiresAt');
}

/** As `create` makes them: for anything else the database need not be asked. */
const KEY = /^dmr_[0-9a-f]{12}_[\w-]{43}$/;

const hashOf = (key: string) => createHash('sha256').update(key).digest();
