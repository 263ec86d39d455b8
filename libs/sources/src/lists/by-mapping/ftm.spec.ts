import { describe, expect, it } from '@jest/globals';
import { record, type DesignationRecord } from '#domain';
import { listFromMapping } from './list-from-mapping.ts';
import { readSource } from '../../spec-kit/given-list.ts';
import { LEFT_OUT, PARTIES, READ } from './ftm-schema.ts';

const source = listFromMapping(
  'format: ftm\nlist: xx-ftm\nauthority: XX\nname: Sample\npublisher: Sample\nurl: https://example.org\nprogram: XX',
);

async function listOf(...entities: object[]) {
  const reading = await readSource(source, entities.map((each) => JSON.stringify(each)).join('\n'));
  for (const entry of reading.entries) expect(record.parse(entry.record)).toEqual(entry.record);
  return reading;
}

const entity = (id: string, schema: string, properties: Record<string, unknown[]>, more: object = {}) => ({
  id,
  schema,
  properties,
  ...more,
});
const ann = (more: Record<string, string[]> = {}) =>
  entity('a', 'Person', { name: ['Ann Lee'], topics: ['sanction'], ...more });
const sanction = (id: string, properties: Record<string, string[]>) =>
  entity(id, 'Sanction', { entity: ['a'], ...properties });
const times = ({ listedOn, delistedOn, earlierListings, standing }: DesignationRecord) =>
  JSON.parse(JSON.stringify({ listedOn, delistedOn, earlierListings, standing })) as object;

