import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { createTemporaryDatabase } from '#testing';
import { parseKeyring } from '#webhooks';
import { createRuns, runsMigrations, type Runs } from './index.ts';

let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
let pool: Pool;
let runs: Runs;
const question = {
  on: '2020-01-01',
  isToday: false,
  knownAt: 1,
  compareKnownAt: null,
  scorer: 'demarche-1',
  threshold: 0.7,
  limit: 5,
  include_dataset: null,
};
const keyring = parseKeyring(`test:${randomBytes(32).toString('base64')}`);

beforeAll(async () => {
  database = await createTemporaryDatabase([runsMigrations]);
  pool = createPool({ url: database.url, role: 'demarche_writer', name: 'test runs' });
  runs = createRuns(pool, keyring);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function runOf(owner: string, file: string, batches: number): Promise<string> {
  const id = await runs.begin(owner, question, false);
  for (let number = 0; number < batches; number++) await runs.add(id, number, [{ line: number }]);
  return runs.ready(id, owner, { inputSha256: file, rows: batches, keepHours: 1 });
}

describe('the batches of runs', () => {
  it('are taken by turns of accounts, each once while it is leased', async () => {
    const [first, second] = [await runOf('busy', 'a', 3), await runOf('busy', 'b', 2)];
    const other = await runOf('other', 'a', 2);
    const taken: [string, number][] = [];
    for (let batch = await runs.claim(); batch; batch = await runs.claim()) taken.push([batch.run, batch.number]);
    expect(taken.map(([run]) => run).sort()).toEqual([first, first, first, second, second, other, other].sort());
    // Neither of the two waits until the other has all.
    expect(taken.slice(0, 4).filter(([run]) => run === other)).toHaveLength(2);
    expect(taken.filter(([run]) => run === first).map(([, number]) => number)).toEqual([0, 1, 2]);
  });

  it('are read by nobody who has not the key, or looks for them elsewhere', async () => {
    const run = await runOf('sealed', 'a', 2);
    const strangers = createRuns(pool, parseKeyring(`test:${randomBytes(32).toString('base64')}`));
    await expect(strangers.customers(run).next()).rejects.toThrow();
    const batch = (await strangers.claim())!;
    expect([batch.run, batch.number]).toEqual([run, 0]);
    expect(() => batch.rows()).toThrow();
    await strangers.giveBack(batch);
    expect((await runs.claim())!.rows()).toEqual([{ line: 0 }]);
    await pool.query('update runs.batch set number = number + 10 where run = $1', [run]);
    await expect(runs.customers(run).next()).rejects.toThrow();
  });
});

describe('the runs of an account', () => {
  it('are no more than it may have, however many are begun at once', async () => {
    const begun = Array.from({ length: 220 }, () => runs.begin('hasty', question, false));
    const refused = (await Promise.allSettled(begun)).filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(20);
    expect(refused[0]).toMatchObject({ reason: { found: { status: 409, code: 'too-many-screenings' } } });
  });
});
