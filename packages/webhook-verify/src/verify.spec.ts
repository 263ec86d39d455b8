import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
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
const message = { id: 'msg_1', at: new Date(), body: '{"type":"ping"}' };

describe('what Demarche signs', () => {
  it('is verified here, by either kind', () => {
    const [v1, v1a] = [made('v1'), made('v1a')];
    const headers = signedHeaders([v1.signer, v1a.signer], message);
    for (const { text } of [v1, v1a])
      expect(createVerifier(text)(message.body, headers)).toMatchObject({ id: 'msg_1', event: { type: 'ping' } });
    expect(verdict(() => createVerifier(made('v1').text)(message.body, headers))).toBe('signature');
  });

  it('is verified by the npm package standardwebhooks, rotated or not, and nothing else is', () => {
    const [old, fresh, stranger] = [made('v1'), made('v1'), made('v1')];
    const headers = signedHeaders([fresh.signer, made('v1a').signer, old.signer], message);
    for (const { text } of [old, fresh])
      expect(new Webhook(text).verify(message.body, headers)).toEqual({ type: 'ping' });
    expect(() => new Webhook(stranger.text).verify(message.body, headers)).toThrow();
    expect(() => new Webhook(old.text).verify(`${message.body} `, headers)).toThrow();
  });

  it('is what the npm package signs, byte for byte', () => {
    const { text, signer } = made('v1');
    const { 'webhook-signature': signature } = signedHeaders([signer], message);
    expect(new Webhook(text).sign(message.id, message.at, message.body)).toBe(signature);
  });

  const python = spawnSync('python3', ['-c', 'import standardwebhooks']);
  if (python.status !== 0) console.warn('standardwebhooks of PyPI is not installed: what it says is not asked');
  (python.status === 0 ? it : it.skip)('is verified by the PyPI package standardwebhooks', () => {
    const { text, signer } = made('v1');
    const script = `
import json, sys
from standardwebhooks.webhooks import Webhook
given = json.load(sys.stdin)
print(json.dumps(Webhook(given["secret"]).verify(given["body"], given["headers"])))`;
    const input = JSON.stringify({ secret: text, body: message.body, headers: signedHeaders([signer], message) });
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' });
    expect([stderr, JSON.parse(stdout || 'null')]).toEqual(['', { type: 'ping' }]);
  });
});

describe('a message that was accepted', () => {
  it('is refused when it comes again; one that was only verified is not', () => {
    const { text, signer } = made('v1');
    const verify = createVerifier(text, { seen: createReplayCache() });
    const headers = signedHeaders([signer], message);
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
