import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { intervalOf, record, type DesignationRecord, type Interval } from '#domain';
import { defaultLimits } from '../../limits.ts';
import { listFromMapping } from './list-from-mapping.ts';
import { readSource } from '../../spec-kit/given-list.ts';

// Tables that others keep, and mappings for them, are not ours to hand on: they lie beside the repository where it is developed.
const SHARED = resolve('../shared');
const TABLES = resolve(SHARED, 'data/foreign');
const isThere = existsSync(TABLES);
if (!isThere) process.stderr.write(`\n!!! SKIPPED: no real tables in ${TABLES} !!!\n\n`);

async function read(id: string, file: string) {
  const source = listFromMapping(await readFile(resolve(SHARED, 'cases', id, 'lists/m.yaml'), 'utf8'));
  const reading = await readSource(source, await readFile(resolve(TABLES, file)), defaultLimits);
  for (const entry of reading.entries) expect(record.parse(entry.record)).toEqual(entry.record);
  expect(new Set(reading.entries.map((entry) => entry.record.reference)).size).toBe(reading.entries.length);
  return reading;
}

/** On a day: the states that are possible by the times that the record itself prints. */
function possibleOn(day: string, { listedOn, delistedOn, earlierListings = [] }: DesignationRecord): string {
  const changes: [state: string, on: Interval][] = [...earlierListings, { listedOn, delistedOn }].flatMap((time) => [
    ...(time.listedOn ? [['listed', intervalOf(time.listedOn)] as [string, Interval]] : []),
    ...(time.delistedOn ? [['delisted', intervalOf(time.delistedOn)] as [string, Interval]] : []),
  ]);
  const states = ['not-listed', ...changes.map(([state]) => state)].filter((_, i) => {
    const begun = i === 0 || (changes[i - 1]![1].earliest ?? '') <= day;
    return begun && changes.slice(i).every(([, later]) => later.latest > day);
  });
  return states.join('|');
}

const tally = (entries: readonly { record: DesignationRecord }[], day: string) => {
  const counts: Record<string, number> = {};
  for (const { record: each } of entries) {
    const state = possibleOn(day, each);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
};

(isThere ? describe : describe.skip)('a real table of another list', () => {
  it('of years: the Section 353 report', async () => {
    const { entries, quarantined } = await read('R353', 'us-section-353/section_353.csv');
    expect([entries.length, quarantined]).toEqual([167, []]);
    expect(tally(entries, '2022-06-01')).toMatchObject({ listed: 55, 'not-listed|listed': 59 });
    expect(tally(entries, '2023-06-01')).toEqual({ listed: 114, 'not-listed|listed': 53 });
    expect(tally(entries, '2024-01-01')).toEqual({ delisted: 167 });
  });

  it('of spells: Chinese military companies', async () => {
    const { entries } = await read('RDOD', 'us-dod/sanctions.csv');
    expect(entries).toHaveLength(227);
    const listed = (day: string) => entries.filter((each) => possibleOn(day, each.record) === 'listed').length;
    expect(['2021-01-01', '2022-01-01', '2024-06-01', '2025-01-01', '2026-03-01'].map(listed)).toEqual([
      0, 47, 73, 73, 132,
    ]);
    expect([208, 209]).toContain(listed('2026-08-20'));
  });

  it('of yearly reports: Section 1286 institutions', async () => {
    const { entries } = await read('R1286', 'us-1286/section_1286.csv');
    expect(entries).toHaveLength(190);
    const listed = (day: string) => entries.filter((each) => possibleOn(day, each.record) === 'listed').length;
    expect(['2021-06-01', '2023-06-01', '2024-01-01', '2026-01-01'].map(listed)).toEqual([0, 48, 109, 190]);
  });

  it('with numbers of two columns: Annex I of Regulation 269/2014', async () => {
    const { entries, quarantined } = await read('R269', 'eu-269/32014R0269.csv.gz');
    expect([entries.length, quarantined]).toEqual([2802, []]);
    expect(entries.filter((each) => possibleOn('2014-03-17', each.record) === 'listed')).toHaveLength(17);
    expect(entries.some((each) => each.record.subject.nationalities?.toString() === 'UA,RU')).toBe(true);
  });

  it('with headings: wallets under seizure orders', async () => {
    const { entries, quarantined, unknown } = await read('RIL', 'il-crypto/wallets.csv');
    // One line under an order prints a currency and no wallet: it is an entry known by that.
    expect([entries.length, quarantined, unknown]).toEqual([531, [], {}]);
    expect(entries.map(({ record }) => record.subject.name)).toContain('USDT');
    expect(entries[0]!.record).toMatchObject({ remarks: 'צ.ת 18/26' });
    expect(entries.every((each) => each.record.remarks !== undefined)).toBe(true);
  });

  it.each([
    ['R311', 'fincen/details.csv', 407],
    ['RCUBA', 'us-cuba/restricted_entities.csv', 239],
    ['RCSL', 'us-csl/csl.csv', 110],
  ])('%s', async (id, file, size) => {
    const { entries, quarantined } = await read(id, file);
    expect([entries.length, quarantined]).toEqual([size, []]);
  });
});
