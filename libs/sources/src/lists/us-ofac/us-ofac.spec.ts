import { describe, expect, it } from '@jest/globals';
import { record } from '#domain';
import { givenList, readAs } from '../../spec-kit/given-list.ts';
import { zipOf } from '../../spec-kit/zip-of.ts';
import { manyEntries, NAMESPACES, sdnCsv, sdnXml, type SampleEntry } from '../../spec-kit/us-ofac.ts';

const one = async (entry: Partial<SampleEntry>) => {
  const { byReference, unread } = await readAs('us-ofac-sdn', sdnCsv([{ uid: 7, ...entry }]));
  const mapped = byReference[7]!.record;
  expect(record.parse(mapped)).toEqual(mapped);
  return { ...mapped, unread };
};

describe('an entry of sdn.csv', () => {
  it('takes Remarks apart', async () => {
    const entry = await one({
      name: 'PELLINOR, King',
      type: 'individual',
      programs: ['SDGT', 'IFSR'],
      title: 'Keeper of the Beast',
      remarks:
        "DOB 10 Dec 1948; alt. DOB circa 1951; POB Culiacan, Sinaloa, Mexico; nationality Iran; alt. nationality Russia; Passport A104 (Malaysia) issued 12 Aug 2000 expires 19 Jun 2005; Digital Currency Address - XBT 1KufMadeUp; a.k.a. 'QUESTER'; Gender Male; Secondary sanctions risk: section 1(b) of Executive Order 13224; Linked To: ROUND TABLE; Email Address pellinor@example.org; Brigadier General.",
    });
    expect(entry).toEqual({
      reference: '7',
      programs: ['SDGT', 'IFSR'],
      subject: {
        type: 'person',
        name: 'PELLINOR, King',
        aliases: [{ name: 'QUESTER', kind: 'aka', strength: 'weak' }],
        positions: ['Keeper of the Beast'],
        gender: 'male',
        nationalities: ['IR', 'RU'],
        birthDates: [{ date: '1948-12-10' }, { date: '1951', approximate: true }],
        birthPlaces: [{ city: 'Culiacan', region: 'Sinaloa', country: 'MX' }],
        identifiers: [
          {
            type: 'passport',
            printedType: 'Passport',
            number: 'A104',
            country: 'MY',
            issuedOn: '2000-08-12',
            expiresOn: '2005-06-19',
          },
          {
            type: 'crypto-address',
            printedType: 'Digital Currency Address - XBT',
            number: '1KufMadeUp',
            currency: 'XBT',
          },
        ],
        contacts: [{ type: 'email', value: 'pellinor@example.org' }],
      },
      risks: ['Secondary sanctions risk: section 1(b) of Executive Order 13224'],
      links: [{ kind: 'linked to', name: 'ROUND TABLE' }],
      remarks: 'Brigadier General',
      unread: { 'Remarks: a part that begins with no known name': 1 },
    });
  });

  it('knows ships and aircraft', async () => {
    const ship = await one({
      type: 'vessel',
      flag: 'Panama',
      remarks: 'Vessel Registration Identification IMO 7406784; MMSI 572469210; Former Vessel Flag Malta.',
    });
    expect(ship.subject).toMatchObject({
      type: 'vessel',
      vessel: { flags: ['PA'], formerFlags: ['MT'] },
      identifiers: [
        { type: 'imo', number: '7406784' },
        { type: 'mmsi', number: '572469210' },
      ],
    });
    const plane = await one({ type: 'aircraft', remarks: 'Aircraft Tail Number YV3360; Aircraft Model B747-3B3.' });
    expect(plane.subject).toMatchObject({
      aircraft: { model: 'B747-3B3' },
      identifiers: [{ type: 'tail-number', number: 'YV3360' }],
    });
  });

  it('believes nothing of a part that the 1,000th character cut', async () => {
    const links = Array.from({ length: 60 }, (_, i) => `Linked To: HOUSE ${i}`).join('; ');
    const entry = await one({ remarks: links.slice(0, 1000) });
    expect(entry.unread).toEqual({ 'Remarks: cut off after 1,000 characters': 1 });
    expect(entry.links!.every(({ name }) => links.split('; ').includes(`Linked To: ${name}`))).toBe(true);
  });

  it('has its further names, addresses and the rest of Remarks from the other tables', async () => {
    const remarks = `${'Linked To: HOUSE OF THE LONG NAME; '.repeat(40)}`.slice(0, 1000);
    const set = await zipOf({
      'sdn.csv': sdnCsv([{ uid: 7, remarks }]),
      'alt.csv': '7,1,"aka","TABLE, Round",-0- \r\n7,2,"fka","SQUARE TABLE",-0- \r\n\u001a',
      'add.csv': '7,1,"1 Castle Road","Corbenic N1","United Kingdom",-0- \r\n\u001a',
      'sdn_comments.csv': '7,"; Gender Male."\r\n\u001a',
    });
    const { byReference } = await readAs('us-ofac-sdn', set);
    expect(byReference[7]!.record.subject).toMatchObject({
      aliases: [
        { name: 'TABLE, Round', kind: 'aka', strength: 'strong' },
        { name: 'SQUARE TABLE', kind: 'fka', strength: 'strong' },
      ],
      addresses: [{ street: '1 Castle Road', city: 'Corbenic N1', country: 'GB' }],
      gender: 'male',
    });
  });

  it('is read from no archive that has a table twice', async () => {
    const set = zipOf({ 'a/sdn.csv': sdnCsv([{ uid: 7 }]), 'b/SDN.CSV': sdnCsv([{ uid: 8 }]), 'alt.csv': '' });
    await expect(readAs('us-ofac-sdn', await set)).rejects.toMatchObject({
      code: 'unknown-format',
      detail: 'The archive has one table twice: sdn.csv and sdn.csv. Leave one out',
    });
  });

  it('survives a bad row of a side table: repaired, or left out and counted', async () => {
    const set = async (comments: string) =>
      readAs('us-ofac-sdn', await zipOf({ 'sdn.csv': sdnCsv([{ uid: 7 }, { uid: 8 }]), 'sdn_comments.csv': comments }));
    const odd = 'Gender Male; a.k.a. ""reed""; POB Lowmere; a.k.a. "x""';
    const { byReference, unknown } = await set(
      `7,"Gender Male; a.k.a. "lanternjack"; a.k.a. "reedwarbler"; POB Lowmere."\r\n8,"${odd}\r\n\u001a`,
    );
    const alias = (name: string) => ({ name, kind: 'aka', strength: 'weak' });
    expect(byReference[7]!.record.subject).toMatchObject({
      gender: 'male',
      aliases: [alias('lanternjack'), alias('reedwarbler')],
    });
    expect(byReference[8]!.record.subject).toMatchObject({ gender: 'male', aliases: [alias('reed'), alias('x')] });
    expect(unknown).toEqual({});
    // A quotation mark and a comma inside the field look like its end.
    const { byReference: others, unknown: left } = await set(
      '7,"a.k.a. "jack", lantern"\r\n8,"Gender Male."\r\n9,"open\r\n\u001a',
    );
    expect(others[8]!.record.subject.gender).toBe('male');
    expect(left).toEqual({ 'comments: row that makes no sense': 2 });
    await expect(set('<html>\r\n'.repeat(20))).rejects.toMatchObject({ code: 'wrong-columns' });
  });
});

