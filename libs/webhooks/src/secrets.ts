import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { ProblemError } from '#contract';
import type { Keyring } from './keyring.ts';
import { makeSecret, publicKeyText, secretText, signerOf, type SecretKind, type Signer } from './signing.ts';

const INSERT = `
  insert into webhooks.secret (id, endpoint, kind, master_key, sealed, public_key, created_at)
  values ($1, $2, $3, $4, $5, $6, $7)`;

const USABLE = `
  select id, kind, master_key as "masterKey", sealed from webhooks.secret
  where endpoint = $1 and (expires_at is null or expires_at > $2) order by expires_at desc nulls first, created_at desc`;

const REPLACED = `
  update webhooks.secret set expires_at = $2
  where endpoint = $1 and kind <> 'headers' and (expires_at is null or expires_at > $2)`;
const FORGET = `delete from webhooks.secret where endpoint = $1 and expires_at <= $2`;
const FORGET_HEADERS = `delete from webhooks.secret where endpoint = $1 and kind = 'headers'`;
const COUNT = `select count(*) as count from webhooks.secret where endpoint = $1 and kind = 'v1'`;

const PUBLIC_KEYS = `
  select id, public_key as key from webhooks.secret
  where kind = 'v1a' and (expires_at is null or expires_at > now()) order by id`;

const UNDER_OTHERS = `
  select id, master_key as "masterKey", sealed from webhooks.secret where master_key <> $1 order by id for update`;
const RESEAL = `update webhooks.secret set master_key = $2, sealed = $3 where id = $1`;

/** At most so many secrets sign at a time. */
const MOST_SECRETS = 10;

interface SecretRow {
  id: string;
  kind: SecretKind | 'headers';
  masterKey: string;
  sealed: Buffer;
}

/** What a receiver verifies with. */
export interface Shown {
  /** Names the v1 secret, so that it can be shown again to who repeats the request that made it. */
  secretId: string;
  secret: string;
  publicKey: string;
}

async function keep(
  tx: PoolClient,
  keyring: Keyring,
  endpoint: string,
  kind: SecretRow['kind'],
  bytes: Buffer,
  at: Date,
  publicKey: Buffer | null = null,
) {
  const id = `${endpoint}_${randomBytes(6).toString('hex')}`;
  const { masterKey, sealed } = keyring.seal(bytes, id);
  await tx.query(INSERT, [id, endpoint, kind, masterKey, sealed, publicKey, at]);
  return id;
}

/** Makes an endpoint's secrets, one of each kind. */
export async function makeSecrets(tx: PoolClient, keyring: Keyring, endpoint: string, at: Date): Promise<Shown> {
  const symmetric = makeSecret('v1');
  const asymmetric = makeSecret('v1a');
  const secretId = await keep(tx, keyring, endpoint, 'v1', symmetric.bytes, at);
  await keep(tx, keyring, endpoint, 'v1a', asymmetric.bytes, at, asymmetric.publicKey);
  return { secretId, secret: secretText(symmetric.bytes), publicKey: publicKeyText(asymmetric.publicKey!) };
}

/** Makes new secrets. The old ones sign too until `until`, none of them longer than it would have. */
export async function rotateSecrets(
  tx: PoolClient,
  keyring: Keyring,
  endpoint: string,
  at: Date,
  until: Date,
): Promise<Shown> {
  await tx.query(REPLACED, [endpoint, until]);
  await tx.query(FORGET, [endpoint, at]);
  const { rows } = await tx.query<{ count: number }>(COUNT, [endpoint]);
  if (rows[0]!.count >= MOST_SECRETS)
    throw new ProblemError(409, 'too-many-secrets', `${MOST_SECRETS} secrets sign already; rotate with graceSeconds 0`);
  return makeSecrets(tx, keyring, endpoint, at);
}

/** Keeps an endpoint's own headers, in place of those before. */
export async function keepHeaders(
  tx: PoolClient,
  keyring: Keyring,
  endpoint: string,
  headers: Record<string, string>,
  at: Date,
): Promise<void> {
  await tx.query(FORGET_HEADERS, [endpoint]);
  if (Object.keys(headers).length === 0) return;
  await keep(tx, keyring, endpoint, 'headers', Buffer.from(JSON.stringify(headers)), at);
}

/** What a request to an endpoint is signed with, the newest first, and its own headers. */
export async function signingOf(
  pool: Pool | PoolClient,
  keyring: Keyring,
  endpoint: string,
  at: Date,
): Promise<{ signers: Signer[]; headers: Record<string, string> }> {
  // With every batch: parsed and planned once per connection.
  const { rows } = await pool.query<SecretRow>({ name: 'webhooks_usable', text: USABLE, values: [endpoint, at] });
  const signers: Signer[] = [];
  let headers: Record<string, string> = {};
  for (const { id, kind, ...sealed } of rows) {
    const bytes = keyring.open(sealed, id);
    if (kind === 'headers') headers = JSON.parse(bytes.toString()) as Record<string, string>;
    else signers.push(signerOf(kind, bytes));
  }
  return { signers, headers };
}

/** A v1 secret that is still in use, by its id. */
export async function secretOf(pool: Pool, keyring: Keyring, endpoint: string, secretId: string, at: Date) {
  const { rows } = await pool.query<SecretRow>(USABLE, [endpoint, at]);
  const found = rows.find(({ id, kind }) => id === secretId && kind === 'v1');
  return found ? secretText(keyring.open(found, found.id)) : null;
}

/** The public keys that verify v1a signatures now, of all endpoints. */
export async function publicKeys(pool: Pool) {
  const { rows } = await pool.query<{ id: string; key: Buffer }>(PUBLIC_KEYS);
  return rows.map(({ id, key }) => ({
    ...({ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' } as const),
    kid: id,
    x: key.toString('base64url'),
  }));
}

/** Seals all secrets with the current master key; gives how many were under another. */
export async function resealAll(tx: PoolClient, keyring: Keyring): Promise<number> {
  const { rows } = await tx.query<SecretRow>(UNDER_OTHERS, [keyring.current]);
  for (const { id, ...sealed } of rows) {
    const again = keyring.seal(keyring.open(sealed, id), id);
    await tx.query(RESEAL, [id, again.masterKey, again.sealed]);
  }
  return rows.length;
}
