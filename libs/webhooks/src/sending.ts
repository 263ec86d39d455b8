import type { EventLog, RecordedEvent } from '#event-log';
import type { Due, Result } from './claims.ts';
import { healthAfter } from './outcome.ts';
import { sendOnce, type Letterhead, type Sending } from './send.ts';

/** After so long nothing more of a batch is begun, so that what was sent is recorded. */
const SLICE_MS = 2_000;
const KEPT_EVENTS = 2_000;

/**
 * Gives a function that sends some deliveries to an endpoint: those of a lane one after the other, so many lanes at a time as the
 * endpoint takes. What is not begun when the time is up, or the signal aborts, has no result.
 */
export function createSending({ log, ...sending }: Sending & { log: EventLog }) {
  const events = createEventCache(log);

  return async (letterhead: Letterhead, due: readonly Due[], signal?: AbortSignal): Promise<Result[]> => {
    const { endpoint } = letterhead;
    const known = await events(due.flatMap(({ position }) => position ?? []));
    const lanes = lanesOf(due);
    const results: Result[] = [];
    const began = performance.now();
    const isOver = () =>
      signal?.aborted === true || performance.now() - began > SLICE_MS || endpoint.heldUntil !== null;
    const sendLanes = async () => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift())
        for (const delivery of lane) {
          if (isOver()) return;
          const result = await sendOnce(sending, letterhead, delivery, known.get(delivery.position ?? 0));
          results.push(result);
          Object.assign(endpoint, healthAfter(endpoint, result.outcome, sending.now()));
          if (!result.outcome.ok) break;
        }
    };
    await Promise.all(Array.from({ length: endpoint.concurrency }, sendLanes));
    return results;
  };
}

/** Deliveries by lane, each lane in its order; one without a lane is a lane of its own. */
function lanesOf(due: readonly Due[]): Due[][] {
  const lanes = new Map<string, Due[]>();
  const all: Due[][] = [];
  for (const delivery of due) {
    const known = delivery.lane === null ? undefined : lanes.get(delivery.lane);
    if (known) {
      known.push(delivery);
      continue;
    }
    const lane = [delivery];
    if (delivery.lane !== null) lanes.set(delivery.lane, lane);
    all.push(lane);
  }
  return all;
}

/** The same event goes to many endpoints: it is read once. */
function createEventCache(log: EventLog) {
  const kept = new Map<number, RecordedEvent>();
  return async (positions: readonly number[]): Promise<ReadonlyMap<number, RecordedEvent>> => {
    const missing = positions.filter((position) => !kept.has(position));
    const found = new Map(
      positions.flatMap((position) => (kept.has(position) ? [[position, kept.get(position)!]] : [])),
    );
    for (const event of await log.readPositions(missing)) {
      kept.set(event.position, event);
      found.set(event.position, event);
    }
    while (kept.size > KEPT_EVENTS) kept.delete(kept.keys().next().value!);
    return found;
  };
}
