import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forOneReading } from '../../reading/budget.ts';
import { defaultLimits, type Limits } from '../../limits.ts';
import { receive } from '../../reading/receive.ts';
import { PublicationRejected } from '../../reading/rejection.ts';
import { readConsolidatedList } from './read.ts';
import { inPieces, manyEntries, publicationXml } from '../../spec-kit/un-sc.ts';

const DAY = '2024-09-21T00:00:02.610Z';
const good = publicationXml(DAY, [...manyEntries(3), { reference: 'QDi.001', person: true, names: ['ÄLÏ', 'آل'] }]);

async function read(content: string | Uint8Array, limits: Partial<Limits> = {}, piece?: number) {
  const all = forOneReading({ ...defaultLimits, ...limits });
  const received = receive(inPieces(content, piece), all);
  const [file] = await received.files();
  const publication = await readConsolidatedList(file!, all);
  return { ...publication, sha256: (await received.whole()).sha256 };
}

const refusal = (content: string | Uint8Array, limits?: Partial<Limits>, piece?: number) =>
  read(content, limits, piece).then(
    () => 'taken',
    (error: unknown) => {
      if (!(error instanceof PublicationRejected)) throw error;
      return error.code;
    },
  );
const inRoot = (inside: string) => `<CONSOLIDATED_LIST dateGenerated="${DAY}">${inside}</CONSOLIDATED_LIST>`;

