import { addDays } from '#domain';
import { answerParent } from './child.ts';
import { loadPeer } from '../peers/peers.ts';

export interface Load {
  url: string;
  seconds: number;
  headers?: Record<string, string>;
  /** The status that all answers must have. */
  status: number;
  /** Other paths to ask in turn instead of the URL's own. */
  paths?: string[];
  /** Other paths, made by the load itself because they are too many to hand over: this one on any day as known at any position. */
  anyPages?: { path: string; head: number };
  /** Callers at a time, sixteen where left out. */
  connections?: number;
}

export interface LoadResult {
  perSecond: number;
  p99: number;
}

type Autocannon = (options: object) => Promise<{
  requests: { average: number };
  latency: { p99: number };
  errors: number;
  statusCodeStats: Record<string, { count: number }>;
}>;

/** Connections that ask one after another, in a process of their own. */
export async function fireLoad(load: Load): Promise<void> {
  const { url, seconds, headers, status, anyPages, connections = 16 } = load;
  const autocannon = loadPeer<Autocannon>('autocannon');
  const requests = load.paths?.map((path) => ({ path }));
  // Each caller has pages of its own: what another one asked a moment ago would be answered from memory.
  const setupClient = anyPages && ((client: Client) => client.setRequests(pagesOf(anyPages).map((path) => ({ path }))));
  const result = await autocannon({ url, connections, duration: seconds, headers, requests, setupClient });
  const others = Object.keys(result.statusCodeStats).filter((code) => code !== String(status));
  if (result.errors > 0 || others.length > 0)
    throw new Error(`${url}: ${result.errors} errors, statuses ${others.join(', ')} instead of ${status}`);
  await answerParent({ perSecond: result.requests.average, p99: result.latency.p99 } satisfies LoadResult);
}

interface Client {
  setRequests(requests: readonly { path: string }[]): void;
}

/** Of each caller. */
const PAGES = 5_000;
/** Days from 2010 on. */
const DAYS = 3_500;

function pagesOf({ path, head }: NonNullable<Load['anyPages']>): string[] {
  const random = (n: number) => Math.floor(Math.random() * n);
  return Array.from(
    { length: PAGES },
    () => `${path}&on=${addDays('2010-01-01', random(DAYS))}&knownAt=${random(head)}`,
  );
}
