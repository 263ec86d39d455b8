import { describe, expect, it } from '@jest/globals';
import { record } from '#domain';
import { createMemoryEventLog } from '#event-log';
import { ingestPublication } from '../../ingesting/ingest.ts';
import type { ListSource } from '../../list-source.ts';
import { listFromMapping } from './list-from-mapping.ts';
import { givenList, inPieces, readAs } from '../../spec-kit/given-list.ts';

const kg = (rows: string[]) =>
  `ID,Name,Surname,Patronomic,DataBirth,PlaceBirth,BasicInclusion,CategoryPerson,DateInclusion\n${rows.join('\n')}\n`;
const knight = (id: number, name: string, day = '28.10.2017') =>
  `${id},Пеллинор,${name},Листенейзович,13.05.1987,Ошская область,Приговор суда от 25.09.2017 г.,террорист,${day}`;

describe('a list by a mapping', () => {
  it('reads the Kyrgyz table', async () => {
    const { byReference, unknown } = await readAs(
      'kg-fiu',
      kg([knight(1, 'Озёрный'), knight(2, 'Иной', '2018-05-21')]),
    );
    expect(unknown).toEqual({});
    const made = byReference['озёрный-пеллинор-листенейзович-13-05-1987']!.record;
    expect(record.parse(made)).toEqual(made);
    expect(made).toEqual({
      reference: 'озёрный-пеллинор-листенейзович-13-05-1987',
      programs: ['KG-FIU'],
      subject: {
        type: 'person',
        name: 'Озёрный Пеллинор Листенейзович',
        script: 'Cyrl',
        aliases: [],
        birthDates: [{ date: '1987-05-13' }],
        birthPlaces: [{ text: 'Ошская область' }],
      },
      legalBasis: 'Приговор суда от 25.09.2017 г.',
      remarks: 'террорист',
      listedOn: '2017-10-28',
    });
    expect(byReference['иной-пеллинор-листенейзович-13-05-1987']!.record.listedOn).toBe('2018-05-21');
  });

  it('finds nothing in new numbers of lines', async () => {
    const { publish } = givenList('kg-fiu');
    await publish(kg([knight(1, 'Озёрный'), knight(2, 'Иной')]), { publishedOn: '2021-04-20' });
    const renumbered = kg([knight(7, 'Иной'), knight(8, 'ОЗЁРНЫЙ')]);
    expect(await publish(renumbered, { publishedOn: '2021-05-20' })).toMatchObject({ designated: 0, delisted: 0 });
  });

  it('takes the end of a Swiss freeze from its column, and the newest of several spells', async () => {
    const { publish, eventsOf } = givenList('ch-fiaa');
    const columns =
      'Name,Alias,Previous name,Birth date,Birth place,Nationality,Passport numbers,Notes,Country,Program,Listed,Delisted,Source URL';
    const spell = (from: string, to: string) =>
      `Pellinor,Pelli;Questor,,1976-03-24,,,,König,xx,CH-FIAA-XX,${from},${to},https://example.org`;
    const table = [columns, spell('2011-01-19', '2012-01-19'), spell('2016-07-01', '2018-02-28')].join('\n');
    expect(await publish(table, { publishedOn: '2026-01-01' })).toMatchObject({ designated: 2, delisted: 2 });
    const [reference] = ['ch-fiaa-xx-pellinor-1976-03-24'];
    expect((await eventsOf(reference)).map(({ effective }) => effective)).toEqual([
      '2011-01-19',
      '2012-01-19',
      '2016-07-01',
      '2018-02-28',
    ]);
  });

  it('says which member of a mapping is wrong', () => {
    expect(() => listFromMapping('list: A B\nauthority: XX')).toThrow(/list/);
  });
});

describe('a list of FollowTheMoney entities', () => {
  const source: ListSource = listFromMapping(
    'format: ftm\nlist: xx-ftm\nauthority: XX\nname: Sample\npublisher: Sample\nurl: https://example.org\nprogram: XX',
  );
  const publish = (log = createMemoryEventLog()) => ({
    log,
    of: (lines: object[], publishedOn: string) =>
      ingestPublication(
        { log, artefacts: null },
        source,
        inPieces(lines.map((line) => JSON.stringify(line)).join('\n')),
        {
          actor: 'test',
          observedAt: '2026-01-01T00:00:00Z',
          publishedOn,
        },
      ),
  });
  const entity = {
    id: 'xx-1',
    schema: 'Person',
    caption: 'Pellinor',
    properties: {
      name: ['Пеллинор', 'Pellinor'],
      weakAlias: ['Questor'],
      birthDate: ['1976-03'],
      nationality: ['sy'],
      passportNumber: ['P1'],
      notes: ['UN Ref QDi.904'],
      shoeSize: ['42'],
    },
  };
  const sanction = {
    id: 's-1',
    schema: 'Sanction',
    properties: { entity: ['xx-1'], program: ['XX-1'], listingDate: ['2020-01-02'], reason: ['Quests'] },
  };

  it('makes a record of a party and what its Sanction says', async () => {
    const { log, of } = publish();
    const address = { id: 'a-1', schema: 'Address', properties: { full: ['1 Castle Road'] } };
    expect(await of([sanction, entity, address], '2026-01-01')).toMatchObject({ designated: 1, quarantined: 0 });
    const [designated] = await log.readStream('designation-xx-ftm:xx-1');
    expect((designated!.data as { record: unknown }).record).toEqual({
      reference: 'xx-1',
      programs: ['XX-1'],
      subject: {
        type: 'person',
        name: 'Pellinor',
        aliases: [
          { name: 'Пеллинор', kind: 'aka', script: 'Cyrl' },
          { name: 'Questor', kind: 'aka', strength: 'weak' },
        ],
        nationalities: ['SY'],
        birthDates: [{ date: '1976-03' }],
        identifiers: [{ type: 'passport', printedType: 'passportNumber', number: 'P1' }],
      },
      reasons: ['Quests'],
      remarks: 'UN Ref QDi.904',
      otherLists: [{ list: 'un-sc', reference: 'QDi.904', text: 'UN Ref QDi.904' }],
      listedOn: '2020-01-02',
    });
    expect((await log.readStream('list-xx-ftm')).at(-1)!.data).toMatchObject({
      unknown: { 'Person.shoeSize': 1, 'Address: of nobody who is listed': 1 },
    });
    const turned = { ...entity, properties: { ...entity.properties, name: ['Pellinor', 'Пеллинор'] } };
    expect(await of([turned, sanction], '2026-01-02')).toMatchObject({ events: 0, unchanged: 1 });
  });

  it('refuses what is cut off', async () => {
    const { of } = publish();
    expect(await of([sanction, entity], '2026-01-01')).toMatchObject({ designated: 1 });
    const cut = JSON.stringify(entity).slice(0, -20);
    const report = await ingestPublication(
      { log: publish().log, artefacts: null },
      source,
      inPieces(`${JSON.stringify(entity)}\n${cut}`),
      {
        actor: 'test',
        observedAt: '2026-01-01T00:00:00Z',
        publishedOn: '2026-01-02',
      },
    );
    expect(report).toMatchObject({ rejected: { code: 'malformed-json', detail: expect.stringContaining('Line 2') } });
  });
});