describe('reading the consolidated list', () => {
  it('reads the same from plain bytes, gzip, single bytes and with a byte order mark', async () => {
    const plain = await read(good);
    expect(plain.rows).toHaveLength(4);
    expect(plain.unknown).toEqual({});
    expect(plain).toMatchObject({ publishedOn: '2024-09-21', generatedAt: DAY });
    expect(plain.sha256).toBe(createHash('sha256').update(good).digest('hex'));
    expect(await read(gzipSync(good))).toEqual(plain);
    expect(await read(good, {}, 1)).toEqual(plain);
    expect(await read(gzipSync(good), {}, 1)).toEqual(plain);
    const { sha256: _, ...marked } = await read(`\uFEFF${good}`);
    const { sha256: __, ...unmarked } = plain;
    expect(marked).toEqual(unmarked);
  });

  it.each([
    ['2020-11-30T20:31:19.923-05:00', '2020-11-30'],
    ['2014-11-19T00:00:00', '2014-11-19'],
    ['2023-03-27T19:16:01.6-04:00', '2023-03-27'],
    ['yesterday', undefined],
  ])('takes the day of %s in its own offset', async (generatedAt, day) => {
    expect((await read(publicationXml(generatedAt, manyEntries(1)))).publishedOn).toBe(day);
  });

  it('trims numbers, collapses white space, drops what is empty', async () => {
    const { rows } = await read(
      publicationXml(DAY, [{ reference: ' KPe.051. ', names: [' FACTORY OF\n   MACHINERY '], dataId: '7' }]),
    );
    expect(rows).toMatchObject([{ reference: 'KPe.051', sourceIds: { dataId: '7' } }]);
    expect(rows[0]!.content.ENTITY).toMatchObject({ FIRST_NAME: 'FACTORY OF MACHINERY' });
    expect(rows[0]!.content.ENTITY).not.toHaveProperty('SORT_KEY');
    expect(rows[0]!.content.ENTITY).not.toHaveProperty('LAST_DAY_UPDATED');
  });

  it('keeps and counts what it does not know', async () => {
    const more = '<SHOE_SIZE unit="EU">42</SHOE_SIZE><ENTITY_ADDRESS><PLANET>Mars</PLANET></ENTITY_ADDRESS>';
    const file = publicationXml(DAY, [{ reference: 'QDe.001', more }]).replace('<ENTITY>', '<ENTITY colour="red">');
    const { rows, unknown } = await read(file);
    expect(unknown).toEqual({
      'ENTITIES/ENTITY@colour': 1,
      'ENTITIES/ENTITY/SHOE_SIZE': 1,
      'ENTITIES/ENTITY/SHOE_SIZE@unit': 1,
      'ENTITIES/ENTITY/ENTITY_ADDRESS/PLANET': 1,
    });
    expect(rows[0]!.content.ENTITY).toMatchObject({ ENTITY_ADDRESS: { PLANET: 'Mars' } });
  });

  it.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['empty', ' \n '],
    ['html', '<!DOCTYPE html><html><body>Please sign in</body></html>'],
    ['html', '  <HTML><title>502</title></HTML>'],
    ['not-xml', '{"results": []}'],
    ['not-xml', 'ent_num,SDN_Name\n1,x'],
    ['encoding', Buffer.from(`\uFEFF${good}`, 'utf16le')],
    ['encoding', Buffer.from(good, 'utf16le')],
    ['encoding', Buffer.from(good.replace('ÄLÏ', 'Ä'), 'latin1')],
    ['encoding', good.replace('UTF-8', 'ISO-8859-1')],
    ['malformed-xml', good.replace('Sample QDe.001', 'Sample & Sons')],
    ['malformed-xml', good.replace('Sample QDe.001', 'Sample \u0019')],
    ['malformed-xml', good.replace('Sample QDe.001', '&sample;')],
    ['malformed-xml', good.replace('</ENTITIES>', '')],
    ['malformed-xml', `${good}<CONSOLIDATED_LIST/>`],
    ['doctype', `<!DOCTYPE CONSOLIDATED_LIST SYSTEM "file:///etc/passwd">${inRoot('')}`],
    [
      'doctype',
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>${inRoot('&c;')}`,
    ],
    ['wrong-list', '<sdnList><publshInformation/></sdnList>'],
    ['wrong-list', '<export generationDate="2022-03-18"/>'],
    ['too-deep', inRoot('<a>'.repeat(200_000) + '</a>'.repeat(200_000))],
    ['too-large', inRoot(`<INDIVIDUALS a="${'x'.repeat(20 * 1024 * 1024)}"/>`)],
    ['too-large', inRoot(`<INDIVIDUALS>${'x'.repeat(300_000)}</INDIVIDUALS>`)],
    ['too-large', inRoot(`<INDIVIDUALS>${'x<!---->'.repeat(70_000)}</INDIVIDUALS>`)],
    ['too-large', inRoot(`<INDIVIDUALS ${Array.from({ length: 500 }, (_, i) => `a${i}=""`).join(' ')}/>`)],
    ['too-large', inRoot(`<!--${'x'.repeat(300_000)}-->`)],
    ['malformed-gzip', gzipSync(good).subarray(0, 300)],
    ['malformed-gzip', Buffer.concat([gzipSync(good).subarray(0, 200), Buffer.alloc(100, 7)])],
  ])('refuses as %s (case %#)', async (code, content) => {
    expect(await refusal(content)).toBe(code);
  });

  it('refuses more than its limits allow', async () => {
    expect(await refusal(good, { elements: 20 })).toBe('too-many-elements');
    expect(await refusal(good, { milliseconds: -1 })).toBe('timeout');
    expect(await refusal(good, { bytes: 100 })).toBe('too-large');
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(60_000);
    expect(await refusal(Buffer.from(gzipSync(inRoot(' '.repeat(2_000_000)))), { bytes: 1_000_000 })).toBe('too-large');
    expect(await refusal(bomb)).toBe('not-xml');
  });

  it('says where', async () => {
    await expect(read(good.replace('Sample QDe.001', 'a & b'))).rejects.toThrow(/at \d+:\d+/);
  });

  it('gives what it refuses the same fingerprint, however it is cut', async () => {
    for (const content of [gzipSync(good).subarray(0, 300), Buffer.from(good.slice(0, 500)), Buffer.from(good)]) {
      const prints = [1, 7, 1000].map(async (size) => {
        const received = receive(inPieces(content, size), { ...defaultLimits, bytes: 400 });
        await received
          .files()
          .then(([file]) => readConsolidatedList(file!, forOneReading(defaultLimits)))
          .catch(() => {});
        return (await received.whole()).sha256;
      });
      expect(new Set(await Promise.all(prints)).size).toBe(1);
    }
  });

  it('never takes a copy cut off anywhere', async () => {
    const bytes = Buffer.from(good);
    const end = bytes.length;
    const seed = 20_260_801;
    console.info(`random cuts with seed ${seed}`);
    const anywhere = fc.integer({ min: 0, max: end - 1 });
    await fc.assert(
      fc.asyncProperty(anywhere, fc.integer({ min: 1, max: 5_000 }), async (cut, piece) => {
        expect(await refusal(bytes.subarray(0, cut), {}, piece)).not.toBe('taken');
      }),
      { seed, numRuns: 400 },
    );
    const packed = gzipSync(good);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: packed.length - 1 }), async (cut) => {
        expect(await refusal(packed.subarray(0, cut))).not.toBe('taken');
      }),
      { seed, numRuns: 100 },
    );
  });
});
