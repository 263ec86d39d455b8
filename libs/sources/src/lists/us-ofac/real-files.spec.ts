import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { createMemoryEventLog, type EventLog } from '#event-log';
import { sourceOf } from '../../catalogue.ts';
import { ingestPublication, type IngestOptions } from '../../ingesting/ingest.ts';

// Real publications are not ours to hand on: they lie beside the repository where it is developed.
const DATA = resolve('../shared/data');
const OFAC = `${DATA}/us-ofac`;
const present = existsSync(OFAC);
if (!present) process.stderr.write(`\n!!! SKIPPED: no real publications in ${OFAC} !!!\n\n`);

const ingest = (log: EventLog, list: string, file: string, more: Partial<IngestOptions> = {}) =>
  ingestPublication({ log, artefacts: null }, sourceOf(list)!, createReadStream(file), {
    actor: 'test',
    observedAt: '2026-01-01T00:00:00Z',
    ...more,
  });

const KINDS = ['added', 'removed', 'amended'] as const;
type Step = Record<(typeof KINDS)[number], string[]>;
const kindOf = (type: string): (typeof KINDS)[number] | undefined =>
  KINDS[['Designated', 'Delisted', 'Amended'].findIndex((end) => type.endsWith(end))];

/** What a comparison of raw rows found between one scrape and the next, for each scrape but the first. */
async function rawSteps(): Promise<Step[]> {
  const rows: Record<string, string>[] = parse(await readFile(`${OFAC}/daily-events-2021-2022.csv`), { columns: true });
  const steps = new Map<string, Step>();
  for (const { to_commit: to, event, uid } of rows) {
    const step = steps.get(to!) ?? { added: [], removed: [], amended: [] };
    step[event as keyof Step].push(uid!);
    steps.set(to!, step);
  }
  return [...steps.values()];
}

/** Raw rows that differ though the entry does not. */
const EXPLAINED: Record<string, string[]> = {
  // `nationality Macedonia, The Former Yugoslav Republic of` became `North Macedonia, The Republic of`: MK both times.
  '2022-04-06': ['20882'],
  // Two blanks in the name became one.
  '2022-12-16': ['40261'],
};

/** Days around which the default run looks; DEMARCHE_LONG=1 looks at all. */
const DAYS = /^(2021-08-(18|20)|2021-11-23|2021-12-02|2022-04-0[56]|2022-05-(19|20)|2022-12-(22|28))/;

(present ? describe : describe.skip)('the real scrapes of sdn.csv', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demarche-ofac-'));
    const [archive] = (await readdir(OFAC)).filter((name) => name.endsWith('.tar.xz'));
    execFileSync('tar', ['-xJf', `${OFAC}/${archive}`, '-C', folder]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('give, step by step, what a comparison of their rows gives', async () => {
    const scrapes = (await readdir(folder)).sort();
    const steps = await rawSteps();
    expect([scrapes.length, steps.length]).toEqual([143, 142]);
    const log = createMemoryEventLog();
    const start = performance.now();
    const chosen = scrapes.filter((name) => process.env.DEMARCHE_LONG !== undefined || DAYS.test(name));
    let compared = 0;
    for (const name of chosen) {
      const day = name.slice(0, 10);
      const before = await log.head();
      const report = await ingest(log, 'us-ofac-sdn', join(folder, name), { publishedOn: day });
      expect([name, report]).toMatchObject([name, { rejected: null, quarantined: 0, reidentified: 0 }]);
      const index = scrapes.indexOf(name);
      if (index === 0 || !chosen.includes(scrapes[index - 1]!)) continue;
      const found: Step = { added: [], removed: [], amended: [] };
      for (const { type, data } of await log.read({ after: before, limit: 50_000 })) {
        const kind = kindOf(type);
        if (kind && 'reference' in data) found[kind].push(data.reference!);
      }
      for (const kind of KINDS) {
        const raw = steps[index - 1]![kind].filter((uid) => !EXPLAINED[day]?.includes(uid));
        expect([name, kind, found[kind].sort()]).toEqual([name, kind, raw.sort()]);
      }
      compared++;
    }
    console.info(`${chosen.length} scrapes, ${compared} steps, ${Math.round(performance.now() - start)} ms`);

    // Five groups lost FTO and kept SDGT.
    const revoked = (await log.read({ after: 0, limit: 100_000, type: 'DesignationAmended' })).filter(
      ({ data }) => data.effective === '2022-05-20',
    );
    expect(revoked.map(({ data }) => ('reference' in data ? data.reference : '')).sort()).toEqual(
      ['17187', '4691', '4693', '4694', '4700'].sort(),
    );
    for (const { data } of revoked)
      expect('patch' in data && data.patch).toEqual([
        { op: 'replace', path: '/programs', old: expect.arrayContaining(['FTO', 'SDGT']), value: ['SDGT'] },
      ]);
    // The FARC went, two that followed it came, on one day; nobody is taken for anybody else.
    const last = async (uid: string) => (await log.readStream(`designation-us-ofac-sdn:${uid}`)).at(-1);
    expect(await last('4711')).toMatchObject({
      type: 'OrganizationDelisted',
      data: { effective: '[2021-11-24..2021-12-02]' },
    });
    for (const uid of ['33983', '33974'])
      expect(await log.readStream(`designation-us-ofac-sdn:${uid}`)).toMatchObject([
        { type: 'OrganizationDesignated' },
      ]);

    // The scrape of 2024-05-04 has no bytes.
    const head = await log.head();
    const empty = await ingest(log, 'us-ofac-sdn', `${OFAC}/reject-empty/sdn.csv`, { publishedOn: '2024-05-04' });
    expect(empty).toMatchObject({ events: 0, rejected: { code: 'empty' } });
    expect(await log.head()).toBe(head + 1);
    const again = await ingest(log, 'us-ofac-sdn', join(folder, scrapes.at(-1)!), { publishedOn: '2022-12-29' });
    expect(again).toMatchObject({ events: 0, amended: 0 });
    expect(again.unchanged).toBeGreaterThan(11_420);
  });
});

(present ? describe : describe.skip)('the other real files of OFAC', () => {
  it('go in one after another, whatever their namespace', async () => {
    const folder = `${DATA}/us-ofac-nonsdn`;
    const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(xml|gz)$/.test(name)).sort();
    const log = createMemoryEventLog();
    const reports = [];
    // In 2018 the whole list of section 561 went, 266 of 639 entries: more than is believed without a person's word.
    const force = 'The IRAN entries of the 561 list went to the SDN list in November 2018';
    for (const file of files) reports.push(await ingest(log, 'us-ofac-nonsdn', join(folder, file), { force }));
    expect(reports.map(({ designated, delisted, quarantined }) => [designated, delisted, quarantined])).toEqual([
      [627, 0, 0],
      [12, 0, 0],
      [2, 266, 0],
      [90, 3, 0],
      [1, 20, 0],
    ]);
    const unknown = (await log.read({ after: 0, limit: 10_000, type: 'ListPublicationIngested' })).flatMap(({ data }) =>
      Object.keys('unknown' in data ? (data.unknown ?? {}) : {}),
    );
    expect([...new Set(unknown)]).toEqual(['Remarks: a part that begins with no known name']);
  });
});
