import { describe, expect, it } from '@jest/globals';
import { record } from '#domain';
import { givenList, readAs } from '../../spec-kit/given-list.ts';

const person = (name: string, iin: string, words: string, birth = '14.02.1981') =>
  `<person><num>1</num><lname>${name}</lname><fname>ПЕЛЛИНОР</fname><mname></mname><birthdate>${birth}</birthdate><iin>${iin}</iin><note></note><correction>${words}</correction></person>`;
const org = (name: string, words = '') =>
  `<org><num>1</num><org_name>${name}</org_name><org_name_en>Round Table</org_name_en><note>${words}</note></org>`;
const afm = (persons: string[], orgs: string[] = []) =>
  `<?xml version="1.0" encoding="UTF-8"?><xml><persons>${persons.join('')}</persons><organisations>${orgs.join('')}</organisations><organisationscis/></xml>`;

const standing = Array.from({ length: 12 }, (_, i) =>
  person(`РЫЦАРЬ${'АБВГДЕЖЗИКЛМ'[i]}`, `8102143000${String(i).padStart(2, '0')}`, `включен от 21.05.20${10 + i}`),
);

describe("Kazakhstan's financial monitoring", () => {
  it('makes records of persons and organizations', async () => {
    const { byReference, unknown } = await readAs(
      'kz-afm',
      afm([person('ЛИСТЕНЕЙЗ', '810214300000', 'включен от 21.05.2019')], [org('КРУГЛЫЙ СТОЛ; СТОЛ')]),
    );
    expect(unknown).toEqual({});
    const made = byReference['810214300000']!.record;
    expect(record.parse(made)).toEqual(made);
    expect(made).toEqual({
      reference: '810214300000',
      programs: ['KZ-AFM'],
      subject: {
        type: 'person',
        name: 'ЛИСТЕНЕЙЗ ПЕЛЛИНОР',
        script: 'Cyrl',
        aliases: [],
        birthDates: [{ date: '1981-02-14' }],
        identifiers: [{ type: 'national-id', printedType: 'ИИН', number: '810214300000', country: 'KZ' }],
      },
      listedOn: '2019-05-21',
    });
    expect(byReference['круглый-стол']!.record.subject).toEqual({
      type: 'organization',
      name: 'КРУГЛЫЙ СТОЛ',
      script: 'Cyrl',
      aliases: [
        { name: 'СТОЛ', kind: 'aka', script: 'Cyrl' },
        { name: 'Round Table', kind: 'aka' },
      ],
    });
  });

  it.each([
    [
      'включен от 21.05.2010, исключен от 01.03.2022, включен от 20.03.2022',
      { listedOn: '2022-03-20', earlierListings: [{ listedOn: '2010-05-21', delistedOn: '2022-03-01' }] },
    ],
    [
      'Исключен от 01.03.2012; включена 20.03.2015; исключена от 02.04.2018; включен 05.06.2020',
      {
        listedOn: '2020-06-05',
        earlierListings: [{ delistedOn: '2012-03-01' }, { listedOn: '2015-03-20', delistedOn: '2018-04-02' }],
      },
    ],
    ['включен от 21.05.2010, включен от 21.05.2012', { listedOn: '2010-05-21' }],
    ['включен от 21.05.2010, исключен', { listedOn: '2010-05-21', standing: 'delisted' }],
    ['исключен от 01.03.2022 по решению суда', { delistedOn: '2022-03-01' }],
    ['включен в перечень по решению суда', {}],
    ['включен от «21» мая 2010 года, исключен в марте 2012 года', { listedOn: '2010-05-21', delistedOn: '2012-03' }],
    ['включен 20.03.2012, исключен в марте 2012 г.', { listedOn: '2012-03-20', delistedOn: '2012-03' }],
    ['вкл. 21.05.2010, искл. 01.03.2012', { listedOn: '2010-05-21', delistedOn: '2012-03-01' }],
    ['включен от 2010-05-21; исключен от 2012-03-01', { listedOn: '2010-05-21', delistedOn: '2012-03-01' }],
    ['включен от 5.6.2013 по решению суда № 7-2011, исключительно', { listedOn: '2013-06-05' }],
    ['включен в перечень на основании закона 2009 года', {}],
    ['включен 9 июня 2010 г., исключен 3 мая 2012', { listedOn: '2010-06-09', delistedOn: '2012-05-03' }],
    ['включен 21.05.2010, исключен в 2012 году', { listedOn: '2010-05-21', delistedOn: '2012' }],
  ])('reads the turns of "%s"', async (words, times) => {
    const { byReference } = await readAs('kz-afm', afm([person('ЛИСТЕНЕЙЗ', '810214300000', words)]));
    const { listedOn, delistedOn, earlierListings, standing } = byReference['810214300000']!.record;
    expect(JSON.parse(JSON.stringify({ listedOn, delistedOn, earlierListings, standing }))).toEqual(times);
  });

  it('counts what it cannot read, and passes over no end', async () => {
    const added = person('БАН', '810214300001', 'изменен ИИН').replace(
      '<note>',
      '<added_to_list>май 2019</added_to_list><note>',
    );
    const { byReference, quarantined, unread } = await readAs(
      'kz-afm',
      afm([
        added,
        added.replace('300001', '300002').replace('май 2019', 'весной'),
        person('БОРС', '810214300003', 'включен от 31.02.2010'),
        person('КЕЙ', '810214300004', 'включен от 21.05.2010, исключен от 31.02.2012'),
        person('ГАРЕТ', '810214300005', 'включен от 21.05.2010, исключен 1 наурыз 2012'),
      ]),
    );
    expect(byReference['810214300001']!.record.listedOn).toBe('2019-05');
    expect(unread).toEqual({ 'correction: изменен ИИН': 2, 'added_to_list: весной': 1, 'listedOn: 31.02.2010': 1 });
    expect(quarantined.map(({ row: { reference } }) => reference)).toEqual(['810214300004', '810214300005']);
  });

  it('takes the three exports for views of one list', async () => {
    const { publish, eventsOf } = givenList('kz-afm');
    await publish(afm(standing), { publishedOn: '2022-01-10' });
    // Included: only the newest, who will be active three days later; the others are not gone.
    const fresh = person('НОВЫЙ', '900101300000', 'включена 08.02.2022');
    expect(await publish(afm([fresh]), { publishedOn: '2022-02-09' })).toMatchObject({ designated: 1, delisted: 0 });
    expect(await publish(afm([...standing, fresh]), { publishedOn: '2022-02-12' })).toMatchObject({ events: 0 });
    // Excluded: with their days, one of them long ago and never seen here.
    const off = standing[0]!.replace('включен от 21.05.2010', 'включен от 21.05.2010, исключен от 01.03.2022');
    const longAgo = person('ДАВНО', '700101300000', 'исключен от 02.03.2015');
    expect(await publish(afm([off, longAgo]), { publishedOn: '2022-03-05' })).toMatchObject({
      delisted: 2,
      designated: 1,
      rejected: null,
    });
    expect((await eventsOf('810214300000')).map(({ type, effective }) => [type, effective])).toEqual([
      ['PersonDesignated', '2010-05-21'],
      ['PersonDelisted', '2022-03-01'],
    ]);
    expect((await eventsOf('700101300000')).map(({ type, effective }) => [type, effective])).toEqual([
      ['PersonDesignated', '[..2015-03-01]'],
      ['PersonDelisted', '2015-03-02'],
    ]);
    expect(await publish(afm([off, longAgo]), { publishedOn: '2022-04-05' })).toMatchObject({ events: 0 });
    // Of whom an end of long ago was printed it is told once more, when the active list has him not; that is no change.
    const active = afm([...standing.slice(1), fresh]);
    expect(await publish(active, { publishedOn: '2022-04-06' })).toMatchObject({ events: 0, delisted: 0 });
    expect((await eventsOf('700101300000')).at(-1)).toMatchObject({ type: 'PersonDelisted', effective: '2015-03-02' });
    expect(await publish(afm([off, longAgo]), { publishedOn: '2022-05-05' })).toMatchObject({ events: 0 });
    expect(
      await publish(afm([...standing.slice(1), fresh, person('ДРУГОЙ', '900101300001', 'включен 08.02.2022')]), {
        publishedOn: '2022-05-06',
      }),
    ).toMatchObject({ events: 1, delisted: 0 });
  });

  it('dates an absence by the active list, not by the views between', async () => {
    const { publish, eventsOf } = givenList('kz-afm');
    const many = [...standing, ...standing.map((each) => each.replaceAll('8102143000', '8202143000'))];
    await publish(afm(many), { publishedOn: '2022-01-10' });
    const fresh = person('НОВЫЙ', '900101300000', 'включен 08.02.2022');
    await publish(afm([fresh]), { publishedOn: '2022-02-09' });
    await publish(afm([...many.slice(1), fresh]), { publishedOn: '2022-03-01' });
    expect((await eventsOf('810214300000')).at(-1)).toMatchObject({ effective: '[2022-01-11..2022-03-01]' });
  });
});
