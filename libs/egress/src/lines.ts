import { Client } from 'undici';
import { connectTo, type Steps } from './connect.ts';
import type { Guard } from './guard.ts';
import type { EgressLimits } from './limits.ts';

/** One connection at a time, one request at a time. */
export interface Line {
  client: Client;
  /** Of the connection that the current request made, where it made one. */
  steps: Steps | null;
}

const MOST_IDLE = 2_000;

/** A line to an origin; it connects when it is first used, as the guard lets it. */
export function openLine(url: URL, guard: Guard, limits: EgressLimits, ca: string | undefined): Line {
  const line: Line = {
    steps: null,
    client: new Client(url.origin, {
      connect(_, done) {
        connectTo(url, guard, { ...limits, ca }).then(
          ({ socket, steps }) => {
            line.steps = steps;
            done(null, socket);
          },
          (error: Error) => done(error, null),
        );
      },
      pipelining: 1,
      maxHeaderSize: limits.headerBytes,
      // The time is kept elsewhere, phase by phase.
      headersTimeout: 0,
      bodyTimeout: 0,
    }),
  };
  return line;
}

export const closeLine = ({ client }: Line): Promise<void> => client.destroy().catch(() => undefined);

/** Lines that nobody uses, by lane and origin; beyond a number of them those go that were unused longest. */
export function createIdleLines() {
  /** The longest unused first. */
  const idle = new Map<string, Line[]>();
  let count = 0;
  return {
    take(key: string): Line | undefined {
      const line = idle.get(key)?.pop();
      if (line) count--;
      return line;
    },
    giveBack(key: string, line: Line): void {
      const lines = idle.get(key) ?? [];
      idle.delete(key);
      idle.set(key, [...lines, line]);
      count++;
      while (count > MOST_IDLE) {
        const [oldest, [unused, ...others]] = idle.entries().next().value!;
        if (others.length > 0) idle.set(oldest, others);
        else idle.delete(oldest);
        count--;
        if (unused) void closeLine(unused);
      }
    },
    async close(): Promise<void> {
      const lines = [...idle.values()].flat();
      idle.clear();
      count = 0;
      await Promise.all(lines.map(closeLine));
    },
  };
}
