import { describe, expect, it } from '@jest/globals';
import { record } from '#domain';
import { givenList, readAs } from '../../spec-kit/given-list.ts';

const HEADER =
  'Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID';
const conList = (rows: string[], day = '27/04/2020') =>
  Buffer.from([`Last Updated,${day}`, HEADER, ...rows].join('\r\n') + '\r\n', 'latin1');
const person = (name6: string, birth: string, kind: string, more: Partial<{ id: string; info: string }> = {}) =>
  `${name6},Pellinor,,,,,King,${birth},(1) Corbenic (2) Camelot,(1) Syria (2) Iraq,1) Saudi Arabia 2) Qatar,,,,,,,,,,,Syria,${more.info ?? 'UN Ref QDi.904. Quests for the \u0092Beast\u0092.'},Individual,${kind},The ISIL (Da'esh) and Al-Qaida organisations,01/04/2016,02/04/2016,${more.id ?? '13349'}`;
const group = [
  person('OF LISTENEISE', '00/00/1980', 'AKA'),
  person('OF LISTENEISE', '00/00/1981', 'AKA'),
  person('OF CORBENIC', '00/00/1980', 'Prime Alias'),
  person('OF ASTOLAT', '14/02/1981', 'Prime alias'),
  person('BEASTLY', '00/00/1980', 'FKA'),
];

describe("OFSI's ConList", () => {
  it('makes one entry of the rows of a group', async () => {
    const { publishedOn, byReference, unknown } = await readAs('gb-ofsi', conList(group));
    expect({ publishedOn, unknown }).toEqual({ publishedOn: '2020-04-27', unknown: {} });
    const entry = byReference['13349']!;
    expect(record.parse(entry.record)).toEqual(entry.record);
    expect(entry.updatedOn).toEqual(['2016-04-02']);
    expect(entry.record).toEqual({
      reference: '13349',
      programs: ["The ISIL (Da'esh) and Al-Qaida organisations"],
      subject: {
        type: 'person',
        // Two primes: order means nothing, so the first in the alphabet is the name.
        name: 'Pellinor OF ASTOLAT',
        aliases: [
          { name: 'Pellinor OF LISTENEISE', kind: 'aka' },
          { name: 'Pellinor OF CORBENIC', kind: 'aka' },
          { name: 'Pellinor BEASTLY', kind: 'fka' },
        ],
        titles: ['King'],
        nationalities: ['SA', 'QA'],
        birthDates: [{ date: '1980' }, { date: '1981' }, { date: '1981-02-14' }],
        birthPlaces: [
          { city: 'Corbenic', country: 'SY' },
          { city: 'Camelot', country: 'IQ' },
        ],
        addresses: [{ country: 'SY' }],
      },
      remarks: "UN Ref QDi.904. Quests for the 'Beast'.",
      otherLists: [{ list: 'un-sc', reference: 'QDi.904', text: 'UN Ref QDi.904' }],
      listedOn: '2016-04-01',
    });
  });

  it.each([
    ['UN REF:QE.A.146.14. Operates', 'QE.A.146.14'],
    ['Annex XIII. UN Listing. UN Ref.KPI.067.', 'KPi.067'],
    ['UN Ref TI.M.153.11. Also', 'TI.M.153.11'],
    ['EU listing. Not UN.', undefined],
  ])('finds the UN number in %s', async (info, reference) => {
    const { byReference } = await readAs('gb-ofsi', conList([person('X', '', 'AKA', { info })]));
    expect(byReference['13349']!.record.otherLists?.[0]?.reference).toBe(reference);
  });

  it('says nothing for other orders of the rows', async () => {
    const { publish } = givenList('gb-ofsi');
    await publish(conList(group));
    const report = await publish(conList(group.toReversed(), '28/04/2020'));
    expect(report).toMatchObject({ events: 0, unchanged: 1, rejected: null });
  });

  it('takes the name of a ship from an entity', async () => {
    const info = 'IMO: 8937675. MMSI: 445539000. The following vessel was added.';
    const row = person('TONG SAN 2', '', 'Prime Alias', { info }).replace('Individual', 'Entity');
    const { subject } = (await readAs('gb-ofsi', conList([row]))).byReference['13349']!.record;
    expect(subject).toMatchObject({
      type: 'vessel',
      identifiers: [
        { type: 'imo', number: '8937675' },
        { type: 'mmsi', number: '445539000' },
      ],
    });
  });

  it('reads the columns that it has had since 2022', async () => {
    const columns = [
      ...['Name 6', 'Name 1', 'Passport Number', 'Passport Details', 'National Identification Number'],
      ...['National Identification Details', 'Group Type', 'Alias Type', 'Regime', 'Group ID'],
    ];
    const rows = [
      'OF LISTENEISE,Pellinor,(1) P-1 (2) P-2,(1) Issued in Corbenic (2) Expired,N-1,Tax number,Individual,Primary name,R,7',
      'OF ASTOLAT,Pellinor,,Said to be lost,,,Individual,Primary name variation,R,7',
    ];
    const content = ['Last Updated,27/04/2025', columns.join(','), ...rows].join('\r\n');
    const { byReference, unknown } = await readAs('gb-ofsi', content);
    expect(unknown).toEqual({});
    expect(byReference['7']!.record.subject).toMatchObject({
      name: 'Pellinor OF LISTENEISE',
      aliases: [{ name: 'Pellinor OF ASTOLAT', kind: 'variation' }],
      identifiers: [
        { type: 'passport', number: 'P-1', note: 'Issued in Corbenic' },
        { type: 'passport', number: 'P-2', note: 'Expired' },
        { type: 'passport', note: 'Said to be lost' },
        { type: 'national-id', number: 'N-1', note: 'Tax number' },
      ],
    });
  });
});
