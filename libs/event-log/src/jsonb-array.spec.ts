import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { createTemporaryDatabase } from '#testing';
import { jsonbArray } from './jsonb-array.ts';

describe('a jsonb[] in binary', () => {
  let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTemporaryDatabase([]);
    pool = createPool({ url: database.url, role: 'login', name: 'test' });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it.each([
    ['nothing', []],
    ['objects', [{ name: 'Qu\u0027est' }, {}, { nested: { list: [1, null, { deep: true }] } }]],
    ['scalars', ['text', '', 0, -1.5, true, null]],
    ['characters of several bytes', ['Кыргызстан', '中文', '🦁', { 'ключ "и": {},': '\\ \n' }]],
    ['many', Array.from({ length: 5_000 }, (_, n) => ({ n, text: 'x'.repeat(n % 100) }))],
  ])('is read by PostgreSQL as it was: %s', async (_, values) => {
    const sql = 'select value from unnest($1::jsonb[]) with ordinality as sent(value, place) order by place';
    const { rows } = await pool.query<{ value: unknown }>(sql, [jsonbArray(values)]);
    expect(rows.map(({ value }) => value)).toEqual(values);
  });

  it('is what PostgreSQL itself sends', async () => {
    const sql = 'select array_send($1::jsonb[]) as sent';
    const { rows } = await pool.query<{ sent: Buffer }>(sql, [['"text"', '1.5', '"中文"', 'true', '{}']]);
    expect(rows[0]!.sent).toEqual(jsonbArray(['text', 1.5, '中文', true, {}]));
  });
});
