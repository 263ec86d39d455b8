/** After everything that is ready to run now: callers that were answered together ask again together, and share a flush. */
const turn = () => new Promise<void>((resolve) => process.nextTick(resolve));

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
// Small enough to keep both busy: a large one has the database wait for Node, and then Node for the database.
const MAX_BYTES = 256 * 1024;
/** While one holds the log's lock, the database parses the next one, and Node makes the one after that. */
const IN_FLIGHT = 2;

export interface AppendQueue<Item, Result> {
  /** Resolves when the item was flushed; rejects where it alone, or the flush as a whole, was refused. */
  add(item: Item): Promise<Result>;
}

/**
 * Coalesces concurrent appends: two calls in flight, everything that arrived meanwhile goes into the next one. A lone
 * one leaves at once. Of all that is in flight only one submission touches a stream, and only one has an id; what would
 * come second waits until the first is done. Where a flush fails by one of its members, they are tried one by one, so that
 * only the guilty one is refused; where `failsAsWhole` says that it is nobody's fault, all of them are told at once: each
 * would wait as long for a lock as the flush has.
 */
export function createAppendQueue<Item extends Queued, Result>(
  flush: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>,
  failsAsWhole: (error: unknown) => boolean,
): AppendQueue<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running = 0;
  /** Streams and submission ids in flight. */
  const busy = new Set<string>();

  const flushEntries = async (entries: Waiting<Item, Result>[]): Promise<void> => {
    try {
      answer(entries, await flush(entries.map(({ item }) => item)));
    } catch (error) {
      if (entries.length === 1 || failsAsWhole(error)) for (const { reject } of entries) reject(error);
      else for (const entry of entries) await flushEntries([entry]);
    }
  };

  const run = async (): Promise<void> => {
    running++;
    await turn();
    for (;;) {
      const { flight, later } = nextFlight(waiting, busy);
      waiting = later;
      if (flight.length === 0) break;
      const names = flight.flatMap(({ item: { id, streams } }) => [id, ...streams.map(({ stream }) => stream)]);
      for (const name of names) busy.add(name);
      await flushEntries(flight);
      for (const name of names) busy.delete(name);
      await turn();
    }
    running--;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (running < IN_FLIGHT) void run();
      }),
  };
}

/** Those that can leave together now, in their order, and those that wait for others or for room. */
function nextFlight<Entry extends { item: Queued }>(waiting: readonly Entry[], busy: ReadonlySet<string>) {
  const flight: Entry[] = [];
  const later: Entry[] = [];
  const blocked = new Set(busy);
  let bytes = 0;
  for (const entry of waiting) {
    const { id, streams } = entry.item;
    const full = flight.length >= MAX_SUBMISSIONS || (flight.length > 0 && bytes + entry.item.bytes > MAX_BYTES);
    const wait = full || blocked.has(id) || streams.some(({ stream }) => blocked.has(stream));
    // A stream that somebody waits for is closed to all behind him: submissions to it keep their order.
    blocked.add(id);
    for (const { stream } of streams) blocked.add(stream);
    (wait ? later : flight).push(entry);
    if (!wait) bytes += entry.item.bytes;
  }
  return { flight, later };
}

function answer<Item, Result>(entries: Waiting<Item, Result>[], results: PromiseSettledResult<Result>[]): void {
  entries.forEach(({ resolve, reject }, i) => {
    const result = results[i]!;
    if (result.status === 'fulfilled') resolve(result.value);
    else reject(result.reason);
  });
}
