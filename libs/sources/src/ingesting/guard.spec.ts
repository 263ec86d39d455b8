import { describe, expect, it } from '@jest/globals';
import { givenList } from '../spec-kit/given-list.ts';
import { manyEntries, sdnCsv } from '../spec-kit/us-ofac.ts';
import { zipOf } from '../spec-kit/zip-of.ts';

const entries = manyEntries(40);
const uids = entries.map(({ uid }) => uid);
const alt = (count: number) =>
  uids
    .slice(0, count)
    .map((uid, i) => `${uid},${i},"aka","OTHER ${i}",-0- `)
    .join('\r\n');
const set = (aliases: number) => zipOf({ 'sdn.csv': sdnCsv(entries), 'alt.csv': `${alt(aliases)}\r\n` });

describe('a set whose side table is torn', () => {
  it('is doubted, and believed where a person vouches for it', async () => {
    const { publish } = givenList('us-ofac-sdn');
    await publish(await set(30), { publishedOn: '2024-01-01' });
    expect(await publish(await set(5), { publishedOn: '2024-01-02' })).toMatchObject({
      events: 0,
      rejected: { code: 'not-understood', detail: expect.stringContaining('25 of the 30 entries') },
    });
    expect(await publish(await set(28), { publishedOn: '2024-01-03' })).toMatchObject({ rejected: null, amended: 2 });
    expect(await publish(await set(5), { publishedOn: '2024-01-04', force: 'They were' })).toMatchObject({
      amended: 23,
    });
  });
});

describe('a publication of a day that has not come', () => {
  it('is refused unless it is forced', async () => {
    const { publish } = givenList('us-ofac-sdn');
    expect(await publish(await set(1), { publishedOn: '2062-01-01' })).toMatchObject({
      rejected: { code: 'future-date' },
    });
    expect(await publish(await set(1), { publishedOn: '2062-01-01', force: 'A test' })).toMatchObject({
      designated: 40,
    });
  });
});
