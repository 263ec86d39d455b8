import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyArtefacts } from '#sources';
import { source, startRest, type Rest } from './support/rest.ts';

const HEADER =
  'Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID';
/** As OFSI wrote ConList.csv, of invented entries. */
const conList = (day: string, entries: [name: string, group: string][]) =>
  [
    `Last Updated,${day}`,
    HEADER,
    ...entries.map(
      ([name, group]) => `${name}${','.repeat(23)}Entity,Prime Alias,Quests,01/04/2016,02/04/2016,${group}`,
    ),
  ].join('\r\n');

interface Entry {
  id: string;
  name: string;
  group: string;
  alias?: string;
}
const nameOf = (name: string, type: string) => `<Name><Name6>${name}</Name6><NameType>${type}</NameType></Name>`;
/** As the UK Sanctions List is written. */
const uksl = (day: string, entries: Entry[]) =>
  `<?xml version="1.0" encoding="utf-8"?><Designations><DateGenerated>${day}</DateGenerated>${entries
    .map(
      ({ id, name, group, alias }) =>
        `<Designation><DateDesignated>01/04/2016</DateDesignated><UniqueID>${id}</UniqueID><OFSIGroupID>${group}</OFSIGroupID><Names>${nameOf(name, 'Primary Name')}${alias ? nameOf(alias, 'Alias') : ''}</Names><RegimeName>Quests</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip></Designation>`,
    )
    .join('')}</Designations>`;

const OLD: [string, string][] = [
  ['ROUND TABLE', '13901'],
  ['QUESTING BEAST WORKS', '13923'],
  ['GRAIL TRADING', '13950'],
];
const NEW: Entry[] = [
  { id: 'AFG0901', name: 'Round Table', group: '13901' },
  // One number on two parties.
  { id: 'BEL0905', name: 'Questing Beast Works', group: '13923' },
  { id: 'GHR0955', name: 'Sword in the Stone', group: '13923' },
  // One party under two regimes.
  { id: 'BEL0906', name: 'Grail Trading', group: '13950' },
  { id: 'GHR0956', name: 'Grail Holding', alias: 'GRAIL TRADING', group: '13950' },
];
/** Another party with the number of the first. */
const LATE: Entry = { id: 'RUS0957', name: 'Lady of the Lake', group: '13901' };

describe('the end of OFSI’s list and what goes on', () => {
  let rest: Rest;
  let position = 0;
  const publish = async (list: string, text: string, force = '') => {
    const { status, body } = await rest.post(`/v1/lists/${list}/publications${force && `?force=${force}`}`, text);
    expect([status, body]).toMatchObject([201, { rejected: null, quarantined: 0 }]);
    position = body.toPosition;
    return body;
  };
  const onList = async (day: string) =>
    (await rest.get(`/v1/lists/gb-ofsi/designations?on=${day}&minPosition=${position}`)).body;
  /** Every entry that is the same party. */
  const joinedWith = async (id: string) => {
    const { body } = await rest.get(`/v1/subjects/${id}?minPosition=${position}`);
    return (body.designations as { id: string }[]).map((each) => each.id).sort();
  };

  beforeAll(async () => {
    rest = await startRest();
    await publish('gb-ofsi', conList('20/01/2026', OLD));
    await publish('gb-ofsi', conList('27/01/2026', [...OLD, ['LATE KNIGHTS', '13999']]));
    const { status, body } = await rest.post('/v1/lists/gb-ofsi/coverage-end', {
      effective: '2026-01-28',
      source: source(),
      reason: 'The UK Sanctions List is the only one from now on',
    });
    expect(status).toBe(201);
    position = body.position;
    await publish('gb-uksl', uksl('29/01/2026', NEW));
  });
  afterAll(() => rest.stop());

  it('delists nobody', async () => {
    const { body } = await rest.get(`/v1/events?list=gb-ofsi&limit=100`);
    const types = (body.items as { type: string }[]).map(({ type }) => type);
    expect(types.filter((type) => type === 'OrganizationDesignated')).toHaveLength(4);
    expect(types.filter((type) => type.endsWith('Delisted'))).toEqual([]);
    expect((await onList('2026-03-01')).items).toHaveLength(4);
  });

  it('leaves both lists standing in the answer about the country', async () => {
    const { body } = await rest.get(`/v1/countries/GB/designations?on=2026-03-01&minPosition=${position}`);
    const items = body.items as { id: string; status: string }[];
    expect(items.map(({ id, status }) => [id, status]).sort()).toEqual(
      [...OLD.map(([, group]) => `gb-ofsi:${group}`), 'gb-ofsi:13999', ...NEW.map(({ id }) => `gb-uksl:${id}`)]
        .sort()
        .map((id) => [id, 'listed']),
    );
  });

  it('is said with every answer about a later day', async () => {
    expect((await onList('2026-01-27')).coverage).toMatchObject({ complete: true });
    expect((await onList('2026-03-01')).coverage).toMatchObject({ endedOn: '2026-01-28', complete: false });
  });

  it('joins the old entry with the new one by the number it prints', async () => {
    expect(await joinedWith('gb-ofsi:13901')).toEqual(['gb-ofsi:13901', 'gb-uksl:AFG0901']);
    const { body } = await rest.get(`/v1/subjects/gb-uksl:AFG0901?minPosition=${position}`);
    expect(JSON.stringify(body.links)).toContain('OFSI Group ID 13901');
  });

  it('joins nobody by a number that stands on two parties', async () => {
    expect(await joinedWith('gb-uksl:BEL0905')).toEqual(['gb-uksl:BEL0905']);
    expect(await joinedWith('gb-uksl:GHR0955')).toEqual(['gb-uksl:GHR0955']);
    expect(await joinedWith('gb-ofsi:13923')).toEqual(['gb-ofsi:13923']);
  });

  it('joins one party under two regimes', async () => {
    const party = ['gb-ofsi:13950', 'gb-uksl:BEL0906', 'gb-uksl:GHR0956'];
    expect(await joinedWith('gb-uksl:GHR0956')).toEqual(party);
  });

  it('joins nobody wrongly when the number turns up on another party later', async () => {
    await publish('gb-uksl', uksl('30/01/2026', [...NEW, LATE]));
    expect(await joinedWith('gb-uksl:RUS0957')).toEqual(['gb-uksl:RUS0957']);
    expect(await joinedWith('gb-ofsi:13901')).toEqual(['gb-ofsi:13901', 'gb-uksl:AFG0901']);
  });

  it('delists one party once, on the list that goes on', async () => {
    const { delisted } = await publish('gb-uksl', uksl('02/02/2026', [...NEW.slice(1), LATE]), 'small');
    expect(delisted).toBe(1);
    const { body } = await rest.get('/v1/events?limit=100');
    const events = body.items as { type: string; data: { list: string; reference: string; effective: string } }[];
    const delistings = events.filter(({ type }) => type.endsWith('Delisted'));
    expect(delistings.map(({ data: { list, reference, effective } }) => [list, reference, effective])).toEqual([
      ['gb-uksl', 'AFG0901', '[2026-01-31..2026-02-02]'],
    ]);
  });

  it('reads as it was recorded, whoever prints a number by now', async () => {
    const { reread } = await verifyArtefacts(rest.store, { sample: 10 });
    expect(reread.map(({ publishedOn, differing }) => [publishedOn, differing])).toEqual([
      ['2026-01-20', []],
      ['2026-01-27', []],
      ['2026-01-29', []],
      ['2026-01-30', []],
      ['2026-02-02', []],
    ]);
  });
});