describe('a file of FollowTheMoney entities', () => {
  it('lists only what is sanctioned: relatives and companies are named and counted', async () => {
    const { byReference, unknown } = await listOf(
      ann(),
      entity('b', 'Person', { name: ['Bo Lee'] }, { target: false }),
      entity('c', 'Company', { name: ["Ann's Bakery"], topics: ['sanction.linked'] }),
      entity('d', 'Person', { name: ['Di Lee'] }, { target: true }),
      entity('e', 'Company', { name: ['Lee Ltd'] }),
      entity('e-s', 'Sanction', { entity: ['e'] }),
      entity('f', 'Family', { person: ['a'], relative: ['b'] }),
    );
    expect(Object.keys(byReference).sort()).toEqual(['a', 'd', 'e']);
    expect(unknown).toEqual({ 'Person: not listed itself': 1, 'Company: not listed itself': 1, Family: 1 });
  });

  it.each([
    [
      'two Sanctions with years between',
      [{ startDate: ['2010-02-01'], endDate: ['2012-02-01'] }, { startDate: ['2020-05-05'] }],
      { listedOn: '2020-05-05', earlierListings: [{ listedOn: '2010-02-01', delistedOn: '2012-02-01' }] },
    ],
    [
      'two that overlap',
      [
        { startDate: ['2010-02-01'], endDate: ['2012-02-01'] },
        { startDate: ['2011'], endDate: ['2014'] },
      ],
      { listedOn: '2010-02-01', delistedOn: '2014' },
    ],
    ['years and months', [{ startDate: ['2003-12'], endDate: ['2015'] }], { listedOn: '2003-12', delistedOn: '2015' }],
    ['the day of listing', [{ listingDate: ['2020-01-02'] }], { listedOn: '2020-01-02' }],
    ['an end that says none', [{ startDate: ['2020'], endDate: ['9999-12-31'] }], { listedOn: '2020' }],
    ['lifted', [{ startDate: ['2020'], status: ['Lifted'] }], { listedOn: '2020', standing: 'delisted' }],
    ['expired on a day', [{ endDate: ['2021'], status: ['Expired'] }], { delistedOn: '2021' }],
    ['suspended', [{ startDate: ['2020'], status: ['Suspended'] }], { listedOn: '2020', standing: 'suspended' }],
    ['active beside lifted', [{ startDate: ['2020'], status: ['Lifted'] }, { status: ['Active'] }], {}],
  ])('has the times of its Sanctions: %s', async (_, sanctions, expected) => {
    const { byReference, unread } = await listOf(
      ann(),
      ...sanctions.map((each, i) => sanction(`s-${i}`, each as never)),
    );
    expect(times(byReference.a!.record)).toEqual(expected);
    expect(unread).toEqual({});
  });

  it('counts a status and a start that nobody knows, and quarantines an entry whose end is no date', async () => {
    const { unread } = await listOf(ann(), sanction('s', { status: ['Asleep'], startDate: ['spring'] }));
    expect(unread).toEqual({ 'Sanction.status: Asleep': 1, 'Sanction.startDate: spring': 1 });
    const { quarantined } = await listOf(ann(), sanction('s', { endDate: ['2024-02-30'] }));
    expect(quarantined).toMatchObject([{ reason: 'A Sanction ends on 2024-02-30, which is no date' }]);
  });

  it('may tell of one entity in several fragments', async () => {
    const { entries } = await listOf(
      entity('a', 'LegalEntity', { country: ['ls'] }, { caption: 'a' }),
      entity('a', 'Person', { name: ['Ann Lee'] }, { caption: 'Ann Lee', target: true }),
      entity('a', 'Person', { birthDate: ['1961-05'], nationality: ['LS'] }, { caption: 'a' }),
    );
    expect(entries.map((each) => each.record.subject)).toEqual([
      {
        type: 'person',
        name: 'Ann Lee',
        aliases: [],
        nationalities: ['LS'],
        birthDates: [{ date: '1961-05' }],
      },
    ]);
  });

  it('has no entity whose fragments are of kinds that nothing is at once', async () => {
    const { entries, quarantined } = await listOf(
      ann(),
      entity('v', 'Person', { name: ['Lark'] }, { target: true }),
      entity('v', 'Vessel', { imoNumber: ['9187629'] }),
      entity('c', 'Company', { name: ['Lee Ltd'] }, { target: true }),
      entity('c', 'Organization', { country: ['ls'] }),
    );
    expect(entries.map(({ row }) => [row.reference, row.content.schema])).toEqual([
      ['a', 'Person'],
      ['c', 'Company'],
    ]);
    expect(quarantined).toMatchObject([
      { row: { reference: 'v' }, reason: 'Its fragments are Person and Vessel, which nothing is at once' },
    ]);
  });

  it('may list wallets and securities themselves', async () => {
    const { byReference, unknown } = await listOf(
      ann(),
      entity('w', 'CryptoWallet', { publicKey: ['bc1qann'], currency: ['XBT'], topics: ['sanction'], holder: ['a'] }),
      entity('s', 'Security', { name: ['Lark token'], isin: ['XS0000000009'], topics: ['sanction'] }),
      entity('x', 'Vehicle', { name: ['Van'], topics: ['sanction'] }, { target: true }),
    );
    expect(byReference.w!.record).toMatchObject({
      subject: {
        name: 'bc1qann',
        activities: ['crypto wallet'],
        identifiers: [{ type: 'crypto-address', number: 'bc1qann', currency: 'XBT' }],
      },
      links: [{ kind: 'holder', name: 'Ann Lee', reference: 'a' }],
    });
    expect(byReference.s!.record.subject).toMatchObject({
      name: 'Lark token',
      activities: ['security'],
      identifiers: [{ type: 'other', printedType: 'isin', number: 'XS0000000009' }],
    });
    expect(unknown).toEqual({ Vehicle: 1 });
  });

  it('gives documents, wallets and addresses to their holders', async () => {
    const { byReference, unknown } = await listOf(
      ann({ passportNumber: ['X1'], addressEntity: ['h'], address: ['1 Road'] }),
      entity('p', 'Passport', { holder: ['a'], number: ['X1'], country: ['ls'], endDate: ['2030-01-01'] }),
      entity('i', 'Identification', { holder: ['a'], number: ['55'], type: ['Tax ID No.'] }),
      entity('w', 'CryptoWallet', { holder: ['a'], publicKey: ['bc1qann'] }),
      entity('h', 'Address', { full: ['1 Road'], city: ['Maseru'], country: ['ls'] }),
      entity('q', 'Passport', { holder: ['z'], number: ['X2'] }),
    );
    expect(byReference.a!.record.subject).toMatchObject({
      addresses: [{ text: '1 Road', city: 'Maseru', country: 'LS' }],
      identifiers: [
        { type: 'passport', printedType: 'Passport', number: 'X1', country: 'LS', expiresOn: '2030-01-01' },
        { type: 'tax', printedType: 'Tax ID No.', number: '55' },
        { type: 'crypto-address', printedType: 'publicKey', number: 'bc1qann' },
      ],
    });
    expect(unknown).toEqual({ 'Passport: of nobody who is listed': 1 });
  });

  it('is not led astray by properties called as ours are', async () => {
    const { byReference, unknown } = await listOf(
      ann({ '@referents': ['b'], schema: ['Vessel'], caption: ['Bo'], sanction: ['x'], constructor: ['y'] }),
      ann({ '@captions': ['Cy'] }),
    );
    expect(byReference.a).toMatchObject({
      formerReferences: [],
      record: { subject: { type: 'person', name: 'Ann Lee' } },
    });
    expect(Object.keys(unknown)).toHaveLength(6);
  });

  it('has former numbers', async () => {
    const { byReference } = await listOf({ ...ann(), referents: ['old-1', 'a'] });
    expect(byReference.a!.formerReferences).toEqual(['old-1']);
  });

  it('may be one list of entities, and may hold entities inside others', async () => {
    const nested = {
      ...ann(),
      properties: { ...ann().properties, addressEntity: [entity('h', 'Address', { full: ['1 Road'] })] },
    };
    const inside = entity('s', 'Sanction', { startDate: ['2010'] });
    const content = JSON.stringify([{ ...nested, properties: { ...nested.properties, sanctions: [inside] } }], null, 1);
    const { byReference } = await readSource(source, content);
    expect(byReference.a!.record).toMatchObject({ listedOn: '2010', subject: { addresses: [{ text: '1 Road' }] } });
  });

  it.each([
    ['no properties that are lists', '{"id":"a","schema":"Person","properties":{"name":"Ann"}}'],
    ['a number for an id', '{"id":7,"schema":"Person","properties":{}}'],
    ['a text for an entity', '{"id":"a","schema":"Person","properties":{}}\n"Person"'],
    ['an endless id', `{"id":"${'x'.repeat(400)}","schema":"Person","properties":{}}`],
  ])('is refused with its line for %s', async (_, content) => {
    await expect(readSource(source, content)).rejects.toMatchObject({ code: 'malformed-json' });
  });
});

