import { describe, expect, it } from '@jest/globals';
import { lineOf, record, segmentOn, withCorrections, type KnownDesignationEvent } from '#domain';
import { givenList, readAs } from '../../spec-kit/given-list.ts';
import { manyEntries, sdnCsv } from '../../spec-kit/us-ofac.ts';

const NAMESPACE = 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML';
const DELTA = 'https://www.treasury.gov/ofac/DeltaFile/1.0';
const date = (name: string, from: string, to: string) =>
  `<${name} id="1"><fromDateBegin>${from}</fromDateBegin><toDateEnd>${to}</toDateEnd></${name}>`;
const entity = (id: number, name: string, more = '', programs = ['YEMEN'], attributes = '') =>
  `<entity id="${id}"${attributes}><generalInfo><identityId>9</identityId><entityType refId="600">Individual</entityType></generalInfo>
  <sanctionsLists><sanctionsList refId="1550" id="1" datePublished="2020-12-10">SDN List</sanctionsList></sanctionsLists>
  <sanctionsPrograms>${programs.map((program) => `<sanctionsProgram refId="1" id="2">${program}</sanctionsProgram>`).join('')}</sanctionsPrograms>
  <names><name id="1"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations><translation id="2"><isPrimary>true</isPrimary><script refId="1">Latin</script><formattedFullName>${name}</formattedFullName></translation>
  <translation id="3"><isPrimary>false</isPrimary><script refId="2">Arabic</script><formattedFullName>\u202bسلطان\u202c</formattedFullName></translation></translations></name></names>${more}</entity>`;
const enhanced = (entities: string[], day = '2024-05-24', programs = ['YEMEN']) =>
  `<?xml version="1.0" encoding="utf-8"?><sanctionsData xmlns="${NAMESPACE}"><publicationInfo><dataAsOf>${day}T15:59:26.45-04:00</dataAsOf><filters><sanctionsLists><sanctionsList refId="1550">SDN List</sanctionsList></sanctionsLists><sanctionsPrograms>${programs
    .map((program) => `<sanctionsProgram refId="1">${program}</sanctionsProgram>`)
    .join(
      '',
    )}</sanctionsPrograms></filters></publicationInfo><referenceValues><referenceValue refId="1"><type>x</type></referenceValue></referenceValues><entities>${entities.join('')}</entities></sanctionsData>`;
const delta = (entities: string[], day = '2024-06-01') =>
  `<?xml version="1.0" encoding="utf-8"?><sanctionsData xmlns="${DELTA}"><publicationInfo><datePublished>${day}T00:00:00-04:00</datePublished><publicationType>Delta</publicationType></publicationInfo><entities>${entities.join('')}</entities></sanctionsData>`;

const details = `<legalAuthorities><legalAuthority refId="1" id="1">Executive Order 13611 (Yemen)</legalAuthority></legalAuthorities><sanctionsTypes><sanctionsType refId="1" id="1">Block</sanctionsType></sanctionsTypes>
  <features><feature id="1"><type featureTypeId="8">Birthdate</type><versionId>1</versionId><value>circa 1985</value><isPrimary>true</isPrimary></feature></features>
  <identityDocuments><identityDocument id="1"><type refId="1">Passport</type><documentNumber>A1</documentNumber><issuingCountry refId="1">Yemen</issuingCountry>${date('issueDate', '1999-01-01', '1999-12-31')}</identityDocument></identityDocuments>
  <relationships><relationship id="1"><type refId="1">Owned or Controlled By</type><relatedEntity entityId="77">ROUND TABLE</relatedEntity></relationship></relationships>`;

