import { createPrivateKey, generateKeyPairSync, hash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

// Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

export type SecretKind = 'v1' | 'v1a';

/** A secret that signs; of v1 what HMAC puts before the message, and before the hash of that. */
export type Signer = { kind: 'v1'; inner: Buffer; outer: Buffer } | { kind: 'v1a'; key: KeyObject };

const SECRET_BYTES = 32;
/** An ed25519 key as PKCS #8 is this and the key's 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const RAW_BYTES = 32;

/** New bytes of a secret; of v1a the public key beside them. */
export function makeSecret(kind: SecretKind): { bytes: Buffer; publicKey: Buffer | null } {
  if (kind === 'v1') return { bytes: randomBytes(SECRET_BYTES), publicKey: null };
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    bytes: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-RAW_BYTES),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-RAW_BYTES),
  };
}

/** A secret as the receiver writes it down. */
export const secretText = (bytes: Buffer): string => `whsec_${bytes.toString('base64')}`;
export const publicKeyText = (bytes: Buffer): string => `whpk_${bytes.toString('base64')}`;

export const signerOf = (kind: SecretKind, bytes: Buffer): Signer =>
  kind === 'v1'
    ? { kind, inner: padded(bytes, 0x36), outer: padded(bytes, 0x5c) }
    : { kind, key: createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' }) };

const BLOCK_BYTES = 64;

/** A key as HMAC mixes it in: RFC 2104. Secrets are shorter than a block. */
function padded(key: Buffer, by: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES, by);
  key.forEach((byte, i) => (block[i]! ^= byte));
  return block;
}

/** HMAC-SHA-256 by two hashes: Node's own looks the algorithm up each time, which takes four times as long as hashing. */
function hmac({ inner, outer }: { inner: Buffer; outer: Buffer }, content: Buffer): string {
  const first = hash('sha256', Buffer.concat([inner, content]), 'buffer');
  return hash('sha256', Buffer.concat([outer, first]), 'base64');
}

// Beside the main thread, where an ed25519 signature takes longer than all else that a delivery costs.
const signBeside = promisify<null, Buffer, KeyObject, Buffer>(sign);

/** The headers of one attempt: its time is the attempt's, its id that of the message, whoever tries how often. */
export async function signedHeaders(
  signers: readonly Signer[],
  { id, at, body }: { id: string; at: Date; body: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(signers.map((signer) => signatureOf(signer, content)));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

async function signatureOf(signer: Signer, content: Buffer): Promise<string> {
  if (signer.kind === 'v1') return `v1,${hmac(signer, content)}`;
  return `v1a,${(await signBeside(null, content, signer.key)).toString('base64')}`;
}
