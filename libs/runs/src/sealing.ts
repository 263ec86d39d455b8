import type { Keyring } from '#webhooks';

/** What was sealed, and under which master key, as columns have it. */
export interface SealedColumns {
  master_key: string;
  sealed: Buffer;
}

/** Seals JSON so that it can be read at its own place alone. */
export function sealJson(keyring: Keyring, value: unknown, place: string): SealedColumns {
  const { masterKey, sealed } = keyring.seal(Buffer.from(JSON.stringify(value)), place);
  return { master_key: masterKey, sealed };
}

/** Throws where the key is gone, or it was sealed for another place. */
export const openJson = (keyring: Keyring, { master_key: masterKey, sealed }: SealedColumns, place: string): unknown =>
  JSON.parse(keyring.open({ masterKey, sealed }, place).toString());
