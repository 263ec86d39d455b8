import { randomUUID } from 'node:crypto';
import { createKeys } from '#access';
import { createGuard, parseAllowances } from '#egress';
import { createLogger } from '#process';
import { parseKeyring } from '#webhooks';
import { createApi, serve, type ApiOptions } from '../../apps/api/src/create-api.ts';
import { checked, checkedLines } from './shapes.ts';
import { startStandalone } from './standalone.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- What the API answers is what the specs look into.
  body: any;
}

export const source = (kind: 'authority' | 'official' | 'press' = 'authority', more: object = {}) => ({
  publisher: 'Test Gazette',
  kind,
  ...more,
});

/** What webhooks are sealed with in specs, as the settings of processes have it too. */
export const SECRET_KEY = `test:${Buffer.alloc(32, 7).toString('base64')}`;
const sending = {
  keyring: parseKeyring(SECRET_KEY),
  guard: createGuard({ allow: parseAllowances('127.0.0.1/32') }),
};

/** The API on a database of its own, with a key that may write. */
export async function startRest({ readsOpen = true, ...options }: Partial<ApiOptions> = {}) {
  const run = await startStandalone();
  const api = await createApi(run.store, { readsOpen, sending, ...options }, createLogger('silent', 'test'));
  const base = await serve(api, 0, '127.0.0.1');
  const keys = createKeys(run.store.writer);
  const { key } = (await keys.createFirst())!;

  const call = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isLines = response.headers.get('content-type')?.startsWith('application/x-ndjson');
    const answer = isLines
      ? checkedLines(path, text)
      : checked(method, path, response.status, text ? JSON.parse(text) : undefined);
    return { status: response.status, headers: response.headers, body: answer };
  };
  return {
    ...run,
    base,
    key,
    keys,
    call,
    get: (path: string, headers: Record<string, string> = {}) => call('GET', path, headers),
    /** Records something, with a key of its own making for each time. */
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      call('POST', path, { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID(), ...headers }, body),
    async stop() {
      await api.close();
      await run.end();
    },
  };
}
export type Rest = Awaited<ReturnType<typeof startRest>>;