describe("OFAC's enhanced format", () => {
  it('makes a record with listing date, law, original script and relations', async () => {
    const { publishedOn, scope, byReference, unknown } = await readAs(
      'us-ofac-sdn',
      enhanced([entity(7, 'ZABIN, Sultan', details)]),
    );
    expect({ publishedOn, scope, unknown }).toEqual({
      publishedOn: '2024-05-24',
      scope: { programs: ['YEMEN'] },
      unknown: {},
    });
    const made = byReference[7]!.record;
    expect(record.parse(made)).toEqual(made);
    expect(made).toEqual({
      reference: '7',
      programs: ['YEMEN'],
      subject: {
        type: 'person',
        name: 'ZABIN, Sultan',
        aliases: [{ name: 'سلطان', kind: 'original-script', script: 'Arab' }],
        birthDates: [{ date: '1985', approximate: true }],
        identifiers: [{ type: 'passport', printedType: 'Passport', number: 'A1', country: 'YE', issuedOn: '1999' }],
      },
      measures: ['Block'],
      links: [{ kind: 'owned or controlled by', name: 'ROUND TABLE', reference: '77' }],
      legalBasis: 'Executive Order 13611 (Yemen)',
      listedOn: '2020-12-10',
    });
  });

  it('has the listing day of the list that is read, where an entity stands on several', async () => {
    const other = '<sanctionsList refId="2" id="2" datePublished="2014-07-16">Non-SDN Sectoral List</sanctionsList>';
    const both = enhanced([
      entity(7, 'ZABIN, Sultan', details).replace('</sanctionsLists>', `${other}</sanctionsLists>`),
    ]);
    const listedOn = async (list: string) => (await readAs(list, both)).byReference[7]!.record.listedOn;
    expect([await listedOn('us-ofac-sdn'), await listedOn('us-ofac-nonsdn')]).toEqual(['2020-12-10', '2014-07-16']);
  });

  it('speaks of the entries of its programmes only', async () => {
    const { publish } = givenList('us-ofac-sdn');
    const yemen = Array.from({ length: 30 }, (_, i) => ({
      uid: 100 + i,
      programs: ['YEMEN'],
      type: 'individual' as const,
    }));
    await publish(sdnCsv([...yemen, ...manyEntries(50)]), { publishedOn: '2024-05-01' });
    const still = yemen.slice(1).map(({ uid }) => entity(uid, `SAMPLE ${uid}`));
    expect(await publish(enhanced(still))).toMatchObject({ delisted: 1, designated: 0, amended: 0, rejected: null });
  });

  it('dates what other formats had left open, without telling of a second listing', async () => {
    const { publish, log } = givenList('us-ofac-sdn');
    const yemen = Array.from({ length: 30 }, (_, i) => ({
      uid: 100 + i,
      programs: ['YEMEN'],
      type: 'individual' as const,
    }));
    await publish(sdnCsv(yemen), { publishedOn: '2024-05-01' });
    const entities = yemen.map(({ uid }) => entity(uid, `SAMPLE ${uid}`));
    const report = await publish(enhanced(entities));
    expect(report).toMatchObject({ designated: 0, amended: 0, delisted: 0, cosmetic: 30, rejected: null });
    const line = async (upTo = Infinity) =>
      lineOf(
        (await log.readStream('designation-us-ofac-sdn:100')).filter(
          ({ position }) => position <= upTo,
        ) as unknown as KnownDesignationEvent[],
      );
    expect((await line()).at(-1)).toMatchObject({ since: '2020-12-10', record: { listedOn: '2020-12-10' } });
    expect(segmentOn(await line(), '2020-12-09').status).toBe('not-listed');
    // As known before, it stays what it was.
    expect(segmentOn(await line(report.fromPosition! - 1), '2020-12-09').status).toBe('uncertain');
    expect(await publish(enhanced(entities, '2024-05-25'))).toMatchObject({ events: 0, unchanged: 30 });
  });
});

