import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '#domain';

/** What was sealed, and under which master key. */
export interface Sealed {
  masterKey: string;
  sealed: Buffer;
}

/** Keeps secrets unreadable in the database: AES-256-GCM, bound to what each belongs to. */
export interface Keyring {
  /** The id of the key that seals. */
  current: string;
  seal(secret: Buffer, of: string): Sealed;
  /** Throws where the key is not known, or what is sealed belongs to something else. */
  open(sealed: Sealed, of: string): Buffer;
}

const KEY = /^([\w-]{1,40}):([A-Za-z0-9+/]{43}=)$/;
const [NONCE_BYTES, TAG_BYTES] = [12, 16];

/** Master keys as `id:base64,id:base64`, of 32 bytes each: the first one seals, all of them open. Throws InputError. */
export function parseKeyring(text: string): Keyring {
  const keys = new Map(
    text
      .trim()
      .split(',')
      .map((part) => {
        const [, id, key] = KEY.exec(part.trim()) ?? [];
        if (id === undefined || key === undefined)
          throw new InputError('DEMARCHE_SECRET_KEY: id:base64 of 32 bytes, several joined by commas');
        return [id, Buffer.from(key, 'base64')] as const;
      }),
  );
  const current = keys.keys().next().value!;
  return {
    current,
    seal(secret, of) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys.get(current)!, nonce).setAAD(Buffer.from(of));
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      return { masterKey: current, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
    },
    open({ masterKey, sealed }, of) {
      const key = keys.get(masterKey);
      if (!key)
        throw new InputError(
          `This is sealed with the key ${masterKey}, which is not among the keys of DEMARCHE_SECRET_KEY`,
        );
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(of))
        .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
}

const FILE = 'webhooks.key';

/** The keyring of a data folder: made at the first use, readable by its owner alone. */
export async function keyringIn(home: string): Promise<Keyring> {
  const path = join(home, FILE);
  await mkdir(home, { recursive: true });
  const made = `${new Date().toISOString().slice(0, 10)}:${randomBytes(32).toString('base64')}\n`;
  await writeFile(path, made, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return parseKeyring(await readFile(path, 'utf8'));
}
