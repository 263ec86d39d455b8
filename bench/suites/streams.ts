import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { EventLog } from '#event-log';
import { openListStore } from '#sources';
import { askChild, startChild } from '../children/child.ts';
import type { Heard } from '../children/listeners.ts';
import { benchSubmission, fill } from '../inputs/sample-log.ts';
import { atLeast, atMost, rounded, timed } from '../report.ts';
import { withServer } from './bench-server.ts';

const EVENTS = 200_000;
const CLIENTS = 2_000;
const SECONDS = Number(process.env.BENCH_STREAM_SECONDS ?? 60);
/** Pause between two events that are recorded while clients listen. */
const PAUSE_MS = 200;

/** A figure of a process's memory as Linux tells it, in MB. */
async function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)![1]) / 1_024);
}

/** Records an event now and then, until told to stop. */
async function keepRecording(log: EventLog, signal: AbortSignal): Promise<void> {
  for (let n = EVENTS; !signal.aborted; n++) {
    await log.append(benchSubmission(n));
    await setTimeout(PAUSE_MS);
  }
}

/**
 * The log on its way out: all of it as NDJSON in one answer, and two thousand clients that follow it as server-sent events. To
 * reach: 50,000 events a second in 200 MB, and an event at every client within 500 ms (p99), the memory staying as it is.
 */
export const benchStreams = () =>
  withServer(async ({ createDatabase }) => {
    const url = await createDatabase();
    const { log, close } = await openListStore(url, 'bench');
    await fill(log, EVENTS);
    const api = await startChild<{ url: string; pid: number }>('api', { url });
    const { url: base, pid } = api.answer;
    const exported = await timed(async () => {
      let lines = 0;
      for await (const chunk of (await fetch(`${base}/v1/events?format=ndjson`)).body!)
        for (const byte of chunk as Uint8Array) if (byte === 10) lines++;
      return lines;
    });
    if (exported.result !== EVENTS + 1) throw new Error(`${exported.result} lines came instead of ${EVENTS + 1}`);
    const exportMb = await memoryOf(pid, 'VmHWM');

    const stop = new AbortController();
    const recording = keepRecording(log, stop.signal);
    const listening = askChild<Heard>('listeners', {
      url: `${base}/v1/events/stream`,
      clients: CLIENTS,
      seconds: SECONDS,
    });
    const memory: number[] = [];
    void (async () => {
      for (; !stop.signal.aborted; await setTimeout(1_000)) memory.push(await memoryOf(pid, 'VmRSS'));
    })();
    const heard = await listening;
    stop.abort();
    await recording;
    await Promise.all([api.stop(), close()]);
    const half = memory.slice(memory.length >> 1);
    const perSecond = EVENTS / exported.seconds;
    return {
      ndjson: { events: EVENTS, per_second: rounded(perSecond), peak_mb: exportMb },
      sse: { clients: CLIENTS, seconds: SECONDS, ...heard, memory_mb: { middle: half[0]!, end: half.at(-1)! } },
      goals: [
        atLeast('NDJSON ≥ 50,000 events/s', perSecond, 50_000),
        atMost('NDJSON ≤ 200 MB', exportMb, 200),
        atMost('SSE p99 ≤ 500 ms', heard.p99, 500),
        atMost('memory flat: ≤ 1.1 × the middle', half.at(-1)! / half[0]!, 1.1),
      ],
    };
  });
