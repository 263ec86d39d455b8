import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';

export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** A key as everybody may see it. */
export interface ApiKey {
  id: string;
  scopes: Scope[];
  note: string | null;
  createdAt: string;
  revokedAt: string | null;
}

const CREATE = `insert into access.api_key (id, sha256, scopes, note) values ($1, $2, $3, $4)`;
const FIRST = `
  insert into access.api_key (id, sha256, scopes, note)
  select $1, $2, $3, $4 where not exists (select 1 from access.api_key)`;
const FIND = `select id, scopes from access.api_key where sha256 = $1 and revoked_at is null`;
const LIST = `
  select id, scopes, note, created_at as "createdAt", revoked_at as "revokedAt" from access.api_key order by created_at`;
const REVOKE = `update access.api_key set revoked_at = now() where id = $1 and revoked_at is null`;

/** Keys of the API. Only a key's SHA-256 is stored: 256 random bits need no slow hash. */
export function createKeys(pool: Pool) {
  const make = async (sql: string, scopes: readonly Scope[], note: string | null) => {
    const id = randomBytes(6).toString('hex');
    const key = `dmr_${id}_${randomBytes(32).toString('base64url')}`;
    const { rowCount } = await pool.query(sql, [id, hashOf(key), scopes, note]);
    return rowCount === 1 ? { id, key } : null;
  };
  return {
    /** A new key; `key` is given here and never again. */
    create: async (scopes: readonly Scope[], note: string | null) => (await make(CREATE, scopes, note))!,
    /** The admin key of the first start; null where there has been a key before. */
    createFirst: () => make(FIRST, ['admin'], 'first start'),
    /** Whose key it is, and what it may do; null for an unknown or revoked one. */
    async find(key: string): Promise<{ id: string; scopes: Scope[] } | null> {
      if (!KEY.test(key)) return null;
      return (await pool.query<{ id: string; scopes: Scope[] }>(FIND, [hashOf(key)])).rows[0] ?? null;
    },
    async list(): Promise<ApiKey[]> {
      const { rows } = await pool.query<ApiKey & { createdAt: Date; revokedAt: Date | null }>(LIST);
      return rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        revokedAt: row.revokedAt?.toISOString() ?? null,
      }));
    },
    /** Whether there was such a key to take away. */
    revoke: async (id: string) => (await pool.query(REVOKE, [id])).rowCount === 1,
  };
}
export type Keys = ReturnType<typeof createKeys>;

/** As `create` makes them: for anything else the database need not be asked. */
const KEY = /^dmr_[0-9a-f]{12}_[\w-]{43}$/;

const hashOf = (key: string) => createHash('sha256').update(key).digest();
