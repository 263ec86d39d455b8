/** What the queue needs to know of a piece of work. */
interface Queued {
  id: string;
  bytes: number;
  streams: readonly { stream: string }[];
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

const MAX_SUBMISSIONS = 256;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Coalesces concurrent appends: one call in flight, everything that arrived meanwhile goes into the next one. A lone
 * one leaves at once. One flush touches a stream once, and holds a submission id once; what would come second waits for
 * the next. Where a flush fails, its members are tried one by one, so that only the guilty one is refused.
 */
export function createAppendQueue<Item extends Queued, Result>(
  flush: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>,
) {
  let waiting: Waiting<Item, Result>[] = [];
  let flushing = false;

  const takeFlush = (): Waiting<Item, Result>[] => {
    const taken: Waiting<Item, Result>[] = [];
    const later: Waiting<Item, Result>[] = [];
    const blocked = new Set<string>();
    let bytes = 0;
    for (const entry of waiting) {
      const { id, streams } = entry.item;
      const full = taken.length >= MAX_SUBMISSIONS || (taken.length > 0 && bytes + entry.item.bytes > MAX_BYTES);
      const wait = full || blocked.has(id) || streams.some(({ stream }) => blocked.has(stream));
      // A stream that somebody waits for is closed to all behind him: submissions to it keep their order.
      blocked.add(id);
      for (const { stream } of streams) blocked.add(stream);
      (wait ? later : taken).push(entry);
      if (!wait) bytes += entry.item.bytes;
    }
    waiting = later;
    return taken;
  };

  const settle = async (entries: Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await flush(entries.map(({ item }) => item));
      entries.forEach(({ resolve, reject }, i) => {
        const result = results[i]!;
        if (result.status === 'fulfilled') resolve(result.value);
        else reject(result.reason);
      });
    } catch (error) {
      if (entries.length === 1) entries[0]!.reject(error);
      else for (const entry of entries) await settle([entry]);
    }
  };

  const run = async (): Promise<void> => {
    flushing = true;
    while (waiting.length > 0) await settle(takeFlush());
    flushing = false;
  };

  return {
    add: (item: Item): Promise<Result> =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (!flushing) void run();
      }),
  };
}
