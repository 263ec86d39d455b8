import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRuns, type RunQuestion, type Runs } from '#runs';
import { parseKeyring } from '#webhooks';
import { SECRET_KEY } from './support/rest.ts';
import { startStandalone, type Standalone } from './support/standalone.ts';

// Who looks at runs that are watched, and when: nothing is told twice, and nothing kept from being told.

const OWNER = 'watcher';
const FOUND = { differences: [{ customer: 'c1' }], isWhole: true };

let standalone: Standalone;
let runs: Runs;

const query = (text: string, values: unknown[] = []) => standalone.store.writer.query(text, values);

beforeAll(async () => {
  standalone = await startStandalone();
  runs = createRuns(standalone.store.writer, parseKeyring(SECRET_KEY));
});
beforeEach(async () => {
  await query('delete from runs.run');
});
afterAll(async () => standalone.end());

/** A run that is done and watched, as known at position 5. */
async function watched(question: Partial<RunQuestion> = {}, file: string = randomUUID()): Promise<string> {
  const asked = { on: '2026-01-01', isToday: true, knownAt: 5, compareKnownAt: null, scorer: 'demarche-1' };
  const id = await runs.begin(OWNER, { ...asked, threshold: 0.7, limit: 5, include_dataset: null, ...question }, true);
  const run = await runs.ready(id, OWNER, { inputSha256: file, rows: 0, keepHours: 1 });
  await runs.finish(run, 'a');
  return run;
}
/** The leases of all have ended. */
const later = async () => query(`update runs.run set leased_until = '-infinity'`);
const changesOf = async (id: string) =>
  (await runs.changes(id, null, 10)).items.map(({ on, knownAt, comparedWith }) => [on, comparedWith, knownAt]);

describe('looking at a run that is watched', () => {
  it('ends until something is recorded, where its day was named', async () => {
    const id = await watched({ isToday: false });
    const claimed = await runs.claimWatched(6, '2026-01-03');
    expect(claimed).toMatchObject({ run: id, on: '2026-01-01', knownAt: 5 });
    await runs.looked(claimed!, { on: '2026-01-01', knownAt: 6 }, { differences: [], isWhole: true });
    expect(await runs.claimWatched(6, '2026-01-03')).toBeUndefined();
    expect(await runs.claimWatched(7, '2026-01-03')).toMatchObject({ run: id, knownAt: 6 });
  });

  it('keeps what another day changes beside what the position changed the day before', async () => {
    const id = await watched();
    for (const on of ['2026-01-01', '2026-01-02'])
      await runs.looked((await runs.claimWatched(6, on))!, { on, knownAt: 6 }, FOUND);
    expect(await changesOf(id)).toEqual([
      ['2026-01-02', 6, 6],
      ['2026-01-01', 5, 6],
    ]);
    const page = await runs.changes(id, null, 1);
    expect(page).toMatchObject({ isLast: false, items: [{ on: '2026-01-02', differences: FOUND.differences }] });
    expect(await runs.changes(id, page.items[0]!, 1)).toMatchObject({ isLast: true, items: [{ on: '2026-01-01' }] });
  });

  it('tells once what two found who looked at the same time', async () => {
    const id = await watched();
    const one = await runs.claimWatched(6, '2026-01-01');
    await later();
    const other = await runs.claimWatched(7, '2026-01-01');
    await runs.looked(one!, { on: '2026-01-01', knownAt: 6 }, FOUND);
    await runs.looked(other!, { on: '2026-01-01', knownAt: 7 }, FOUND);
    expect(await changesOf(id)).toEqual([['2026-01-01', 5, 6]]);
    expect(await runs.claimWatched(7, '2026-01-01')).toMatchObject({ run: id, knownAt: 6 });
  });

  it('lets others have their turn where one cannot be looked at', async () => {
    const both = [await watched(), await watched()];
    const first = await runs.claimWatched(6, '2026-01-01');
    await runs.giveBackWatched(first!);
    const second = await runs.claimWatched(6, '2026-01-01');
    expect([first!.run, second!.run].sort()).toEqual(both.sort());
  });

  it('goes on from where it was, where it is watched again', async () => {
    const id = await watched();
    await runs.looked((await runs.claimWatched(6, '2026-01-01'))!, { on: '2026-01-01', knownAt: 6 }, FOUND);
    await runs.change(id, { watch: false });
    expect(await runs.claimWatched(7, '2026-01-01')).toBeUndefined();
    await runs.change(id, { watch: true });
    expect(await runs.claimWatched(7, '2026-01-01')).toMatchObject({ run: id, knownAt: 6 });
  });

  it('ends a page of changes where it has ten thousand differences', async () => {
    const id = await watched();
    const many = { differences: Array.from({ length: 6_000 }, () => 0), isWhole: true };
    for (const knownAt of [6, 7, 8])
      await runs.looked((await runs.claimWatched(knownAt, '2026-01-01'))!, { on: '2026-01-01', knownAt }, many);
    const page = await runs.changes(id, null, 10);
    expect([page.items.map(({ knownAt }) => knownAt), page.isLast]).toEqual([[8, 7], false]);
    expect(await runs.changes(id, page.items[1]!, 10)).toMatchObject({ isLast: true, items: [{ knownAt: 6 }] });
  });
});

describe('asking the same again', () => {
  it('has the run watched and kept as the second asks, where the first did not', async () => {
    const first = await watched({}, 'same');
    await runs.change(first, { watch: false });
    expect(await watched({}, 'same')).toBe(first);
    expect(await runs.find(OWNER, first)).toMatchObject({ watch: true });
    const { keptUntil } = await runs.find(OWNER, first);
    const { question } = await runs.find(OWNER, first);
    const again = await runs.begin(OWNER, question, false);
    expect(await runs.ready(again, OWNER, { inputSha256: 'same', rows: 0, keepHours: 9 })).toBe(first);
    const longer = await runs.find(OWNER, first);
    expect([longer.watch, longer.keptUntil.getTime() - keptUntil.getTime() > 7 * 3_600_000]).toEqual([true, true]);
  });

  it('makes a new run of one that failed', async () => {
    const first = await watched({}, 'failing');
    await query(`update runs.run set status = 'failed' where id = $1`, [first]);
    const { question } = await runs.find(OWNER, first);
    const again = await runs.begin(OWNER, question, false);
    expect(await runs.ready(again, OWNER, { inputSha256: 'failing', rows: 0, keepHours: 1 })).toBe(again);
  });
});