describe('every property of FollowTheMoney that is called known', () => {
  /** A value that is read as what the property holds. */
  const valueOf = (property: string, n: number) => {
    if (/Date$|modifiedAt/.test(property)) return `19${10 + (n % 80)}-04-05`;
    if (/[cC]ountry|nationality|citizenship|jurisdiction|lag/.test(property))
      return ['LS', 'LV', 'EE', 'FI', 'SE', 'NO'][n % 6]!;
    if (property === 'gender') return 'female';
    if (property === 'unscId') return 'QDi.904';
    if (property === 'status') return 'Suspended';
    return `${property}-${n}`;
  };

  it.each(Object.entries(READ).map(([schema, names]) => ({ schema, names })))(
    'of a $schema',
    async ({ schema, names }) => {
      for (const name of names.filter((each) => !LEFT_OUT.includes(each))) {
        const told = await toldOf(schema, name);
        expect([name, told.text.includes(told.expected)]).toEqual([name, true]);
      }
    },
  );

  /** What is made of an entity that says nothing but a property, and what must stand in it. */
  async function toldOf(schema: string, name: string): Promise<{ text: string; expected: string }> {
    const isParty = Object.hasOwn(PARTIES, schema);
    const holder = { Sanction: 'entity', Passport: 'holder', Identification: 'holder' }[schema];
    const value = { addressEntity: 'h', entity: 'a', holder: 'a' }[name] ?? valueOf(name, 7);
    const properties: Record<string, string[]> = { ...(isParty ? { name: ['Tam'] } : {}) };
    if (holder) properties[holder] = ['a'];
    if (/Passport|Identification/.test(schema)) properties.number = ['N1'];
    if (name === 'currency') properties.publicKey = ['K1'];
    properties[name] = [value];
    const { entries } = await listOf(
      ann(schema === 'Address' ? { addressEntity: ['t'] } : {}),
      entity('t', schema, properties, { target: isParty }),
      ...(name === 'addressEntity' ? [entity('h', 'Address', { full: ['1 Road'] })] : []),
    );
    const entry = entries.find((each) => each.record.reference === (isParty ? 't' : 'a'))!;
    const { row: _, ...told } = entry;
    const expected = { addressEntity: '1 Road', status: 'suspended', holder: '"reference":"a"', entity: 'Ann' }[name];
    return { text: JSON.stringify(told), expected: expected ?? value };
  }
});
