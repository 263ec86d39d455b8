import pg from 'pg';

/** Wakes whoever waits for new events. A wake-up may come for nothing, and may be missing: always look by yourself too. */
export interface Notifications {
  /** Resolves at the next notification, after `ms`, or when the signal aborts. */
  next(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back at every notification, and whenever some may have been missed. */
  onWake(listener: () => void): void;
  close(): Promise<void>;
}

const RECONNECT_MS = 500;

/**
 * LISTEN on one channel over a connection of its own, made when somebody first waits and anew whenever it breaks. Where
 * nobody waits, a process that appends is not woken by each of its own events.
 */
export function createNotifications(url: string, channel: string): Notifications {
  let client: pg.Client | undefined;
  let reconnecting: NodeJS.Timeout | undefined;
  let closed = false;
  const waiting = new Set<() => void>();
  const listeners: (() => void)[] = [];
  const wakeAll = () => {
    for (const wake of [...waiting, ...listeners]) wake();
  };

  const connect = async (): Promise<void> => {
    const connecting = new pg.Client({ connectionString: url, application_name: 'demarche listen' });
    client = connecting;
    const again = () => {
      if (client !== connecting || closed) return;
      client = undefined;
      reconnecting = setTimeout(() => void connect(), RECONNECT_MS).unref();
    };
    connecting.on('error', again).on('end', again);
    connecting.on('notification', wakeAll);
    try {
      await connecting.connect();
      await connecting.query(`listen ${pg.escapeIdentifier(channel)}`);
      // Something may have happened while nobody listened.
      wakeAll();
    } catch {
      again();
    }
  };
  let isWanted = false;
  const want = () => {
    if (isWanted || closed) return;
    isWanted = true;
    void connect();
  };

  return {
    next(ms, signal) {
      want();
      return wokenBy(waiting, ms, signal);
    },
    onWake: (listener) => {
      want();
      listeners.push(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(reconnecting);
      await client?.end().catch(() => undefined);
    },
  };
}

/** Waits to be woken, for `ms`, or until the signal aborts. */
function wokenBy(waiting: Set<() => void>, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      waiting.delete(done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    waiting.add(done);
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted) done();
  });
}
