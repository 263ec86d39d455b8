import { exchange, type EgressAnswer, type EgressRequest } from './exchange.ts';
import { EgressError } from './failure.ts';
import { isWeb, type Guard } from './guard.ts';
import { defaultEgressLimits, type EgressLimits } from './limits.ts';
import { closeLine, createIdleLines, openLine, type Line } from './lines.ts';

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

export function createEgress({ guard, limits: given, ca }: EgressOptions): Egress {
  const limits = { ...defaultEgressLimits, ...given };
  const idle = createIdleLines();

  async function sendBy(line: Line, key: string, url: URL, request: EgressRequest): Promise<EgressAnswer> {
    line.steps = null;
    try {
      const answer = await exchange(line, url, request, limits);
      idle.giveBack(key, line);
      return answer;
    } catch (error) {
      void closeLine(line);
      throw error;
    }
  }

  return {
    async send(request) {
      const url = URL.parse(request.url);
      if (!url) throw new EgressError('address', 'blocked', 'This is no address', 'no-address');
      if (!isWeb(url)) throw new EgressError('address', 'blocked', 'Only https is allowed', 'scheme');
      const key = `${request.lane} ${url.origin}`;
      const used = idle.take(key);
      const line = used ?? openLine(url, guard, limits, ca);
      try {
        return await sendBy(line, key, url, request);
      } catch (error) {
        // A receiver may close a connection at the moment at which it is used again; nothing was read of the request.
        const isStale = used && line.steps === null && (error as EgressError).code === 'reset';
        if (!isStale || (error as EgressError).phase === 'body') throw error;
        return sendBy(openLine(url, guard, limits, ca), key, url, request);
      }
    },
    close: idle.close,
  };
}