describe('a delta file', () => {
  const whole = enhanced([entity(7, 'ZABIN, Sultan', details), entity(8, 'BAN, King', details)], '2024-05-24', []);

  it('dates what was added, removed and changed to the day', async () => {
    const { publish, eventsOf, log } = givenList('us-ofac-sdn');
    await publish(whole);
    const changed = `<entity id="7"><sanctionsPrograms><sanctionsProgram action="add" refId="1" id="3">GLOMAG</sanctionsProgram></sanctionsPrograms>
      <features><feature id="1" action="update"><type featureTypeId="8">Birthdate</type><value action="update" oldValue="circa 1985">1986</value></feature>
      <feature id="2" action="add"><type featureTypeId="9">Gender</type><value>Male</value></feature></features></entity>`;
    const report = await publish(
      delta([
        changed,
        entity(9, 'KAY, Sir', '', ['YEMEN'], ' action="add"'),
        entity(8, 'BAN, King', '', ['YEMEN'], ' action="remove"'),
      ]),
    );
    expect(report).toMatchObject({ amended: 1, designated: 1, delisted: 1, quarantined: 0, rejected: null });
    expect(await eventsOf('8')).toMatchObject([{}, { type: 'PersonDelisted', effective: '2024-06-01' }]);
    expect((await eventsOf('7')).at(-1)).toMatchObject({
      effective: '2024-06-01',
      patch: [
        { path: '/programs', value: ['YEMEN', 'GLOMAG'] },
        { path: '/subject/birthDates', value: [{ date: '1986' }] },
        { path: '/subject/gender', value: 'male' },
      ],
    });
    expect((await log.readStream('list-us-ofac-sdn')).at(-1)!.data).toMatchObject({ scope: { named: true } });
    expect(await publish(delta([changed], '2024-06-01'))).toMatchObject({ events: 0 });
  });

  it('ends what is moved to another list', async () => {
    const { publish, eventsOf } = givenList('us-ofac-sdn');
    await publish(whole);
    const moved = `<entity id="7"><sanctionsLists><sanctionsList action="delete" refId="1550" id="1" datePublished="2020-12-10">SDN List</sanctionsList>
      <sanctionsList action="add" refId="2" id="2" datePublished="2024-06-01">Non-SDN Sectoral List</sanctionsList></sanctionsLists></entity>`;
    expect(await publish(delta([moved]))).toMatchObject({ delisted: 1, amended: 0, quarantined: 0 });
    expect((await eventsOf('7')).at(-1)).toMatchObject({ type: 'PersonDelisted', effective: '2024-06-01' });
  });

  describe('in any order', () => {
    const named = (alias: string, id: number) =>
      `<names><name id="${id}" action="add"><isPrimary>false</isPrimary><aliasType refId="1">A.K.A.</aliasType><isLowQuality>false</isLowQuality><translations><translation id="${id}0"><isPrimary>true</isPrimary><script refId="1">Latin</script><formattedFullName>${alias}</formattedFullName></translation></translations></name></names>`;
    const program = (action: string, name: string) =>
      `<sanctionsPrograms><sanctionsProgram action="${action}" refId="1" id="3">${name}</sanctionsProgram></sanctionsPrograms>`;
    const first = delta(
      [`<entity id="7">${program('add', 'GLOMAG')}${named('ZABIN, Sully', 5)}</entity>`],
      '2024-06-01',
    );
    const second = delta([`<entity id="7">${named('ZABIN, Sul', 6)}</entity>`], '2024-06-05');

    it.each([
      ['by day', [first, second]],
      ['backwards', [second, first]],
    ])('%s', async (_, deltas) => {
      const { publish, log } = givenList('us-ofac-sdn');
      await publish(whole);
      for (const each of deltas) expect(await publish(each, { backfill: true })).toMatchObject({ quarantined: 0 });
      const events = (await log.readStream('designation-us-ofac-sdn:7')) as unknown as KnownDesignationEvent[];
      const line = lineOf(events);
      // A day that the authority gave stays that day, whatever comes before or behind it.
      const days = withCorrections(events).map(({ data }) => (data as { effective: string }).effective);
      expect(days.sort()).toEqual(['2020-12-10', '2024-06-01', '2024-06-05']);
      const on = (day: string) => {
        const { programs, subject } = segmentOn(line, day).record!;
        return [programs.length, ...subject.aliases.flatMap(({ name, kind }) => (kind === 'aka' ? name : []))];
      };
      expect([on('2024-05-31'), on('2024-06-01'), on('2024-06-04'), on('2024-06-05')]).toEqual([
        [1],
        [2, 'ZABIN, Sully'],
        [2, 'ZABIN, Sully'],
        [2, 'ZABIN, Sully', 'ZABIN, Sul'],
      ]);
    });
  });

  it('quarantines a change of what it never saw', async () => {
    const { publish } = givenList('us-ofac-sdn');
    await publish(whole);
    expect(await publish(delta(['<entity id="99"><names/></entity>']))).toMatchObject({ quarantined: 1, events: 0 });
  });
});
