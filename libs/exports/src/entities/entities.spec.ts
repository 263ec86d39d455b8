import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { record as recordShape } from '#domain';
import type { ExportedPeriod } from '#read-models';
import { datasetOf, extentOf } from '../datasets.ts';
import { joined, quotedLine } from '../formats/quoted.ts';
import { versionText } from '../version.ts';
import { entitiesOf } from './entities.ts';
import { entityId } from './ids.ts';
import { longestOf } from './property-types.ts';
import { ftmDate } from './values.ts';

const period = (record: object, more: Partial<ExportedPeriod> = {}): ExportedPeriod => {
  const whole = recordShape.parse({ reference: 'R.1', programs: ['P'], ...record });
  return {
    id: `li-x:${whole.reference}`,
    list: 'li-x',
    authority: 'LI',
    reference: whole.reference,
    record: whole,
    programs: whole.programs,
    subject: whole.subject,
    status: 'listed',
    possible: [],
    conflicts: [],
    since: '2010',
    until: null,
    lastEvent: 1,
    validFrom: '2010-01-01',
    validTo: null,
    knownFrom: 1,
    knownSince: '2020-01-01T00:00:00.000Z',
    firstRecordedAt: '2020-01-01T00:00:00.000Z',
    references: [whole.reference],
    event: { id: 'e', recordedAt: '2020-01-02T00:00:00.000Z', publisher: 'Gazette', url: null },
    ...more,
  };
};
const about = { name: 'A list', seenAt: '2020-01-03T00:00:00.000Z', event: null };
const organization = (more: object = {}) => ({ subject: { type: 'organization', name: 'Alpha', ...more } });

describe('the id of an entity', () => {
  it.each([
    ['un-sc:TAi.001', 'un-sc.TAi.001'],
    ['un-sc:a', 'un-sc.a'],
    ['un-sc:a..b', expect.stringMatching(/^un-sc\.\.[0-9a-f]{40}$/)],
    ['un-sc:Ж 1', expect.stringMatching(/^un-sc\.\.[0-9a-f]{40}$/)],
    ['un-sc:.a', expect.stringMatching(/^un-sc\.\.[0-9a-f]{40}$/)],
  ])('%s is one that FollowTheMoney takes', (designation, id) => expect(entityId(designation)).toEqual(id));

  it('is of one designation alone', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        expect(entityId(`li-x:${a}`) === entityId(`li-x:${b}`)).toBe(a === b);
        expect(entityId(`li-x:${a}`)).toMatch(/^[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?$/);
      }),
    );
  });
});

describe('versions', () => {
  it('are as strings in the order of the log', () => {
    const at = fc.tuple(
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.nat(9_000_000),
    );
    fc.assert(
      fc.property(at, at, ([a, m], [b, n]) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        const [low, high] = [Math.min(m, n), Math.max(m, n)];
        const texts = [
          versionText({ at: first.toISOString(), position: low }),
          versionText({ at: second.toISOString(), position: high }),
        ];
        expect([...texts].sort()).toEqual(texts);
      }),
    );
    expect(versionText({ at: '2024-06-05T12:00:00.500Z', position: 27 })).toBe('20240605120000-aaaaabb');
  });
});

describe('datasets', () => {
  it.each([{}, { list: 'un-sc' }, { authority: 'KZ' }])('%j has a name that leads back', (extent) => {
    expect(datasetOf(extent)).not.toContain('-');
    expect(extentOf(datasetOf(extent))).toEqual(extent);
  });
  it('have names of their own, a list that is called like an authority too', () => {
    const lists = [
      'authority-li',
      'list-authority-li',
      'list-list-authority-li',
      'list-li',
      'authority-list',
      'authority',
    ];
    const extents = [{ authority: 'LI' }, ...lists.map((list) => ({ list }))];
    expect(extents.map(datasetOf)).toEqual([
      'demarche_authority_li',
      'demarche_list_authority_li',
      'demarche_list_list_authority_li',
      'demarche_list_list_list_authority_li',
      'demarche_list_li',
      'demarche_authority_list',
      'demarche_authority',
    ]);
    for (const extent of extents) expect(extentOf(datasetOf(extent))).toEqual(extent);
  });
  it.each(['', 'un_sc', 'demarche_', 'demarche__x', 'demarche-x', 'Demarche'])('%s is none', (name) =>
    expect(extentOf(name)).toBeNull(),
  );
});

