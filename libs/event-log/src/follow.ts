import type { EventLog, RecordedEvent } from './event-log.ts';

/** `EventLog.follow` by reading and waiting: `woken` resolves when there may be more, and when the signal aborts. */
export async function* followBy(
  read: EventLog['read'],
  woken: () => Promise<unknown>,
  after: number,
  { batchSize = 1_000, signal }: { batchSize?: number; signal: AbortSignal },
): AsyncGenerator<RecordedEvent[]> {
  for (let position = after; !signal.aborted;) {
    // Before it is read: what comes meanwhile wakes it too.
    const more = woken();
    const batch = await read({ after: position, limit: batchSize });
    if (batch.length > 0) {
      position = batch.at(-1)!.position;
      yield batch;
    } else await more;
  }
}
