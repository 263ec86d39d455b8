import { request } from 'node:http';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { percentile } from '../report.ts';
import { answerParent } from './child.ts';

export interface Listening {
  url: string;
  clients: number;
  seconds: number;
}

export interface Heard {
  /** Events by clients. */
  events: number;
  /** From being recorded to being heard, in milliseconds. */
  p50: number;
  p99: number;
  /** Clients that heard another number of events than the first one. */
  uneven: number;
}

/** Many that follow the log as server-sent events, in a process of their own. Begins to count once all are connected. */
export async function listen({ url, clients, seconds }: Listening): Promise<void> {
  const lags: number[] = [];
  const heard = new Array<number>(clients).fill(0);
  let isCounting = false;
  for (let from = 0; from < clients; from += 100)
    await Promise.all(
      heard.slice(from, from + 100).map(async (_, i) => {
        const asked = request(url, { agent: false }).end();
        const [response] = await once(asked, 'response');
        response.setEncoding('utf8').on('data', (text: string) => {
          if (!isCounting) return;
          for (const [, time] of text.matchAll(/"time":"([^"]+)"/g)) {
            lags.push(Date.now() - Date.parse(time!));
            heard[from + i]!++;
          }
        });
      }),
    );
  // What was recorded while they came is on its way still.
  await setTimeout(2_000);
  isCounting = true;
  await setTimeout(seconds * 1_000);
  isCounting = false;
  const usual = percentile(heard, 0.5);
  await answerParent({
    events: lags.length,
    p50: percentile(lags, 0.5),
    p99: percentile(lags, 0.99),
    // The last one may be on its way to some.
    uneven: heard.filter((count) => Math.abs(count - usual) > 1).length,
  } satisfies Heard);
  process.exit(0);
}