describe('a partial date', () => {
  it.each([
    ['2005', '2005'],
    ['2005-03', '2005-03'],
    ['2005-03-15', '2005-03-15'],
    ['[2005-03-02..2005-03-15]', '2005-03'],
    ['[2005-03-02..2005-04-15]', '2005'],
    ['[2004-03-02..2005-04-15]', undefined],
    ['[..2005-04-15]', undefined],
    [null, undefined],
  ])('%s is told as %s', (edtf, told) => expect(ftmDate(edtf)).toBe(told));
});

describe('a designation as entities', () => {
  it('is of the schema that the record says', () => {
    const schemaOf = (record: object) => entitiesOf(period(record), about).party.schema;
    expect(schemaOf({ subject: { type: 'person', name: 'A' } })).toBe('Person');
    expect(schemaOf(organization())).toBe('Organization');
    expect(schemaOf(organization({ activities: ['Company'] }))).toBe('Company');
    expect(schemaOf(organization({ activities: ['security'] }))).toBe('Security');
    expect(schemaOf(organization({ activities: ['crypto wallet'] }))).toBe('CryptoWallet');
    expect(schemaOf({ subject: { type: 'vessel', name: 'A' } })).toBe('Vessel');
    expect(schemaOf({ subject: { type: 'aircraft', name: 'A' } })).toBe('Airplane');
  });

  it('says what is suspended or not certain, and with dates as far as they are', () => {
    const sanction = (more: Partial<ExportedPeriod>) =>
      entitiesOf(period(organization(), more), about).attached[0]!.properties;
    expect(sanction({ status: 'suspended' })).toMatchObject({ status: ['Suspended'] });
    expect(sanction({ status: 'suspended' })).not.toHaveProperty('endDate');
    expect(
      sanction({ status: 'uncertain', possible: ['not-listed', 'listed'], since: '[2010-01-02..2010-05-01]' }),
    ).toMatchObject({
      status: ['Uncertain'],
      startDate: ['2010'],
      summary: ['May be not-listed or listed', 'Since [2010-01-02..2010-05-01]'],
    });
  });

  it('keeps in its notes what has no property', () => {
    const identifiers = [
      { type: 'mmsi', number: '123456789' },
      { type: 'bic', number: 'not a bic' },
      { type: 'other', number: 'x'.repeat(70) },
    ];
    const { party, attached } = entitiesOf(period(organization({ identifiers })), about);
    expect(party.properties).not.toHaveProperty('mmsi');
    expect(party.properties.notes).toEqual([`other: ${'x'.repeat(70)}`]);
    expect(attached.map(({ properties }) => properties.number)).toEqual([undefined, ['123456789'], ['not a bic']]);
  });

  it('keeps what is printed beside a number, a link and a programme, and other times and lists', () => {
    const record = {
      ...organization({
        identifiers: [{ type: 'tax', number: '1234', country: 'KZ', issuedOn: '2001', note: 'old' }],
      }),
      links: [{ kind: 'owned by', name: 'B', reference: 'X.1' }],
      earlierListings: [{ listedOn: '2001', delistedOn: '2003-05-01' }],
      otherLists: [{ list: 'gb-ofsi', reference: '77', text: 'UK 77' }],
      programs: ['P'],
      programDetails: [{ program: 'P', listedOn: '2010-01-02' }],
    };
    const { party, attached } = entitiesOf(period(record), about);
    expect(party.properties.notes).toEqual(
      expect.arrayContaining(['tax: 1234, KZ, issued 2001, old', 'owned by: B (X.1)']),
    );
    expect(attached[0]!.properties.summary).toEqual(
      expect.arrayContaining([
        'Under P since 2010-01-02',
        'Listed before: 2001 to 2003-05-01',
        'On gb-ofsi too: UK 77',
      ]),
    );
  });

  it('keeps in its notes each value that is longer than FollowTheMoney takes it', () => {
    const of = (name: string, length: number) => `${name}-${'x'.repeat(length)}`;
    const long = {
      reference: of('reference', 64),
      programs: [of('program', 64), of('Program', 1_024)],
      otherLists: [{ list: 'un-sc', reference: of('un', 16), text: 'as printed' }],
      measures: [of('measure', 1_024)],
      reasons: [of('reason', 70_000)],
      subject: {
        type: 'aircraft',
        name: of('name', 384),
        aliases: [{ name: of('alias', 384), kind: 'aka' }],
        addresses: [{ street: of('street', 1_024), postalCode: of('postcode', 16), text: of('address', 250) }],
        identifiers: [{ type: 'tail-number', number: of('number', 64) }],
        aircraft: { model: of('model', 1_024), serialNumber: of('serial', 64) },
      },
    };
    const { party, attached } = entitiesOf(period(long), about);
    const { notes } = party.properties;
    expect(notes).toEqual(
      expect.arrayContaining([
        `authorityId: ${long.reference}`,
        `unscId: ${of('un', 16)}`,
        `programId: ${of('Program', 1_024)}`,
        `provisions: ${of('measure', 1_024)}`,
        `Name: ${of('name', 384)}`,
        `aka: ${of('alias', 384)}`,
        `address: ${of('address', 250)}`,
        `street: ${of('street', 1_024)}`,
        `postalCode: ${of('postcode', 16)}`,
        `tail-number: ${of('number', 64)}`,
        `model: ${of('model', 1_024)}`,
        `serialNumber: ${of('serial', 64)}`,
      ]),
    );
    const [sanction] = attached;
    expect(sanction!.properties.program).toEqual([of('program', 64)]);
    expect(notes).not.toContain(`programId: ${of('program', 64)}`);
    expect(sanction!.properties.reason!.join('')).toBe(of('reason', 70_000));
    for (const { properties } of [party, ...attached])
      for (const [property, values] of Object.entries(properties))
        for (const value of values) expect([property, value.length <= longestOf(property)]).toEqual([property, true]);
  });

  it('keeps in its notes what is no date or no number as FollowTheMoney has them', () => {
    const vessel = { builtIn: 'about 1990', tonnage: 'many', grossTonnage: '5,000' };
    const ship = entitiesOf(period({ subject: { type: 'vessel', name: 'A', vessel } }), about).party.properties;
    expect(ship).toMatchObject({ grossRegisteredTonnage: ['5000'], notes: ['Built: about 1990', 'Tonnage: many'] });
    const founded = entitiesOf(period(organization({ foundedOn: ['[1999-03-01..1999-05-02]', '2001'] })), about);
    expect(founded.party.properties).toMatchObject({
      incorporationDate: ['1999', '2001'],
      notes: ['Founded: [1999-03-01..1999-05-02]'],
    });
  });

  it('is no target and has no topic where it is not on record', () => {
    const { party, attached } = entitiesOf(period(organization(), { status: 'delisted', until: '2012-01-01' }), about);
    expect([party.target, party.properties.topics]).toEqual([false, undefined]);
    expect(attached[0]!.properties).toMatchObject({ status: ['Inactive'], endDate: ['2012-01-01'] });
  });

  it('names its former numbers as referents', () => {
    const { party } = entitiesOf(period(organization(), { id: 'li-x:OLD', references: ['OLD', 'R.1'] }), about);
    expect([party.id, party.referents]).toEqual(['li-x.OLD', ['li-x.R.1']]);
  });
});

describe('CSV for programs', () => {
  it('keeps each value, whatever a spreadsheet would make of it', () => {
    expect(quotedLine(['=1+1', 'a"b', ''])).toBe('"=1+1","a""b",""\n');
    expect(joined(['b', 'a;c', 'd"'])).toBe('"a;c";b;"d"""');
  });
});
