import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

// Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

export type SecretKind = 'v1' | 'v1a';

/** A secret that signs. */
export type Signer = { kind: 'v1'; key: Buffer } | { kind: 'v1a'; key: KeyObject };

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
    ? { kind, key: bytes }
    : { kind, key: createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' }) };

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

async function signatureOf({ kind, key }: Signer, content: Buffer): Promise<string> {
  if (kind === 'v1') return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return `v1a,${(await signBeside(null, content, key)).toString('base64')}`;
}
