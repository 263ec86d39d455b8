import { describe, expect, it } from '@jest/globals';
import { budgeting, ENTRY, sizeOf } from './budget.ts';
import { readAs } from './spec-kit.ts';
import { publicationXml } from './un-sc/spec-kit.ts';

describe('what is kept of a publication', () => {
  it('is counted in bytes of memory: two a character where a text is not in Latin-1', () => {
    expect(['', 'Müller', 'Талибан', 'Taliban Талибан'].map(sizeOf)).toEqual([0, 6, 14, 30]);
  });

  it('is refused, with the place, once it is too much together', () => {
    const keep = budgeting({ content: 10 });
    keep(6, () => 'line 1');
    keep(4, () => 'line 2');
    expect(() => keep(1, () => 'line 3')).toThrow(/more than any list does, at line 3/);
  });

  it('holds for a file that says no more than it may', async () => {
    const house = (n: number) => ({ reference: `QDe.${n}`, names: ['Дом'] });
    const xml = publicationXml('2024-01-01T00:00:00Z', [house(1), house(2), house(3)]);
    await expect(readAs('un-sc', xml, { content: 3 * ENTRY })).rejects.toMatchObject({ code: 'too-large' });
    await expect(readAs('un-sc', xml, { content: 4 * ENTRY })).resolves.toMatchObject({ rows: { length: 3 } });
  });
});
