import { describe, expect, it } from '@jest/globals';
import { record, type DesignationRecord } from '#domain';
import { listFromMapping } from './list-from-mapping.ts';
import { givenList, readSource } from '../../spec-kit/given-list.ts';

const ABOUT =
  'list: xx-table\nauthority: XX\nname: Sample\npublisher: Sample\nurl: https://example.org\nprogram: XX\ntype: person';
const listOf = (mapping: string) => listFromMapping(`${ABOUT}\n${mapping}`);

/** The entries that a mapping makes of rows, by number. */
async function tableOf(mapping: string, content: string | Uint8Array) {
  const reading = await readSource(listOf(mapping), content);
  for (const entry of reading.entries) expect(record.parse(entry.record)).toEqual(entry.record);
  const records: Record<string, DesignationRecord> = {};
  for (const entry of reading.entries) records[entry.record.reference] = entry.record;
  return { ...reading, records };
}

const times = ({ listedOn, delistedOn, earlierListings, standing }: DesignationRecord) =>
  JSON.parse(JSON.stringify({ listedOn, delistedOn, earlierListings, standing })) as object;

describe('rows and entries', () => {
  const PLAIN = 'reference: No\nprimaryName: Name';

  it('are one, where rows are grouped by their number', async () => {
    const { records } = await tableOf(
      `${PLAIN}\nrows: grouped\nnationalities: From\nremarks: Note`,
      'No,Name,From,Note\n7,Ann Lee,Latvia,b\n8,Bo Lee,,\n7,A. Lee,Estonia,a\n',
    );
    expect(records['7']).toEqual({
      reference: '7',
      programs: ['XX'],
      subject: {
        type: 'person',
        name: 'Ann Lee',
        aliases: [{ name: 'A. Lee', kind: 'aka' }],
        nationalities: ['LV', 'EE'],
      },
      remarks: 'a b',
    });
    expect(Object.keys(records)).toEqual(['7', '8']);
  });

  it('stay the same when the rows come in another order', async () => {
    const { publish } = givenList(listOf(`${PLAIN}\nrows: grouped\nremarks: Note`));
    const rows = ['7,Ann Lee,b', '7,A. Lee,a', '8,Bo Lee,'];
    await publish(`No,Name,Note\n${rows.join('\n')}\n`, { publishedOn: '2026-01-01' });
    const turned = `No,Name,Note\n${rows.toReversed().join('\n')}\n`;
    expect(await publish(turned, { publishedOn: '2026-01-02' })).toMatchObject({ events: 0 });
  });

  it('said twice is said once, and rows of one number that differ are refused', async () => {
    const { publish } = givenList(listOf(PLAIN));
    const twice = 'No,Name\n7,Ann Lee\n8,Bo Lee\n7,Ann Lee\n';
    expect(await publish(twice, { publishedOn: '2026-01-01' })).toMatchObject({ designated: 2, rejected: null });
    const other = await publish(`${twice}7,Cy Lee\n`, { publishedOn: '2026-01-02' });
    expect(other.rejected?.code).toBe('duplicate-reference');
  });

  it('have a part of a cell as their number', async () => {
    const { records, quarantined } = await tableOf(
      "rows: grouped\nreference: { column: No, matching: '^[0-9]+' }\nprimaryName: Name",
      'No,Name\n7,Ann Lee\n7a,A. Lee\n8,Bo Lee\nx,Cy Lee\n',
    );
    expect(Object.keys(records)).toEqual(['7', '8']);
    expect(quarantined).toMatchObject([
      { reason: 'No is "x", in which nothing matches ^[0-9]+', row: { at: 'line 5' } },
    ]);
  });

  it('have several cells as their number', async () => {
    const { records } = await tableOf(
      'reference: { joined: [Part, No] }\nprimaryName: Name',
      'Part,No,Name\nII,4,Ann Lee\nIII,4,Bo Lee\n',
    );
    expect(Object.keys(records)).toEqual(['II-4', 'III-4']);
  });

  it('say what kind of name they have, and how strong it is', async () => {
    const { records, unread } = await tableOf(
      `${PLAIN}
rows: grouped
nameKind: { column: Kind, values: { Main: primary, Also: aka, Formerly: fka }, other: aka }
nameStrength: { column: Quality, values: { Good: strong, Low: weak } }
aliases: [{ column: Nick, split: ';', strength: weak }]
listedOn: Since`,
      'No,Name,Kind,Quality,Nick,Since\n7,The Baker,Also,Low,,\n7,Ann Lee,MAIN,,Annie; Nan,2010-01-01\n7,Ann Dee,Formerly,so-so,,\n',
    );
    expect(records['7']).toMatchObject({
      listedOn: '2010-01-01',
      subject: {
        name: 'Ann Lee',
        aliases: [
          { name: 'The Baker', kind: 'aka', strength: 'weak' },
          { name: 'Ann Dee', kind: 'fka' },
          { name: 'Annie', kind: 'aka', strength: 'weak' },
          { name: 'Nan', kind: 'aka', strength: 'weak' },
        ],
      },
    });
    expect(records['7']).not.toHaveProperty('earlierListings');
    expect(unread).toEqual({ 'Quality: so-so': 1 });
  });

  it('as Australia prints them: letters behind the number, and several births in a cell', async () => {
    const { records } = await tableOf(
      `reference: { column: Reference, matching: '^[0-9]+' }
rows: grouped
primaryName: Name
nameKind: { column: Name Type, values: { Primary Name: primary, aka: aka } }
nameStrength: { column: Alias Strength, values: { Strong: strong, Weak: weak } }
birthDates: { column: Date of Birth, split: ',' }
nationalities: Citizenship
listedOn: Control Date`,
      [
        'Reference,Name,Name Type,Alias Strength,Date of Birth,Citizenship,Control Date',
        '9101,Corin Greywater,Primary Name,,"Approximately 1961, 1962",Iran,10/08/2017',
        '9101a,Corin Graywater,aka,Strong,,,10/08/2017',
        '9101b,The Ferryman,aka,Weak,,,10/08/2017',
      ].join('\n'),
    );
    expect(records['9101']).toEqual({
      reference: '9101',
      programs: ['XX'],
      subject: {
        type: 'person',
        name: 'Corin Greywater',
        aliases: [
          { name: 'Corin Graywater', kind: 'aka', strength: 'strong' },
          { name: 'The Ferryman', kind: 'aka', strength: 'weak' },
        ],
        nationalities: ['IR'],
        birthDates: [{ date: '1961', approximate: true }, { date: '1962' }],
      },
      listedOn: '2017-08-10',
    });
  });
});

