import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createNotifications, createPool } from '#database';
import { createEgress, createGuard, parseAllowances } from '#egress';
import { createPostgresEventLog, type EventLog } from '#event-log';
import { openFollower } from '#process';
import { createEndpoints, parseKeyring, runNotifier } from '#webhooks';
import { quiet } from '../suites/project.ts';

export const keyring = parseKeyring(`bench:${Buffer.alloc(32, 1).toString('base64')}`);
const guard = createGuard({ allow: parseAllowances('127.0.0.1/32') });
export const OWNER = { owner: 'bench', seesAll: false };

/** A fresh database with all that webhooks are made and sent with. */
export async function openOffice(url: string) {
  const follower = await openFollower(url, 'bench', { poolMax: 10 });
  const writer = createPool({ url, role: 'demarche_writer', name: 'bench writer' });
  const notifications = createNotifications(url, 'event_log');
  const log = createPostgresEventLog({ pool: writer, notifications });
  const endpoints = createEndpoints({ pool: writer, keyring, guard });
  const close = async () => {
    await notifications.close();
    await Promise.all([writer.end(), follower.close()]);
  };
  return { follower, writer, log, endpoints, close };
}
export type Office = Awaited<ReturnType<typeof openOffice>>;

/** Starts a notifier; gives what stops it. */
export function startNotifier(url: string, log: EventLog): () => Promise<void> {
  const stop = new AbortController();
  const egress = createEgress({ guard });
  const running = runNotifier({ url, log, logger: quiet, keyring, egress, keptDays: 30, signal: stop.signal });
  return async () => {
    stop.abort();
    await running;
    await egress.close();
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** What came of a run, as the receiver tells it. */
export interface Came {
  /** Requests that were not signed as they should be. */
  bad: number;
  /** From an event's time to its first request, in milliseconds. */
  delays: number[];
}

interface Registering {
  count: number;
  /** Where everything after the beginning is sent; what is recorded from now on, where left out. */
  from?: number;
  /** Endpoints, beside those, that never get an answer. */
  hanging?: number;
}

/** A receiver in a process of its own: it verifies each request, and tells what came. */
export async function startReceiver() {
  const child = spawn(process.execPath, [process.argv[1]!, 'child', 'receiver', '{}'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value!) as Record<string, never>;
  const ask = (message: object) => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    return next();
  };
  const { port } = await next();
  return {
    /** Makes endpoints that lead here; gives the ids of those that are answered. */
    async register({ endpoints }: Pick<Office, 'endpoints'>, { count, hanging = 0, ...more }: Registering) {
      const secrets: Record<string, string> = {};
      for (let i = 0; i < count + hanging; i++) {
        const url = `http://127.0.0.1:${String(port)}/${i < count ? '' : 'hang'}`;
        const { id, secret } = await endpoints.create(OWNER, { url, concurrency: 10, ...more });
        if (i < count) secrets[id] = secret;
      }
      await ask({ secrets: Object.fromEntries(Object.entries(secrets).map(([id, each]) => [id.slice(3), each])) });
      return Object.keys(secrets);
    },
    /** Forgets what came before. */
    begin: () => ask({ begin: true }),
    /** How many different messages came. */
    seen: async (): Promise<number> => (await ask({ seen: true })).seen!,
    /** Waits until so many different messages came. */
    until: async (expected: number) => (await ask({ expected })) as unknown as Came,
    stop: () => child.kill(),
  };
}
