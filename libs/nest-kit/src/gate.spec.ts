import { describe, expect, it } from '@jest/globals';
import { createGate } from './gate.ts';

describe('a gate', () => {
  it('lets a few run at a time, and the others in order', async () => {
    const gate = createGate({ running: 2, waiting: 100, waitMs: 5_000 });
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        gate.run(async () => {
          most = Math.max(most, ++running);
          order.push(i);
          await new Promise((done) => setTimeout(done, 2));
          running--;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('refuses who would wait too long, or behind too many', async () => {
    const gate = createGate({ running: 1, waiting: 1, waitMs: 30 });
    const held = Promise.withResolvers<void>();
    const first = gate.run(() => held.promise);
    const second = gate.run(async () => 'never');
    await expect(gate.run(async () => 'never')).rejects.toMatchObject({ found: { status: 503, retryAfter: 5 } });
    await expect(second).rejects.toMatchObject({ found: { status: 503 } });
    held.resolve();
    await first;
    expect(await gate.run(async () => 'now')).toBe('now');
  });

  it('lets nobody who is slow hold all places', async () => {
    const gate = createGate({ running: 3, waiting: 10, waitMs: 5_000, share: 2 });
    const held = Promise.withResolvers<void>();
    const began: string[] = [];
    const slow = (whose: string) => gate.run(async () => (began.push(whose), held.promise), undefined, whose);
    const all = ['a', 'a', 'a', 'a', 'b', 'c'].map(slow);
    await Promise.resolve();
    expect(began).toEqual(['a', 'a', 'b']);
    held.resolve();
    await Promise.all(all);
    expect(began).toEqual(['a', 'a', 'b', 'a', 'a', 'c']);
    const none = createGate({ running: 2, waiting: 0, waitMs: 1, share: 1 });
    const first = none.run(() => new Promise<void>((done) => setTimeout(done, 20)), undefined, 'a');
    await expect(none.run(async () => 'a', undefined, 'a')).rejects.toMatchObject({ found: { status: 503 } });
    expect(await none.run(async () => 'b', undefined, 'b')).toBe('b');
    await first;
    expect(await none.run(async () => 'a', undefined, 'a')).toBe('a');
  });

  it('forgets who is gone', async () => {
    const gate = createGate({ running: 1, waiting: 10, waitMs: 5_000 });
    const held = Promise.withResolvers<void>();
    const first = gate.run(() => held.promise);
    const gone = new AbortController();
    let didRun = false;
    const second = gate.run(async () => (didRun = true), gone.signal);
    gone.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    held.resolve();
    await first;
    await gate.run(async () => undefined);
    expect(didRun).toBe(false);
  });
});
