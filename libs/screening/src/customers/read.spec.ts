import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCustomerRows, type CustomerFormat } from './read.ts';

/** What is read of a text that comes in pieces of some bytes. */
async function read(text: string, { format = 'csv', size = 7 }: { format?: CustomerFormat; size?: number } = {}) {
  const bytes = new TextEncoder().encode(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const rows = [];
  for await (const { line, values } of readCustomerRows(pieces(), format)) rows.push({ line, ...values });
  return rows;
}

const LINES = ['id,name,birthDate', '1,"Doe, Jane",1970', '', '2,"two', 'lines",', '3,Ивано́в,1971'];
const ROWS = [
  { line: 2, id: ['1'], name: ['Doe, Jane'], birthDate: ['1970'] },
  { line: 4, id: ['2'], name: ['two\nlines'] },
  { line: 6, id: ['3'], name: ['Ивано́в'], birthDate: ['1971'] },
];

describe('a file of customers', () => {
  it.each([
    ['line feeds', '\n'],
    ['returns and line feeds', '\r\n'],
    ['returns', '\r'],
  ])('has rows with the lines they begin on, whatever ends a line: %s', async (_, end) => {
    for (const size of [1, 2, 3, 1_000]) expect(await read(LINES.join(end), { size })).toEqual(ROWS);
  });

  it('has the same rows in whatever pieces it comes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom('x', 'é', '"', ',', '\r', '\n', '😀'), { maxLength: 6 }), { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 9 }),
        async (cells, end, size) => {
          const texts = cells.map((each) => each.join(''));
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = `name,id${end}${texts.map((each, at) => `${quoted(each)},${at}${end}`).join('')}`;
          const rows = await read(text, { size });
          const wanted = texts.map((each) => each.replace(/\r\n?/g, '\n').trim());
          expect(rows.map(({ name = [''] }) => name)).toEqual(wanted.map((each) => [each]));
          let line = 2;
          for (const [at, row] of rows.entries()) {
            expect(row.line).toBe(line);
            line += texts[at]!.replace(/\r\n?/g, '\n').split('\n').length;
          }
        },
      ),
    ));

  it.each([
    ['id,name\n1,a"b"\n', 'line 2: a quotation mark astray'],
    ['id,name\r1,"a\rb\r', 'line 2: a row of more than'],
    ['id,name\r\n1,"a\r\nb"\r\n2\r\n', 'line 4: it has 1 cells, and the first line 2'],
    ['id,name\n1,x\nid,name\n', 'line 3: the columns are named a second time'],
    ['', 'The file is empty'],
    ['id,name\n1,\0', 'line 2: it has a NUL'],
  ])('%j is refused with its line', (text, message) => expect(read(text)).rejects.toThrow(message));

  it('keeps numbers as they are written', async () => {
    const text = '{"id":12345678901234567890,"name":"Jane","number":[1.50,0.1e2,-0],"born":1971}';
    expect(await read(text, { format: 'ndjson' })).toEqual([
      { line: 1, id: ['12345678901234567890'], name: ['Jane'], number: ['1.50', '0.1e2', '-0'], birthDate: ['1971'] },
    ]);
    await expect(read('{"name":true}', { format: 'ndjson' })).rejects.toThrow('line 1: name has to be a text');
  });

  it('is read by lines of JSON too', async () => {
    const text = '{"id":1,"name":"Jane"}\r\n\r\n{"id":"2","name":["A","B"]}';
    expect(await read(text, { format: 'ndjson' })).toEqual([
      { line: 1, id: ['1'], name: ['Jane'] },
      { line: 3, id: ['2'], name: ['A', 'B'] },
    ]);
  });
});
