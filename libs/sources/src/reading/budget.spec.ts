import { describe, expect, it } from '@jest/globals';
import { ENTRY, sizeOf } from './budget.ts';
import { readAs } from '../spec-kit/given-list.ts';
import { publicationXml } from '../spec-kit/un-sc.ts';
import { manyEntries, sdnCsv } from '../spec-kit/us-ofac.ts';
import { zipOf } from '../spec-kit/zip-of.ts';

const tooLarge = { code: 'too-large', detail: expect.stringMatching(/more than any list does, at /) };

describe('what is kept of a publication', () => {
  it('is counted in bytes of memory: two a character where a text is not in Latin-1', () => {
    expect(['', 'Müller', 'Талибан', 'Taliban Талибан'].map(sizeOf)).toEqual([0, 6, 14, 30]);
  });

  it('counts each entry, and what it says', async () => {
    const house = (n: number) => ({ reference: `QDe.${n}`, names: ['Дом'] });
    const xml = publicationXml('2024-01-01T00:00:00Z', [house(1), house(2), house(3)]);
    await expect(readAs('un-sc', xml, { content: 3 * ENTRY })).rejects.toMatchObject(tooLarge);
    await expect(readAs('un-sc', xml, { content: 4 * ENTRY })).resolves.toMatchObject({ rows: { length: 3 } });
  });

  it('takes the rows of one entry for no entries of their own', async () => {
    const header = 'Last Updated,Unique ID,Name 6,Name type,Regime Name,Designation Type';
    const rows = Array.from(
      { length: 100 },
      (_, i) => `01/01/2020,AFG1000,HOUSE ${i},${i ? 'Alias' : 'Primary Name'},Afghanistan,Entity`,
    );
    const csv = ['Report Date: 01-Feb-2024', header, ...rows].join('\r\n');
    await expect(readAs('gb-uksl', csv, { content: 20 * ENTRY })).resolves.toMatchObject({ rows: { length: 1 } });
    await expect(readAs('gb-uksl', csv, { content: 5 * ENTRY })).rejects.toMatchObject(tooLarge);
  });

  it('is one sum over all the files of a set', async () => {
    const alt = Array.from({ length: 100 }, (_, i) => `1000,${i},"aka","HOUSE ${i}",-0- `).join('\r\n');
    const set = await zipOf({ 'sdn.csv': sdnCsv(manyEntries(10)), 'alt.csv': alt });
    await expect(readAs('us-ofac-sdn', set, { content: 20 * ENTRY })).resolves.toMatchObject({ rows: { length: 10 } });
    await expect(readAs('us-ofac-sdn', set, { content: 12 * ENTRY })).rejects.toMatchObject(tooLarge);
    await expect(readAs('us-ofac-sdn', sdnCsv(manyEntries(10)), { content: 12 * ENTRY })).resolves.toMatchObject({
      rows: { length: 10 },
    });
  });
});
