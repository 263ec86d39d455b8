import { describe, expect, it } from '@jest/globals';
import { givenList } from './spec-kit/given-list.ts';
import { EntryNotUnderstood, type ListSource, type PublishedFile, type ReadPublication } from './list-source.ts';
import { text } from './mapping/parts.ts';

// The recipe of docs/ARCHITECTURE.md, "A list": read, map, and a line in the list of lists.

/** A list of lines: `7 Ann Lee`, under a first line with the day. */
async function read({ chunks }: PublishedFile): Promise<ReadPublication> {
  const pieces: Uint8Array[] = [];
  for await (const piece of chunks) pieces.push(piece);
  const [day, ...lines] = Buffer.concat(pieces).toString('utf8').trim().split('\n');
  return {
    publishedOn: day,
    unknown: {},
    rows: lines.map((line, i) => {
      const [reference, ...name] = line.split(' ');
      return { reference: reference!, at: `line ${i + 2}`, content: { name: name.join(' ') } };
    }),
  };
}

const toy: ListSource = {
  list: 'xx-toy',
  authority: 'XX',
  name: 'A toy list',
  url: 'https://example.org/toy',
  publisher: 'Toy Gazette',
  formats: [
    {
      reader: 'xx-toy/1',
      looksLike: 'lines under a day',
      recognises: ([file]) => /^\d{4}-\d\d-\d\d\n/.test(file!.head),
      read: ([file]) => read(file!),
      map(row) {
        const name = text(row.content, 'name');
        if (!name) throw new EntryNotUnderstood('It has no name');
        const subject = { type: 'person' as const, name, aliases: [] };
        return { record: { reference: row.reference, programs: ['TOY'], subject }, unread: [], row };
      },
    },
  ],
};

describe('a list by the recipe', () => {
  it('is compared, guarded and recorded like every other', async () => {
    const { publish, eventsOf } = givenList(toy);
    expect(await publish('2024-01-01\n1 Ann Lee\n2 Bo Ek\n3')).toMatchObject({ designated: 2, quarantined: 1 });
    expect(await publish('2024-02-01\n1 Ann Leigh\n2 Bo Ek')).toMatchObject({ amended: 1, unchanged: 1 });
    expect(await publish('no day')).toMatchObject({ rejected: { code: 'unknown-format' } });
    expect((await eventsOf('1')).map(({ type }) => type)).toEqual(['PersonDesignated', 'DesignationAmended']);
  });
});
