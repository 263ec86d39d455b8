import type { IncomingHttpHeaders } from 'node:http';
import { Client, type buildConnector, type Dispatcher } from 'undici';
import { connectTo, type Steps } from './connect.ts';
import { EgressError, failureOf, type Phase } from './failure.ts';
import { isWeb, type Guard } from './guard.ts';

export interface EgressLimits {
  connectMs: number;
  tlsMs: number;
  /** From the request to the last header of the answer. */
  headersMs: number;
  /** From there to the end of the answer. */
  bodyMs: number;
  /** For all of it. */
  totalMs: number;
  headerBytes: number;
  /** Of an answer so much is read; then the connection ends. */
  bodyBytes: number;
}

export const defaultEgressLimits: EgressLimits = {
  connectMs: 10_000,
  tlsMs: 10_000,
  headersMs: 15_000,
  bodyMs: 10_000,
  totalMs: 15_000,
  headerBytes: 16 * 1024,
  bodyBytes: 64 * 1024,
};

export interface EgressRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** Whose connections it may use: requests of others never wait for them. */
  lane: string;
}

export interface EgressAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it was sent: gzip is not expanded. */
  body: Buffer;
  /** Whether there was more of it. */
  truncated: boolean;
  /** Milliseconds: of a connection that was there before, the first three are 0. */
  ms: Steps & { headers: number; body: number; total: number };
}

export interface EgressOptions {
  guard: Guard;
  limits?: Partial<EgressLimits>;
  /** Certificates to trust instead of the usual ones, as PEM. */
  ca?: string;
}

/** Sends requests where the guard lets them go. Redirects are answers like any other. */
export interface Egress {
  /** Throws EgressError where no whole answer came. */
  send(request: EgressRequest): Promise<EgressAnswer>;
  close(): Promise<void>;
}

/** One connection at a time, one request at a time. */
interface Line {
  client: Client;
  /** Of the connection that the current request made, where it made one. */
  steps: Steps | null;
}

const MOST_IDLE = 2_000;
const NO_STEPS: Steps = { dns: 0, connect: 0, tls: 0 };

export function createEgress({ guard, limits: given, ca }: EgressOptions): Egress {
  const limits = { ...defaultEgressLimits, ...given };
  /** By lane and origin, the longest unused first. */
  const idle = new Map<string, Line[]>();
  let idleLines = 0;

  function open(url: URL): Line {
    const line: Line = { client: undefined as unknown as Client, steps: null };
    const connect: buildConnector.connector = (_, done) => {
      connectTo(url, guard, { ...limits, ca }).then(
        ({ socket, steps }) => {
          line.steps = steps;
          done(null, socket);
        },
        (error: Error) => done(error, null),
      );
    };
    line.client = new Client(url.origin, {
      ...{ connect, pipelining: 1, maxHeaderSize: limits.headerBytes },
      // The time is kept here, phase by phase.
      ...{ headersTimeout: 0, bodyTimeout: 0 },
    });
    return line;
  }
  const take = (key: string): Line | undefined => {
    const line = idle.get(key)?.pop();
    if (line) idleLines--;
    return line;
  };
  const giveBack = (key: string, line: Line) => {
    const lines = idle.get(key) ?? [];
    idle.delete(key);
    idle.set(key, [...lines, line]);
    idleLines++;
    while (idleLines > MOST_IDLE) {
      const [oldest, [unused, ...others]] = idle.entries().next().value!;
      if (others.length > 0) idle.set(oldest, others);
      else idle.delete(oldest);
      idleLines--;
      void unused?.client.destroy().catch(() => undefined);
    }
  };

  async function sendBy(line: Line, url: URL, request: EgressRequest): Promise<EgressAnswer> {
    line.steps = null;
    try {
      return await exchange(line, url, request, limits);
    } catch (error) {
      void line.client.destroy().catch(() => undefined);
      throw error;
    }
  }

  return {
    async send(request) {
      const url = URL.parse(request.url);
      if (!url) throw new EgressError('address', 'blocked', 'This is no address', 'no-address');
      if (!isWeb(url)) throw new EgressError('address', 'blocked', 'Only https is allowed', 'scheme');
      const key = `${request.lane} ${url.origin}`;
      const used = take(key);
      const line = used ?? open(url);
      try {
        const answer = await sendBy(line, url, request);
        giveBack(key, line);
        return answer;
      } catch (error) {
        // A receiver may close a connection at the moment at which it is used again; nothing was read of the request.
        const isStale = used && line.steps === null && (error as EgressError).code === 'reset';
        if (!isStale || (error as EgressError).phase === 'body') throw error;
        const fresh = open(url);
        const answer = await sendBy(fresh, url, request);
        giveBack(key, fresh);
        return answer;
      }
    },
    async close() {
      const lines = [...idle.values()].flat();
      idle.clear();
      idleLines = 0;
      await Promise.all(lines.map(({ client }) => client.destroy().catch(() => undefined)));
    },
  };
}

/** One request and its answer, each phase in its time. */
function exchange(
  line: Line,
  url: URL,
  { method, headers, body }: EgressRequest,
  limits: EgressLimits,
): Promise<EgressAnswer> {
  const began = performance.now();
  const marks = { sent: began, answered: began };
  const chunks: Buffer[] = [];
  let [bytes, status, phase] = [0, 0, 'connect' as Phase];
  let answered: IncomingHttpHeaders = {};
  let controller: Dispatcher.DispatchController | undefined;
  let timer: NodeJS.Timeout | undefined;

  return new Promise((resolve, reject) => {
    const stop = (error: EgressError) => (controller ? controller.abort(error) : void line.client.destroy(error));
    const enter = (next: Phase, ms: number) => {
      phase = next;
      clearTimeout(timer);
      const left = Math.min(ms, Math.max(1, limits.totalMs - (performance.now() - began)));
      timer = setTimeout(() => stop(new EgressError(next, 'timeout', `Not within ${Math.round(left)} ms`)), left);
    };
    const finish = (truncated: boolean) => {
      clearTimeout(timer);
      const ended = performance.now();
      const steps = line.steps ?? NO_STEPS;
      const ms = { ...steps, headers: marks.answered - marks.sent, body: ended - marks.answered, total: ended - began };
      resolve({ status, headers: answered, body: Buffer.concat(chunks), truncated, ms });
    };
    enter('connect', limits.totalMs);
    line.client.dispatch(
      { method, path: `${url.pathname}${url.search}`, headers, body },
      {
        onRequestStart(given) {
          controller = given;
          marks.sent = performance.now();
          enter('headers', limits.headersMs);
        },
        onResponseStart(_, statusCode, responseHeaders) {
          // What is only provisional (103 Early Hints) is not the answer.
          if (statusCode < 200) return;
          [status, answered] = [statusCode, responseHeaders];
          marks.answered = performance.now();
          enter('body', limits.bodyMs);
        },
        onResponseData(given, chunk) {
          const room = limits.bodyBytes - bytes;
          chunks.push(chunk.subarray(0, room));
          bytes += chunk.length;
          if (bytes <= limits.bodyBytes) return;
          finish(true);
          given.abort(new EgressError('body', 'stopped', 'Enough was read'));
        },
        onResponseEnd: () => finish(false),
        onResponseError(_, error) {
          clearTimeout(timer);
          reject(failureOf(error, phase));
        },
      },
    );
  });
}