describe('times in a table', () => {
  const TIMES = 'reference: { derivedFrom: [Name] }\nprimaryName: Name\nlistedOn: From\ndelistedOn: To';

  it('are one for each row, and one where they overlap or touch', async () => {
    const { records } = await tableOf(
      TIMES,
      [
        'Name,From,To',
        'Ann,2010-01-01,2012-01-01',
        'Ann,2015-01-01,',
        'Bo,2010-01-01,2012-01-01',
        'Bo,2012-01-01,2014-01-01',
      ].join('\n'),
    );
    expect(times(records.ann!)).toEqual({
      listedOn: '2015-01-01',
      earlierListings: [{ listedOn: '2010-01-01', delistedOn: '2012-01-01' }],
    });
    expect(times(records.bo!)).toEqual({ listedOn: '2010-01-01', delistedOn: '2014-01-01' });
  });

  it.each([
    ['2009', '', { listedOn: '2009' }],
    ['March 2011', '', { listedOn: '2011-03' }],
    ['December 2003', '2015', { listedOn: '2003-12', delistedOn: '2015' }],
    ['2003-12', 'March 2015', { listedOn: '2003-12', delistedOn: '2015-03' }],
    ['21 December 2003', '', { listedOn: '2003-12-21' }],
    ['"December 9, 2020"', '', { listedOn: '2020-12-09' }],
    ['03/04/2021', '', { listedOn: '2021-04-03' }],
    ['20210403', '', { listedOn: '2021-04-03' }],
    ['2021/04/03', '', { listedOn: '2021-04-03' }],
    ['2021.04.03', '', { listedOn: '2021-04-03' }],
    ['2021-04-03 00:00:00', '', { listedOn: '2021-04-03' }],
    ['', 'December 2023', { delistedOn: '2023-12' }],
    ['3-Apr-21', '', {}],
    ['44289', '', {}],
  ])('from %s to %s', async (from, to, expected) => {
    const { records, unread } = await tableOf(TIMES, `Name,From,To\nAnn,${from},${to}\n`);
    expect(times(records.ann!)).toEqual(expected);
    // What no rule reads is counted, and the day stays open.
    expect(Object.keys(unread)).toEqual(Object.keys(expected).length === 0 ? [`listedOn: ${from}`] : []);
  });

  it.each([
    ['9999-12-31', undefined],
    ['31.12.9999', undefined],
    ['12/31/9999', undefined],
    ['0000-00-00', undefined],
    ['00.00.0000', undefined],
    ['-', undefined],
    ['Unlimited', undefined],
    ['01.01.1800', undefined],
    ['2024-03-01', '2024-03-01'],
  ])('that end on %s', async (end, delistedOn) => {
    const { records, quarantined, unread } = await tableOf(
      `${TIMES}\nnone: [unlimited, '01.01.1800']\nbirthDates: Born`,
      `Name,From,To,Born\nAnn,2010-01-01,${end},0000-00-00\n`,
    );
    expect(quarantined).toEqual([]);
    expect(unread).toEqual({});
    expect(times(records.ann!)).toEqual({ listedOn: '2010-01-01', ...(delistedOn ? { delistedOn } : {}) });
    expect(records.ann!.subject).not.toHaveProperty('birthDates');
  });

  it('that nobody can read or that run backwards cost their entry', async () => {
    const { quarantined } = await tableOf(TIMES, 'Name,From,To\nAnn,2010,2024-02-30\nBo,2012-01-01,2010-01-01\n');
    expect(quarantined.map(({ reason }) => reason)).toEqual([
      'It ends on 2024-02-30, which is no date',
      'It ends on 2010-01-01, before it begins on 2012-01-01',
    ]);
  });

  it('that a column says are over or suspended', async () => {
    const { records, unread } = await tableOf(
      `reference: No\nprimaryName: Name\nlistedOn: From\nstatus: { column: State, values: { Lifted: delisted, Paused: suspended, Active: listed } }`,
      'No,Name,From,State\n1,Ann,2010-01-01,PAUSED\n2,Bo,2010-01-01,Lifted\n3,Cy,2010-01-01,Active\n4,Di,2010-01-01,Odd\n',
    );
    expect(Object.values(records).map((each) => each.standing)).toEqual([
      'suspended',
      'delisted',
      undefined,
      undefined,
    ]);
    expect(unread).toEqual({ 'State: Odd': 1 });
  });

  it.each([
    ['03-02-61', '1961-02-03'],
    ['03.02.61', '1961-02-03'],
    ['03/02/61', '1961-02-03'],
    ['3-Feb-61', '1961-02-03'],
    ['03-02-05', '2005-02-03'],
    ['03-02-1905', '1905-02-03'],
  ])('with years of two figures: %s', async (born, date) => {
    const { records } = await tableOf(
      'reference: No\nprimaryName: Name\nbirthDates: { column: Born, century: past }\nlistedOn: { column: From, century: 20 }',
      `No,Name,Born,From\n7,Ann,${born},22.03.21\n`,
    );
    expect(records['7']!.subject.birthDates).toEqual([{ date }]);
    expect(records['7']!.listedOn).toBe('2021-03-22');
  });

  it('with years of two figures, as the day of the publication means them', async () => {
    const { publish, log } = givenList(
      listOf('reference: No\nprimaryName: Name\nbirthDates: { column: Born, century: past }'),
    );
    await publish('No,Name,Born\n7,Ann,03-02-20\n', { publishedOn: '2019-06-01' });
    const [{ data } = { data: {} }] = await log.readStream('designation-xx-table:7');
    expect(data).toMatchObject({ record: { subject: { birthDates: [{ date: '1920-02-03' }] } } });
  });
});

