import { readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { lineOf, segmentOn, type KnownDesignationEvent } from '#domain';
import { createMemoryEventLog, type EventLog } from '#event-log';
import { DossierError, readDossier, type DossierIssue } from './read.ts';
import { recordDossier } from './record.ts';
import { dossierJsonSchema, factKinds, type FactKind } from './schema.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url);
const OPTIONS = { actor: 'analyst', observedAt: '2026-11-24T00:00:00.000Z' };
const DESIGNATED = `
  - designated: reed
    list: xx-banned
    on: 2005-03-15
    source: gazette`;

/** A dossier that is right, with `facts` in it. */
const dossierWith = (facts: string) => `dossier: rivers
sources:
  gazette:
    publisher: The Gazette
    kind: authority
lists:
  - id: xx-banned
    authority: XX
    name: Banned organizations
    on: '2005'
    source: gazette
    coverage: { complete: false }
parties:
  reed:
    name: Reed
facts:${facts}
`;
const FIRST_FACT_LINE = 17;

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readDossier('rivers.yaml', bytes(text));
const issuesOf = (content: string | Uint8Array): DossierIssue[] => {
  try {
    readDossier('rivers.yaml', typeof content === 'string' ? bytes(content) : content);
  } catch (error) {
    if (error instanceof DossierError) return error.issues;
    throw error;
  }
  throw new Error('It was read');
};
const factWith = (lines: string) => dossierWith(`\n  - ${lines.replaceAll('\n', '\n    ')}`);

describe('reading a dossier', () => {
  it('takes one that is right', () => {
    expect(read(dossierWith(DESIGNATED)).facts).toMatchObject([{ kind: 'designated', fact: { on: '2005-03-15' } }]);
  });

  it.each([
    ['a key twice', 'dossier: rivers\ndossier: lakes\n', { line: 2, column: 1, field: '' }, /unique/],
    ['tabs that indent', 'sources:\n\tgazette: 1\n', { line: 2, column: 1, field: '' }, /tab/i],
    ['an anchor', 'dossier: &a rivers\n', { line: 1, field: '' }, /write it out/],
    ['an alias', 'dossier: &a rivers\ntitle: *a\n', { line: 2, column: 8, field: '' }, /write it out/],
    [
      'a day that does not exist',
      factWith('designated: reed\nlist: xx-banned\non: 2005-02-30\nsource: gazette'),
      { line: FIRST_FACT_LINE + 2, column: 9, field: '/facts/0/on' },
      /write 2005/,
    ],
    [
      'a source that is not there',
      factWith('designated: reed\nlist: xx-banned\non: 2005-03-15\nsource: herald'),
      { line: FIRST_FACT_LINE + 3, column: 13, field: '/facts/0/source' },
      /no source herald/,
    ],
    [
      'a party that is not there',
      factWith('designated: rush\nlist: xx-banned\non: 2005-03-15\nsource: gazette'),
      { line: FIRST_FACT_LINE, column: 17, field: '/facts/0/designated' },
      /no party rush/,
    ],
    [
      'a fact that says two things',
      factWith('designated: reed\ndelisted: reed\nlist: xx-banned\non: 2005-03-15\nsource: gazette'),
      { line: FIRST_FACT_LINE, column: 5, field: '/facts/0' },
      /designated and delisted/,
    ],
    [
      'a fact that says nothing',
      factWith('list: xx-banned\non: 2005-03-15\nsource: gazette'),
      { line: FIRST_FACT_LINE, column: 5, field: '/facts/0' },
      /has one of designated, listedAsOf/,
    ],
    [
      'a field nobody knows',
      factWith('designated: reed\nlist: xx-banned\non: 2005-03-15\nsource: gazette\ncolour: blue'),
      { line: FIRST_FACT_LINE + 4, field: '/facts/0/colour' },
      /no such field/,
    ],
    [
      'two facts with one id',
      dossierWith(`${DESIGNATED}\n    id: one${DESIGNATED}\n    id: one`),
      { field: '/facts/1/id', line: FIRST_FACT_LINE + 9, column: 9 },
      /Fact 1 has the id one too/,
    ],
  ])('refuses %s, and says where and what to do', (_what, text, place, message) => {
    expect(issuesOf(text)).toContainEqual(
      expect.objectContaining({ file: 'rivers.yaml', ...place, message: expect.stringMatching(message) as unknown }),
    );
  });

  it.each([
    [
      'a window turned round',
      'delisted: reed\nlist: xx-banned\non: "[2010-02-01..2010-01-01]"\nsource: gazette',
      { line: FIRST_FACT_LINE + 2, column: 9, field: '/facts/0/on' },
      /write 2005/,
    ],
    [
      'an announcement on a day that does not exist',
      'delisted: reed\nlist: xx-banned\non: 2023-02-28\nannouncedOn: 2023-02-29\nsource: gazette',
      { line: FIRST_FACT_LINE + 3, column: 18, field: '/facts/0/announcedOn' },
      /write YYYY-MM-DD/,
    ],
    [
      'a country code that does not exist',
      'said: Well\nby: Ann\ncountry: UK\non: 2023\nsource: gazette',
      { line: FIRST_FACT_LINE + 2, column: 14, field: '/facts/0/country' },
      /two-letter codes/,
    ],
    [
      'a quote without a source',
      'said: Well\nby: Ann\ncountry: XX\non: 2023\nquote: Well, well',
      { line: FIRST_FACT_LINE, column: 5, field: '/facts/0/source' },
      /missing; write a string/,
    ],
    [
      'a correction of a fact that is not there',
      'corrected: two\nset: { effective: "2006" }\nwhy: misread\non: 2023\nsource: gazette',
      { line: FIRST_FACT_LINE, column: 16, field: '/facts/0/corrected' },
      /no fact two in this dossier; give it that id/,
    ],
    [
      'a fact that speaks of itself',
      'said: Well\nid: one\nby: Ann\ncountry: XX\non: 2023\nsource: gazette\ninReactionTo: one',
      { line: FIRST_FACT_LINE + 6, column: 19, field: '/facts/0/inReactionTo' },
      /name another/,
    ],
    [
      'a subject that is none',
      'said: Well\nby: Ann\ncountry: XX\non: 2023\nsource: gazette\nabout: { subjects: [The Reed] }',
      { line: FIRST_FACT_LINE + 5, column: 25, field: '/facts/0/about/subjects/0' },
      /short name, or a designation/,
    ],
  ])('refuses %s, and says where and what to do', (_what, fact, place, message) => {
    expect(issuesOf(factWith(fact))).toEqual([
      { file: 'rivers.yaml', ...place, message: expect.stringMatching(message) as unknown },
    ]);
  });

  it('refuses a list that is not there, and says where', () => {
    const text = factWith('designated: reed\nlist: xx-unknown\non: 2005-03-15\nsource: gazette');
    expect(issuesOf(text)).toMatchObject([{ line: FIRST_FACT_LINE + 1, column: 11, field: '/facts/0/list' }]);
  });

  it('refuses a bomb of aliases without expanding it', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i}: &l${i} [${`*l${i - 1},`.repeat(9)}]`).slice(1);
    expect(issuesOf(`l0: &l0 [x]\n${levels.join('\n')}\n`)[0]!.message).toMatch(/Anchors and aliases/);
  });

  it('refuses what is not UTF-8', () => {
    expect(issuesOf(Uint8Array.of(0x64, 0xff, 0xfe))).toMatchObject([{ message: expect.stringContaining('UTF-8') }]);
  });

  it('tells all errors at once', () => {
    const unread = 'dossier: &a rivers\ndossier: lakes\n';
    expect(issuesOf(unread).length).toBeGreaterThan(1);
    const loose = factWith('designated: rush\nlist: xx-banned\non: 2005-03-15\nsource: herald');
    expect(issuesOf(loose).map(({ field }) => field)).toEqual(['/facts/0/designated', '/facts/0/source']);
    const both = factWith('designated: rush\nlist: xx-banned\non: soon\nsource: gazette');
    expect(issuesOf(both).map(({ field }) => field)).toEqual(['/facts/0/designated', '/facts/0/on']);
    const shapeless = factWith('designated: reed\nlist: xx-banned\non: soon\nsource: gazette\ncolour: blue');
    expect(issuesOf(shapeless)).toHaveLength(2);
  });

  it('prints each error as file:line:column field: message', () => {
    const text = factWith('designated: reed\nlist: xx-banned\non: 2005-02-30\nsource: gazette');
    expect(() => read(text)).toThrow(/^rivers\.yaml:19:9 \/facts\/0\/on: Not a date; write 2005, /);
  });
});

describe('recording a dossier', () => {
  const DELISTED = DESIGNATED.replace('designated', 'delisted').replace('2005-03-15', '2010-01-01');

  it('is one submission', async () => {
    const log = createMemoryEventLog();
    const report = await recordDossier(log, read(dossierWith(DESIGNATED + DELISTED)), OPTIONS);
    expect(report).toMatchObject({ dossier: 'rivers', events: 3, fromPosition: 1, toPosition: 3 });
    const events = await all(log);
    expect(new Set(events.map(({ batch }) => batch.id)).size).toBe(1);
    expect(events.map(({ type }) => type)).toEqual([
      'ListRegistered',
      'OrganizationDesignated',
      'OrganizationDelisted',
    ]);
  });

  it('adds nothing the second time, whenever it is read', async () => {
    const log = createMemoryEventLog();
    const dossier = read(dossierWith(DESIGNATED + DELISTED));
    await recordDossier(log, dossier, OPTIONS);
    const again = await recordDossier(log, dossier, { actor: 'other', observedAt: '2027-01-01T00:00:00.000Z' });
    expect(again).toMatchObject({ events: 0, fromPosition: null });
    expect(await all(log)).toHaveLength(3);
  });

  it('adds what is new only', async () => {
    const log = createMemoryEventLog();
    await recordDossier(log, read(dossierWith(DESIGNATED)), OPTIONS);
    expect(await recordDossier(log, read(dossierWith(DESIGNATED + DELISTED)), OPTIONS)).toMatchObject({ events: 1 });
  });

  it('records nothing when it only checks', async () => {
    const log = createMemoryEventLog();
    const report = await recordDossier(log, read(dossierWith(DESIGNATED)), { ...OPTIONS, check: true });
    expect(report).toMatchObject({ events: 2, fromPosition: null });
    expect(await all(log)).toEqual([]);
  });

  it('takes a bare year, and facts in any order', async () => {
    const log = createMemoryEventLog();
    const year = DESIGNATED.replace(/on: \S+/, 'on: 2004');
    expect(await recordDossier(log, read(dossierWith(DELISTED + year)), OPTIONS)).toMatchObject({ events: 3 });
    expect((await log.read({ after: 1, limit: 9 })).map(({ data }) => data.effective)[0]).toBe('2004');
  });

  it('keeps a recorded fact from being edited, and says what differs and where it stands', async () => {
    const log = createMemoryEventLog();
    const withId = (on: string) => dossierWith(`${DESIGNATED.replace(/on: \S+/, `on: ${on}`)}\n    id: one`);
    await recordDossier(log, read(withId('2005-03-15')), OPTIONS);
    const edited = recordDossier(log, read(withId('2005-03-16')), OPTIONS);
    await expect(edited).rejects.toThrow(
      /^rivers\.yaml:17:5 \/facts\/0: one: recorded at position 2, .* \/effective "2005-03-15" → "2005-03-16"\. .*--correct/,
    );
    expect(await all(log)).toHaveLength(2);
  });

  it('corrects a fact whose text was changed where that is confirmed, once', async () => {
    const log = createMemoryEventLog();
    const withId = (on: string) => read(dossierWith(`${DESIGNATED.replace(/on: \S+/, `on: ${on}`)}\n    id: one`));
    await recordDossier(log, withId('2005-03-15'), OPTIONS);
    const correcting = { ...OPTIONS, correct: 'misread' };
    expect(await recordDossier(log, withId('2005-03-16'), correcting)).toMatchObject({ events: 1, corrections: 1 });
    expect((await all(log)).at(-1)).toMatchObject({
      type: 'EventCorrected',
      data: { of: (await log.find(2))!.id, changes: { '/effective': '2005-03-16' }, why: 'misread', list: 'xx-banned' },
    });
    for (const on of ['2005-03-16', '2005-03-15'])
      expect(await recordDossier(log, withId(on), OPTIONS)).toMatchObject({ events: 0 });
  });

  it('refuses a delisting before its designation, names the fact, and records nothing', async () => {
    const log = createMemoryEventLog();
    const early = DELISTED.replace('2010-01-01', '2004-12-31');
    const refused = recordDossier(log, read(dossierWith(DESIGNATED + early)), OPTIONS).catch((error: unknown) => error);
    const error = (await refused) as DossierError;
    expect(error).toBeInstanceOf(DossierError);
    expect(error.issues).toMatchObject([
      {
        line: FIRST_FACT_LINE + 4,
        column: 5,
        field: '/facts/1',
        message: expect.stringMatching(/^delisted-xx-banned-reed-2004-12-31-gazette: .*\(before-designation\)$/),
      },
    ]);
    expect(await all(log)).toEqual([]);
  });
});

describe('a dossier that breaks a rule', () => {
  const FIRST = `${DESIGNATED}\n    id: one`;
  const amending = (kind: string, of: string, more = '') =>
    `\n  - ${kind}: ${of}${more}\n    why: misread\n    on: 2023-02-28\n    source: gazette`;
  const correcting = (of: string, set: string) => amending('corrected', of, `\n    set: { ${set} }`);
  const SECOND_FACT_LINE = FIRST_FACT_LINE + 5;

  it.each([
    ['a correction of an event that is not recorded', correcting('lakes/one', 'effective: "2006"'), /not recorded/],
    ["a correction of another type's field", correcting('one', 'reason: none'), /Unrecognized key: "reason"/],
    ['a correction to a day that does not exist', correcting('one', 'effective: 2005-02-30'), /write 2005/],
    [
      'a reinstatement without suspension',
      DESIGNATED.replace('designated', 'reinstated'),
      /never suspended .*\(never-suspended\)$/,
    ],
    [
      'the departure of one who never came',
      '\n  - { departed: Ann, sending: XX, receiving: UN, on: 2023, source: gazette }',
      /record the appointment first, .*\(never-appointed\)$/,
    ],
    [
      'the end of a recognition that was never given',
      '\n  - { unrecognised: Reeds, territory: AF, country: XX, on: 2023, source: gazette }',
      /record the recognition first \(never-recognised\)$/,
    ],
    [
      'what no record can hold',
      '\n  - { amended: reed, list: xx-banned, set: { /subject/type: ship }, on: 2023, source: gazette }',
      /type/,
    ],
  ])('is refused: %s', async (_what, facts, message) => {
    await expect(issuesFound(FIRST + facts)).resolves.toMatchObject([
      {
        line: SECOND_FACT_LINE,
        column: 5,
        field: '/facts/1',
        message: expect.stringMatching(message) as unknown,
      },
    ]);
  });

  it('is refused: a retraction of what is retracted', async () => {
    const later = amending('retracted', 'one').replace('2023-02-28', '2023-03-01');
    const twice = `${amending('retracted', 'one')}\n    id: first${later}\n    id: second`;
    await expect(issuesFound(FIRST + twice)).resolves.toMatchObject([
      { field: '/facts/2', message: expect.stringMatching(/retract that retraction first/) as unknown },
    ]);
  });

  it('is refused: corrections that lead back to themselves', async () => {
    const round = `${correcting('second', 'why: x')}\n    id: first${correcting('first', 'why: x')}\n    id: second`;
    await expect(issuesFound(FIRST + round)).resolves.toMatchObject([
      { message: expect.stringMatching(/name another fact/) as unknown },
    ]);
    const itself = `${correcting('rivers/first', 'why: x')}\n    id: first`;
    await expect(issuesFound(FIRST + itself)).resolves.toHaveLength(1);
  });

  /** What recording complains of; nothing may be recorded. */
  async function issuesFound(facts: string): Promise<DossierIssue[]> {
    const log = createMemoryEventLog();
    const error = await recordDossier(log, read(dossierWith(facts)), OPTIONS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DossierError);
    expect(await all(log)).toEqual([]);
    return (error as DossierError).issues;
  }
});

describe('every kind of fact', () => {
  const told = { on: '2020-01-01', source: 'gazette' };
  const listed = { ...told, list: 'xx-banned' };
  const inPost = { ...told, sending: 'XX', receiving: 'UN' };
  const link = { ...told, country: 'XX', entries: ['xx-banned:R-1', 'un-sc:QDe.004'], evidence: 'One name' };
  const amending = { ...told, why: 'Misread' };
  const FACTS: Record<FactKind, [fact: object, event: string]> = {
    designated: [{ ...listed, id: 'one', designated: 'reed', on: '2005' }, 'OrganizationDesignated'],
    listedAsOf: [{ ...listed, listedAsOf: 'rush' }, 'OrganizationDesignated'],
    amended: [{ ...listed, amended: 'reed', set: { '/subject/name': 'Reeds' }, on: '2010' }, 'DesignationAmended'],
    suspended: [{ ...listed, suspended: 'reed', on: '2011' }, 'DesignationSuspended'],
    reinstated: [{ ...listed, reinstated: 'reed', on: '2012' }, 'DesignationReinstated'],
    reidentified: [
      { ...listed, reidentified: 'rush', as: 'R-3', evidence: 'Printed', on: '2021' },
      'DesignationReidentified',
    ],
    delisted: [{ ...listed, delisted: 'reed', on: '2022' }, 'OrganizationDelisted'],
    reviewed: [{ ...listed, reviewed: 'Nothing changes', by: 'The ministry' }, 'ListReviewed'],
    coverageEnded: [{ ...listed, coverageEnded: 'The page is gone' }, 'ListCoverageEnded'],
    coverageResumed: [{ ...listed, coverageResumed: 'The page is back', on: '2021' }, 'ListCoverageResumed'],
    linked: [{ ...link, linked: 'reed' }, 'SubjectsLinked'],
    unlinked: [{ ...link, unlinked: 'reed', on: '2021' }, 'SubjectsUnlinked'],
    appointed: [{ ...inPost, appointed: 'Ann' }, 'EnvoyAppointed'],
    inPostAsOf: [{ ...inPost, inPostAsOf: 'Bob' }, 'EnvoyAppointed'],
    accredited: [{ ...inPost, accredited: 'Ann', on: '2021', copies: true }, 'CredentialsAccepted'],
    departed: [{ ...inPost, departed: 'Ann', on: '2022' }, 'EnvoyDeparted'],
    said: [{ ...told, said: 'Well', by: 'Ann', country: 'XX', inReactionTo: 'one' }, 'StatementIssued'],
    resolved: [{ ...told, resolved: 'Peace', symbol: 'S/RES/1', body: 'Security Council' }, 'ResolutionAdopted'],
    controlled: [{ ...told, controlled: 'Reeds', territory: 'AF' }, 'ControlAssumed'],
    recognised: [{ ...told, recognised: 'Reeds', territory: 'AF', country: 'XX' }, 'RecognitionGranted'],
    unrecognised: [
      { ...told, unrecognised: 'Reeds', territory: 'AF', country: 'XX', on: '2021' },
      'RecognitionWithdrawn',
    ],
    assisted: [{ ...told, assisted: 'Flour', territory: 'AF', country: 'XX' }, 'AssistanceProvided'],
    corrected: [{ ...amending, corrected: 'one', set: { effective: '2006' } }, 'EventCorrected'],
    retracted: [{ ...amending, retracted: 'fact-0' }, 'EventRetracted'],
  };
  const kinds = Object.keys(FACTS) as FactKind[];
  // The retraction takes back what nothing else rests on.
  const withIds = kinds.map((kind) => ({ ...FACTS[kind][0], ...(kind === 'assisted' && { id: 'fact-0' }) }));
  const dossier = dossierWith(`\n${withIds.map((fact) => `  - ${JSON.stringify(fact)}\n`).join('')}`).replace(
    'name: Reed\n',
    'name: Reed\n    reference: R-1\n  rush:\n    name: Rush\n',
  );

  it('is recorded from a dossier, once', async () => {
    expect(kinds.toSorted()).toEqual(factKinds.toSorted());
    const log = createMemoryEventLog();
    await recordDossier(log, read(dossier), OPTIONS);
    const types = (await all(log)).map(({ type }) => type);
    expect(types.toSorted()).toEqual(['ListRegistered', ...kinds.map((kind) => FACTS[kind][1])].toSorted());
    expect(await recordDossier(log, read(dossier), OPTIONS)).toMatchObject({ events: 0 });
  });

  it("goes to the stream of the authority's own reference where the party has one", async () => {
    const log = createMemoryEventLog();
    await recordDossier(log, read(dossier), OPTIONS);
    const own = await log.readStream('designation-xx-banned:R-1');
    expect(own.map(({ data }) => (data as { reference?: string }).reference)).toEqual(own.map(() => 'R-1'));
    expect(own.length).toBeGreaterThan(4);
    expect(await log.readStream('designation-xx-banned:reed')).toEqual([]);
    expect(await log.readStream('designation-xx-banned:rush')).not.toEqual([]);
  });

  it('stands in the JSON Schema that editors read', async () => {
    const file = new URL('../../../docs/dossier.schema.json', import.meta.url);
    const schema = `${JSON.stringify(dossierJsonSchema(), null, 2)}\n`;
    // UPDATE_SCHEMA=1 writes it.
    if (process.env.UPDATE_SCHEMA) await writeFile(file, schema);
    expect(await readFile(file, 'utf8')).toBe(schema);
  });
});

describe('the samples', () => {
  const recordSamples = async (log: EventLog) => {
    const files = (await readdir(SAMPLES)).filter((name) => name.endsWith('.yaml')).sort();
    const reports = [];
    for (const file of files)
      reports.push(await recordDossier(log, readDossier(file, await readFile(new URL(file, SAMPLES))), OPTIONS));
    return reports;
  };

  it('are recorded once, and add nothing the second time', async () => {
    const log = createMemoryEventLog();
    const reports = await recordSamples(log);
    expect(reports.length).toBeGreaterThanOrEqual(6);
    for (const { events } of reports) expect(events).toBeGreaterThan(0);
    const before = (await all(log)).length;
    for (const { events } of await recordSamples(log)) expect(events).toBe(0);
    expect(await all(log)).toHaveLength(before);
  });

  it('give each fact an id of its own', async () => {
    const log = createMemoryEventLog();
    await recordSamples(log);
    const facts = (await all(log)).map(({ data }) => (data as { fact: string }).fact);
    expect(facts.filter((fact, i) => facts.indexOf(fact) !== i)).toEqual([]);
  });

  it('hold every row of the diplomacy table and every reaction in it', async () => {
    const log = createMemoryEventLog();
    await recordSamples(log);
    const diplomacy = (await all(log)).filter(({ data }) => (data as { fact: string }).fact.startsWith('diplomacy-'));
    expect(diplomacy).toHaveLength(143);
    expect(diplomacy.filter(({ data }) => 'inReactionTo' in data)).toHaveLength(49);
  });

  it('quote officials a dozen times at most', async () => {
    const log = createMemoryEventLog();
    await recordSamples(log);
    const quoted = (await all(log)).filter(({ data }) => data.source.quote !== undefined);
    expect(quoted.length).toBeGreaterThan(0);
    expect(quoted.length).toBeLessThanOrEqual(12);
    for (const { type } of quoted) expect(type).toBe('StatementIssued');
  });

  it('knew another day of the delisting before it was corrected', async () => {
    const log = createMemoryEventLog();
    await recordSamples(log);
    const events = await log.readStream('designation-kz-terrorist-organizations:taliban');
    const corrected = events.find(({ type }) => type === 'EventCorrected')!;
    const knownBefore = events.filter(({ position }) => position < corrected.position);
    const on = (known: typeof events) =>
      segmentOn(lineOf(known as unknown as KnownDesignationEvent[]), '2024-01-15').status;
    expect(on(knownBefore)).toBe('listed');
    expect(on(events)).toBe('delisted');
  });

  it('answer for the Taliban', async () => {
    const log = createMemoryEventLog();
    await recordSamples(log);
    const on = async (list: string, day: string) => {
      const events = await log.readStream(`designation-${list}:taliban`);
      return segmentOn(lineOf(events as unknown as KnownDesignationEvent[]), day);
    };
    const kazakh = (day: string) => on('kz-terrorist-organizations', day);
    expect((await kazakh('2005-03-14')).status).toBe('not-listed');
    expect(await kazakh('2023-12-28')).toMatchObject({ status: 'listed', since: '2005-03-15', until: '2023-12-29' });
    const delisted = await kazakh('2023-12-29');
    expect(delisted).toMatchObject({ status: 'delisted', since: '2023-12-29' });
    // The reports of 2015, of June and of July 2024 contradict the others; they are shown.
    expect(delisted.conflicts).toHaveLength(3);
    expect((await on('ru-terrorist-organizations', '2025-04-16')).status).toBe('listed');
    expect((await on('ru-terrorist-organizations', '2025-04-17')).status).toBe('suspended');
    expect((await on('kg-banned-organizations', '2024-09-01')).status).toBe('listed');
    expect((await on('kg-banned-organizations', '2024-09-02')).status).toBe('delisted');
    expect((await on('tj-banned-organizations', '2025-04-17')).status).toBe('listed');
  });
});

const all = (log: EventLog) => log.read({ after: 0, limit: 10_000 });