it('takes a line that stands twice for one', async () => {
  const { entries } = await readAs('us-ofac-sdn', sdnCsv([{ uid: 7 }, { uid: 8 }, { uid: 7 }]));
  expect(entries.map((each) => each.record.reference)).toEqual(['7', '8']);
});

describe('the history of OFAC lists', () => {
  const csv = (publish: ReturnType<typeof givenList>['publish'], publishedOn: string, entries: SampleEntry[]) =>
    publish(sdnCsv(entries), { publishedOn });
  const others = manyEntries(60);

  it('takes a programme change for that, never for a delisting', async () => {
    const { publish, eventsOf } = givenList('us-ofac-sdn');
    await csv(publish, '2022-05-19', [{ uid: 7, programs: ['FTO', 'SDGT'] }, ...others]);
    expect(await csv(publish, '2022-05-20', [{ uid: 7, programs: ['SDGT'] }, ...others])).toMatchObject({
      amended: 1,
      delisted: 0,
      designated: 0,
      unchanged: 60,
    });
    expect((await eventsOf('7')).at(-1)).toEqual({
      type: 'DesignationAmended',
      effective: '2022-05-20',
      cause: 'source',
      patch: [{ op: 'replace', path: '/programs', old: ['FTO', 'SDGT'], value: ['SDGT'] }],
    });
    expect(await csv(publish, '2022-05-21', [{ uid: 7, programs: ['SDGT'] }, ...others])).toMatchObject({ events: 0 });
  });

  it('takes successors for new entries', async () => {
    const { publish } = givenList('us-ofac-sdn');
    const name = 'ARMED FORCES OF LISTENEISE';
    await csv(publish, '2021-12-01', [{ uid: 7, name }, ...others]);
    const next = [
      { uid: 33983, name: `${name} - PEOPLE'S ARMY` },
      { uid: 33974, name: 'SECOND LISTENEISE' },
      ...others,
    ];
    expect(await csv(publish, '2021-12-02', next)).toMatchObject({ delisted: 1, designated: 2, reidentified: 0 });
  });

  it('takes undated files that come back to what they said', async () => {
    const { publish } = givenList('us-ofac-sdn');
    await csv(publish, '2022-01-01', others);
    await csv(publish, '2022-01-02', others.slice(1));
    expect(await csv(publish, '2022-01-03', others)).toMatchObject({ designated: 1, rejected: null });
  });

  it.each(NAMESPACES)('reads the XML of %s with its day and count', async (namespace) => {
    const { publishedOn, rows, unknown } = await readAs('us-ofac-sdn', sdnXml('05/06/2024', others, { namespace }));
    expect({ publishedOn, unknown }).toEqual({ publishedOn: '2024-05-06', unknown: {} });
    expect(rows).toHaveLength(60);
    const { publish } = givenList('us-ofac-sdn');
    const report = await publish(sdnXml('05/06/2024', others, { namespace, count: 61 }));
    expect(report).toMatchObject({ events: 0, rejected: { code: 'record-count' } });
  });

  const detailed: SampleEntry = {
    uid: 7,
    name: 'PELLINOR',
    type: 'individual',
    remarks: '(Linked To: ROUND TABLE)',
    more: `<idList><id><uid>1</uid><idType>Passport</idType><idNumber>A104</idNumber><idCountry>Iran</idCountry></id>
      <id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
      <akaList><aka><uid>3</uid><type>a.k.a.</type><category>weak</category><lastName>QUESTER</lastName></aka>
      <aka><uid>4</uid><type>a.k.a.</type><category>strong</category><lastName>PELLINORE</lastName></aka></akaList>
      <addressList><address><uid>5</uid><city>Corbenic</city><country>Syria</country></address></addressList>
      <dateOfBirthList><dateOfBirthItem><uid>6</uid><dateOfBirth>1948</dateOfBirth></dateOfBirthItem></dateOfBirthList>`,
  };
  const plain: SampleEntry = {
    uid: 7,
    name: 'PELLINOR',
    type: 'individual',
    remarks: "DOB 1948; Passport A104 (Iran); Gender Male; a.k.a. 'QUESTER'; Linked To: ROUND TABLE.",
  };

  it('changes the format without news, tells apart what is only read now, and loses nothing on the way back', async () => {
    const { publish, eventsOf } = givenList('us-ofac-sdn');
    await csv(publish, '2024-05-01', [plain, ...others]);
    expect(await publish(sdnXml('05/02/2024', [detailed, ...others]))).toMatchObject({
      amended: 0,
      designated: 0,
      delisted: 0,
      cosmetic: 61,
      events: 1,
    });
    expect((await eventsOf('7')).at(-1)).toMatchObject({
      cause: 'reparse',
      patch: [{ op: 'add', path: '/subject/addresses' }, { path: '/subject/aliases' }],
    });
    expect(await csv(publish, '2024-05-03', [plain, ...others])).toMatchObject({ amended: 0, events: 0 });
    const moved = { ...detailed, more: detailed.more!.replace('Corbenic', 'Camelot') };
    expect(await publish(sdnXml('05/04/2024', [moved, ...others]))).toMatchObject({ amended: 1, events: 1 });
  });

  it('sees what the authority changes though the format changes too', async () => {
    const { publish } = givenList('us-ofac-sdn');
    await csv(publish, '2024-05-01', [{ ...plain, programs: ['FTO', 'SDGT'] }, ...others]);
    expect(await publish(sdnXml('05/02/2024', [detailed, ...others]))).toMatchObject({ amended: 1, events: 2 });
  });

  it('finds nothing in another order of children', async () => {
    const { publish } = givenList('us-ofac-sdn');
    const entry: SampleEntry = { ...detailed, programs: ['SYRIA', 'FSE-SY'] };
    await publish(sdnXml('05/02/2024', [entry, ...others]));
    const turned = { ...entry, programs: ['FSE-SY', 'SYRIA'] };
    expect(await publish(sdnXml('05/03/2024', [...others, turned]))).toMatchObject({ events: 0, unchanged: 61 });
  });

  it('is told from the other list by its programmes', async () => {
    const { publish } = givenList('us-ofac-sdn');
    const nonSdn = manyEntries(120).map((entry) => ({ ...entry, programs: ['NS-PLC'] }));
    expect(await publish(sdnXml('05/02/2024', nonSdn))).toMatchObject({
      rejected: { code: 'wrong-list', detail: expect.stringContaining('us-ofac-nonsdn') },
    });
    expect(await givenList('us-ofac-nonsdn').publish(sdnXml('05/02/2024', nonSdn))).toMatchObject({ designated: 120 });
  });

  it('refuses the empty scrape', async () => {
    const { publish, log } = givenList('us-ofac-sdn');
    await csv(publish, '2024-05-03', others);
    const head = await log.head();
    expect(await publish('', { publishedOn: '2024-05-04' })).toMatchObject({ events: 0, rejected: { code: 'empty' } });
    expect(await log.head()).toBe(head + 1);
  });
});
