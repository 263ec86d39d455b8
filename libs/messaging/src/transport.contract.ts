import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog, RecordedEvent } from '#event-log';
import { AUTHORITIES, createStore, during, record, until } from './spec-kit.ts';
import type { Transport } from './transport.ts';

export interface Harness {
  eventLog: EventLog;
  /** Another runner's transport: a process of its own, as it were. */
  createTransport(): Transport;
  close(): Promise<void>;
}

/** What every transport promises to a subscription. `shares`: several runners work at a time, not one after another. */
export function transportContract(start: () => Promise<Harness>, { shares }: { shares: boolean }): void {
  describe('a transport', () => {
    let harness: Harness;
    let store: ReturnType<typeof createStore>;
    const complete = async () => store.lowest() === (await harness.eventLog.head());
    const run = (subscription = store.runner().subscription) => {
      const transport = harness.createTransport();
      return (signal: AbortSignal) => transport.run(subscription, signal);
    };

    beforeEach(async () => {
      harness = await start();
      store = createStore({ exclusive: !shares });
    });
    afterEach(() => harness.close());

    const expectEachOnce = async () => {
      const recorded = await harness.eventLog.read({ after: 0, limit: 100_000 });
      for (const authority of AUTHORITIES) {
        const of = (events: RecordedEvent[]) => events.filter((event) => event.authority === authority);
        expect(of(store.received)).toEqual(of(recorded));
      }
    };

    it('delivers every event once, in order within its authority', async () => {
      await record(harness.eventLog, 700);
      await during(run(), async () => {
        await until(complete, 'the first events are in');
        await record(harness.eventLog, 50);
        await until(complete, 'the later events are in');
      });
      await expectEachOnce();
    });

    it('tells idle partitions how far the log is', async () => {
      await record(harness.eventLog, 3, ['KZ']);
      await during(run(), () => until(complete, 'all partitions stand at the head'));
      expect(store.received).toHaveLength(3);
    });

    it('goes on where the stored checkpoint stands', async () => {
      await record(harness.eventLog, 40);
      await during(run(), () => until(complete, 'the first run is through'));
      await record(harness.eventLog, 40);
      await during(run(), () => until(complete, 'the second run is through'));
      await expectEachOnce();
      expect(store.doubles()).toBe(0);
    });

    it('comes again with what could not be stored', async () => {
      await record(harness.eventLog, 30);
      store.trouble.push(new Error('database gone'), new TypeError('a mistake in the code'));
      await during(run(), () => until(complete, 'the trouble is over'));
      expect(store.trouble).toHaveLength(0);
      await expectEachOnce();
    });

    it(shares ? 'shares the work between runners' : 'lets a second runner wait for the first to stop', async () => {
      const [first, second] = [store.runner(), store.runner()];
      await during(run(second.subscription), async () => {
        await during(run(first.subscription), async () => {
          for (
            let round = 0;
            round < 40 && (round < 5 || (shares && !(first.own.length && second.own.length)));
            round++
          ) {
            await record(harness.eventLog, 30);
            await until(complete, 'both have done their part');
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        });
        await record(harness.eventLog, 30);
        await until(complete, 'the one that is left does it all');
      });
      if (shares) expect(first.own.length).toBeGreaterThan(0);
      expect(second.own.length).toBeGreaterThan(0);
      await expectEachOnce();
    });
  });
}
