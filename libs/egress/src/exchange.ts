import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Steps } from './connect.ts';
import { EgressError, failureOf, type Phase } from './failure.ts';
import type { EgressLimits } from './limits.ts';
import type { Line } from './lines.ts';

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

const NO_STEPS: Steps = { dns: 0, connect: 0, tls: 0 };

/** One request and its answer, each phase in its time. Throws EgressError. */
export function exchange(line: Line, url: URL, request: EgressRequest, limits: EgressLimits): Promise<EgressAnswer> {
  const { method, headers, body } = request;
  const path = `${url.pathname}${url.search}`;
  return new Promise((resolve, reject) => {
    line.client.dispatch({ method, path, headers, body }, receiving(line, limits, resolve, reject));
  });
}

/** Receives an answer: the whole of it, or as much as the limits allow. */
function receiving(
  line: Line,
  limits: EgressLimits,
  resolve: (answer: EgressAnswer) => void,
  reject: (error: EgressError) => void,
): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | undefined;
  const phases = startPhases(limits.totalMs, (late) =>
    controller ? controller.abort(late) : void line.client.destroy(late),
  );
  const chunks: Buffer[] = [];
  let bytes = 0;
  let status = 0;
  let headers: IncomingHttpHeaders = {};
  const finish = (truncated: boolean) => {
    const ms = { ...(line.steps ?? NO_STEPS), ...phases.end() };
    resolve({ status, headers, body: Buffer.concat(chunks), truncated, ms });
  };
  return {
    onRequestStart(given) {
      controller = given;
      phases.enter('headers', limits.headersMs);
    },
    onResponseStart(_, statusCode, responseHeaders) {
      // What is only provisional (103 Early Hints) is not the answer.
      if (statusCode < 200) return;
      [status, headers] = [statusCode, responseHeaders];
      phases.enter('body', limits.bodyMs);
    },
    onResponseData(given, chunk) {
      chunks.push(chunk.subarray(0, limits.bodyBytes - bytes));
      bytes += chunk.length;
      if (bytes <= limits.bodyBytes) return;
      finish(true);
      given.abort(new EgressError('body', 'stopped', 'Enough was read'));
    },
    onResponseEnd: () => finish(false),
    onResponseError(_, error) {
      phases.end();
      reject(failureOf(error, phases.present()));
    },
  };
}

/** The phases of an exchange, each with its time, and a time for all of them. */
function startPhases(totalMs: number, onLate: (error: EgressError) => void) {
  const began = performance.now();
  const since: Partial<Record<Phase, number>> = {};
  let phase: Phase = 'connect';
  let timer: NodeJS.Timeout | undefined;
  const enter = (next: Phase, ms: number) => {
    const now = performance.now();
    phase = next;
    since[next] = now;
    clearTimeout(timer);
    const left = Math.min(ms, Math.max(1, totalMs - (now - began)));
    timer = setTimeout(() => onLate(new EgressError(next, 'timeout', `Not within ${Math.round(left)} ms`)), left);
  };
  enter('connect', totalMs);
  return {
    enter,
    present: () => phase,
    /** No phase is late any more: gives the milliseconds that each took. */
    end() {
      clearTimeout(timer);
      const ended = performance.now();
      const { headers: sent = began, body: answered = began } = since;
      return { headers: answered - sent, body: ended - answered, total: ended - began };
    },
  };
}