describe('the columns of a table', () => {
  it('may be those that headings give, in a reference too', async () => {
    const { records } = await tableOf(
      'heading: Order\nreference: { joined: [Order, No] }\nprimaryName: Name',
      'No,Name\nOrder 5,\n1,Ann Lee\nOrder 6,\n1,Bo Lee\n',
    );
    expect(Object.keys(records)).toEqual(['Order 5-1', 'Order 6-1']);
  });

  it('are called as they are printed, line breaks and all', async () => {
    const { records, unknown } = await tableOf(
      'reference: constructor\nprimaryName: "Full\\n  name"\nremarks: "A  note"',
      'constructor,"Full\n  name",A  note\n7,Ann Lee,x\n',
    );
    expect(records['7']).toMatchObject({ subject: { name: 'Ann Lee' }, remarks: 'x' });
    expect(unknown).toEqual({});
  });

  it('may stand far behind the beginning of JSON, under names with slashes', async () => {
    const file = { licence: 'x'.repeat(10_000), 'a/b': { rows: [{ no: 7, name: 'Ann Lee' }] } };
    const { records } = await tableOf(
      'format: json\nrecords: /a~1b/rows\nreference: no\nprimaryName: name',
      JSON.stringify(file),
    );
    expect(records['7']!.subject.name).toBe('Ann Lee');
  });
});

