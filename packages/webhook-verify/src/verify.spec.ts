import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { makeSecret, signedHeaders, signerOf, type SecretKind } from '../../../libs/webhooks/src/index.ts';
import { createReplayCache, createVerifier, WebhookError, type Reason } from './index.ts';

interface Vector {
  name: string;
  at: number;
  secrets: string[];
  headers: Record<string, string>;
  body: string;
  reason: Reason | null;
}
const vectors = JSON.parse(await readFile(new URL('../vectors.json', import.meta.url), 'utf8')) as Vector[];

/** The verdict of another implementation, or of this one. */
const verdict = (verify: () => unknown): Reason | null => {
  try {
    verify();
    return null;
  } catch (error) {
    return error instanceof WebhookError ? error.reason : 'signature';
  }
};

describe('the vectors', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s',
    (_, { at, secrets, headers, body, reason }) => {
      const verify = createVerifier(secrets, { now: () => at * 1000 });
      expect(verdict(() => verify(body, headers))).toBe(reason);
      expect(verdict(() => verify(Buffer.from(body), new Headers(headers)))).toBe(reason);
    },
  );
});

const made = (kind: SecretKind) => {
  const { bytes, publicKey } = makeSecret(kind);
  const text = kind === 'v1' ? `whsec_${bytes.toString('base64')}` : `whpk_${publicKey!.toString('base64')}`;
  return { text, signer: signerOf(kind, bytes) };
};
const MINUTE = 60_000;
const PYTHON = `
import json, sys
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
given = json.load(sys.stdin)
try:
    Webhook(given["secret"]).verify(given["body"], given["headers"])
    print("true")
except WebhookVerificationError:
    print("false")`;
const peers = [
  { name: 'PyPI', command: ['python3', '-c', PYTHON], look: ['python3', '-c', 'import standardwebhooks'], cwd: '.' },
  {
    name: 'Go',
    command: ['go', 'run', '.'],
    look: ['go', 'build', '-o', devNull, '.'],
    cwd: fileURLToPath(new URL('../peers/', import.meta.url)),
  },
];
const message = { id: 'msg_1', at: new Date(), body: '{"type":"ping"}' };

describe('what Demarche signs', () => {
  it('is verified here, by either kind', async () => {
    const [v1, v1a] = [made('v1'), made('v1a')];
    const headers = await signedHeaders([v1.signer, v1a.signer], message);
    for (const { text } of [v1, v1a])
      expect(createVerifier(text)(message.body, headers)).toMatchObject({ id: 'msg_1', event: { type: 'ping' } });
    expect(verdict(() => createVerifier(made('v1').text)(message.body, headers))).toBe('signature');
  });

  it('is verified by the npm package standardwebhooks, rotated or not, and nothing else is', async () => {
    const [old, fresh, stranger] = [made('v1'), made('v1'), made('v1')];
    const headers = await signedHeaders([fresh.signer, made('v1a').signer, old.signer], message);
    for (const { text } of [old, fresh])
      expect(new Webhook(text).verify(message.body, headers)).toEqual({ type: 'ping' });
    expect(() => new Webhook(stranger.text).verify(message.body, headers)).toThrow();
    expect(() => new Webhook(old.text).verify(`${message.body} `, headers)).toThrow();
  });

  it('is what the npm package signs, byte for byte', async () => {
    const { text, signer } = made('v1');
    const { 'webhook-signature': signature } = await signedHeaders([signer], message);
    expect(new Webhook(text).sign(message.id, message.at, message.body)).toBe(signature);
  });

  describe.each(peers)('is verified by the $name library standardwebhooks', ({ command, cwd, look }) => {
    const isThere = spawnSync(look[0]!, look.slice(1), { cwd, timeout: MINUTE }).status === 0;
    if (!isThere) console.warn(`SKIPPED: ${command[0]!} or its library standardwebhooks is not installed here`);
    const verifies = (secret: string, headers: Record<string, string>) => {
      const input = JSON.stringify({ secret, body: message.body, headers });
      const { stdout, stderr } = spawnSync(command[0]!, command.slice(1), { cwd, input, encoding: 'utf8' });
      expect(stderr).toBe('');
      return JSON.parse(stdout) as boolean;
    };
    (isThere ? it : it.skip)(
      'before, during and after a rotation',
      async () => {
        const [old, fresh, asymmetric] = [made('v1'), made('v1'), made('v1a')];
        for (const [signers, accepted] of [
          [[old], [true, false]],
          [
            [fresh, asymmetric, old],
            [true, true],
          ],
          [[fresh], [false, true]],
        ] as const) {
          const headers = await signedHeaders(
            signers.map(({ signer }) => signer),
            message,
          );
          expect([verifies(old.text, headers), verifies(fresh.text, headers)]).toEqual(accepted);
        }
      },
      2 * MINUTE,
    );
  });
});

describe('a message that was accepted', () => {
  it('is refused when it comes again; one that was only verified is not', async () => {
    const { text, signer } = made('v1');
    const verify = createVerifier(text, { seen: createReplayCache() });
    const headers = await signedHeaders([signer], message);
    verify(message.body, headers);
    verify(message.body, headers).accept();
    expect(verdict(() => verify(message.body, headers))).toBe('replayed');
  });

  it('is forgotten after as many as the cache holds', () => {
    const cache = createReplayCache(2);
    for (const id of ['a', 'b', 'c']) cache.add(id);
    expect(['a', 'b', 'c'].map(cache.has)).toEqual([false, true, true]);
  });
});