describe('the form of a table', () => {
  const PLAIN = 'reference: Nr\nprimaryName: Имя';
  const rows = 'Nr,Имя\n1,Пётр Волжский\n2,Иван Окский\n';
  const koi8 = (text: string) => {
    const decoder = new TextDecoder('koi8-r');
    const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
    return Uint8Array.from([...text].map((letter) => bytes.get(letter)!));
  };
  const utf16 = (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]);

  it('is read in its encoding', async () => {
    expect((await tableOf(`${PLAIN}\nencoding: koi8-r`, koi8(rows))).records['1']!.subject.name).toBe('Пётр Волжский');
    // The letter К has the byte by which DOS ended a text.
    const wide = await tableOf(`${PLAIN}\nencoding: utf-16le`, utf16(rows.replace('Иван', 'Каспар')));
    expect(wide.records['2']!.subject.name).toBe('Каспар Окский');
    const chinese = Uint8Array.from([...Buffer.from('Nr,Name\n1,'), 0xbc, 0xd7, ...Buffer.from(' Lee\n')]);
    const { records } = await tableOf('reference: Nr\nprimaryName: Name\nencoding: gb18030', chinese);
    expect(records['1']!.subject.name).toBe('甲 Lee');
  });

  it('is doubted where Cyrillic comes out as accented Latin', async () => {
    const { unknown } = await tableOf(
      'reference: Nr\nprimaryName: Name\nencoding: windows-1252',
      koi8(rows.replace('Имя', 'Name')),
    );
    expect(unknown).toEqual({ 'encoding: names that look misread': 2 });
    const french = await tableOf(
      'reference: Nr\nprimaryName: Name',
      'Nr,Name\n1,Éloïse Ôé\n2,Ann\n3,Bo\n4,Cy\n5,Di\n6,Ed\n',
    );
    expect(french.unknown).toEqual({});
  });

  it('may be JSON: a list inside it', async () => {
    const { records, unknown, unread } = await tableOf(
      `format: json\nrecords: /data/rows\nreference: no\nprimaryName: name/full\naliases: [{ column: name/other }]\nnationalities: from\nignored: [meta]`,
      JSON.stringify({
        made: ['2026', { rows: [] }],
        data: {
          rows: [
            {
              no: 7,
              name: { full: 'Ann "A" Lee', other: ['A. Lee', null] },
              from: null,
              meta: { a: 1 },
              size: [{ of: 'shoe' }],
            },
            { no: 8, name: { full: 'Bo {Lee}', other: [] }, from: ['Latvia', 'Estonia'] },
          ],
        },
      }),
    );
    expect(records['7']!.subject).toMatchObject({ name: 'Ann "A" Lee', aliases: [{ name: 'A. Lee' }] });
    expect(records['8']!.subject).toMatchObject({ name: 'Bo {Lee}', nationalities: ['LV', 'EE'] });
    expect([unknown, unread]).toEqual([{ 'size/of': 1 }, {}]);
  });

  it.each([
    ['one record a line', '{"no":12345678901234567890,"name":"Ann"}\n{"no":8,"name":"Bo"}\n'],
    ['a list', '[{"no":12345678901234567890,"name":"Ann"},{"no":8,"name":"Bo"}]'],
    [
      'records over several lines',
      '[\n {\n  "no": 12345678901234567890,\n  "name": "Ann"\n },\n {"no":8,"name":"Bo"}\n]\n',
    ],
  ])('may be JSON: %s', async (_, content) => {
    const { records } = await tableOf('format: json\nreference: no\nprimaryName: name', content);
    expect(Object.keys(records).sort()).toEqual(['12345678901234567890', '8']);
  });

  it.each([
    ['cut off', '[{"no":7,"name":"Ann"},{"no":8', 'malformed-json', /Line 1 is the last/],
    ['cut off between two records', '[{"no":7,"name":"Ann"},', 'malformed-json', /cut off/],
    ['damaged', '[{"no":7,"name":"Ann"},\n{"no":8,"name":Bo}]', 'malformed-json', /line 2/],
    ['with a comma missing', '[{"no":7,"name":"Ann"}{"no":8,"name":"Bo"}]', 'malformed-json', /comma/],
    ['with something behind its end', '[{"no":7,"name":"Ann"}]]', 'malformed-json', /behind its end/],
    ['a list of texts', '["no","name"]', 'malformed-json', /no JSON object/],
    ['nested without end', `[{"no":7,"name":${'['.repeat(5_000)}`, 'too-deep', /32 deep/],
    ['of one endless record', `[{"no":7,"name":"${'x'.repeat(600_000)}`, 'too-large', /524288/],
    ['without its list', '{"rows":7,"data":{"row":[]}}', 'wrong-columns', /\/data\/rows/, 'records: /data/rows'],
  ])('refuses JSON %s', async (_, content, code, detail, more = '') => {
    const source = listOf(`format: json\nreference: no\nprimaryName: name\n${more}`);
    await expect(readSource(source, content)).rejects.toMatchObject({ code, detail: expect.stringMatching(detail) });
  });

  it('may have names of columns over several lines, or with commas', async () => {
    const { records } = await tableOf(
      "reference: No\nprimaryName: 'Name, full'\nlistedOn: Date of Sanction",
      'No,"Name, full","Date of\nSanction"\n7,Ann,2020-01-02\n',
    );
    expect(records['7']).toMatchObject({ listedOn: '2020-01-02', subject: { name: 'Ann' } });
  });

  it('may have headings, with or without commas behind them', async () => {
    const { records } = await tableOf(
      'reference: No\nprimaryName: Name\nheading: Order\nlegalBasis: Order',
      'No,Name\nOrder 5\n7,Ann\n8,Bo\n"Order 6, of May",\n9,Cy\n',
    );
    expect(Object.values(records).map((each) => each.legalBasis)).toEqual(['Order 5', 'Order 5', 'Order 6, of May']);
  });

  it('may have rows that print only what is ignored: entries where references are derived, else none', async () => {
    const rows = 'Wallet,Currency\nOrder 5\n0xa1,ETH\n,BTC\n,\nOrder 6\n,BTC\n';
    const mapping = 'primaryName: Wallet\nheading: Order\nlegalBasis: Order\nignored: [Currency]';
    const derived = await tableOf(`reference: { derivedFrom: [Wallet] }\n${mapping}`, rows);
    expect(
      Object.entries(derived.records).map(([no, { subject, legalBasis }]) => [no, subject.name, legalBasis]),
    ).toEqual([
      ['0xa1', '0xa1', 'Order 5'],
      ['order-5-btc', 'BTC', 'Order 5'],
      ['order-6-btc', 'BTC', 'Order 6'],
    ]);
    expect(derived.unknown).toEqual({});
    const numbered = await tableOf(`reference: Wallet\n${mapping}`, rows);
    expect(Object.keys(numbered.records)).toEqual(['0xa1']);
    expect(numbered.unknown).toEqual({ 'rows that say nothing': 2 });
  });

  it('may have several separators in a cell, and several columns for one thing', async () => {
    const { records } = await tableOf(
      "reference: No\nprimaryName: Name\nnationalities: { column: From, split: [';', ','] }\naddresses: [Home, { column: Work, split: '|' }]",
      'No,Name,From,Home,Work\n7,Ann,"Latvian, Estonian; Finnish",1 Road,2 Road|3 Road\n',
    );
    expect(records['7']!.subject.nationalities).toEqual(['LV', 'EE', 'FI']);
    expect(records['7']!.subject.addresses).toEqual([{ text: '1 Road' }, { text: '2 Road' }, { text: '3 Road' }]);
  });

  it.each([
    ['encoding: klingon', /encoding/],
    ["reference: { column: No, matching: '(' }", /matching/],
    ['records: /data', /records/],
    ['heading: X\nformat: json', /format/],
    ['rows: together', /rows/],
  ])('is refused with the member: %s', (wrong, member) => {
    const mapping = `${wrong.startsWith('reference') ? '' : 'reference: No\n'}primaryName: Name\n${wrong}`;
    expect(() => listOf(mapping)).toThrow(member);
  });
});
