import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lineOf, segmentOn, withCorrections, type KnownDesignationEvent } from '#domain';
import { readDossier, recordDossier } from '#dossiers';
import { createMemoryEventLog } from '#event-log';
import { ingestPublication, listFromMapping, sourceOf, type ListSource } from '#sources';

// Trouble that people who do this work have reported, as small publications. They are not ours to hand on: they lie beside
// the repository where it is developed.
const SHARED = resolve('../shared');
const CASES = resolve(SHARED, 'cases');
const isThere = existsSync(CASES);
if (!isThere) process.stderr.write(`\n!!! SKIPPED: no cases from the field in ${CASES} !!!\n\n`);

const actor = 'test';
const observedAt = '2026-11-26T12:00:00.000Z';

/** The commands of a case, in its folder, on a fresh log. */
async function field(id: string) {
  const folder = join(CASES, id);
  const log = createMemoryEventLog();
  const own = new Map<string, ListSource>();
  const lists = join(folder, 'lists');
  for (const name of existsSync(lists) ? await readdir(lists) : []) {
    const source = listFromMapping(await readFile(join(lists, name), 'utf8'));
    own.set(source.list, source);
  }
  const eventsOf = async (designation: string) =>
    (await log.readStream(`designation-${designation}`)) as unknown as KnownDesignationEvent[];
  return {
    log,
    async ingest(list: string, files: string[], { force, backfill }: { force?: string; backfill?: boolean } = {}) {
      const reports = [];
      for (const named of files) {
        const [file, publishedOn] = named.split('@') as [string, string?];
        const source = own.get(list) ?? sourceOf(list)!;
        reports.push(
          await ingestPublication({ log, artefacts: null }, source, createReadStream(resolve(folder, file)), {
            publishedOn,
            actor,
            observedAt,
            force,
            backfill,
          }),
        );
      }
      return reports;
    },
    async record(file: string) {
      const path = join(folder, file);
      await recordDossier(log, readDossier(path, await readFile(path)), { actor, observedAt });
    },
    /** The answer of a day in the words of the cases. */
    async on(designation: string, day: string): Promise<string> {
      const { status, possible, since, until, conflicts } = segmentOn(lineOf(await eventsOf(designation)), day);
      const words = status === 'uncertain' ? possible.join('|') : status;
      const days = status === 'uncertain' || since === null ? '' : ` since ${since}${until ? ` until ${until}` : ''}`;
      return `${words}${days}${conflicts.length > 0 ? ` conflicts ${conflicts.join()}` : ''}`;
    },
    async recordOn(designation: string, day: string) {
      return segmentOn(lineOf(await eventsOf(designation)), day).record!;
    },
    /** How many designations have which answer on a day. */
    async tally(day: string): Promise<Record<string, number>> {
      const streams = new Set<string>();
      for (const { stream } of await log.read({ after: 0, limit: 1_000_000 }))
        if (stream.startsWith('designation-')) streams.add(stream);
      const counts: Record<string, number> = {};
      for (const stream of streams) {
        const events = (await log.readStream(stream)) as unknown as KnownDesignationEvent[];
        const { status, possible } = segmentOn(lineOf(events), day);
        const words = status === 'uncertain' ? possible.join('|') : status;
        counts[words] = (counts[words] ?? 0) + 1;
      }
      return counts;
    },
    events: async () => withCorrections((await log.read({ after: 0, limit: 1_000_000 })) as never[]),
  };
}

(isThere ? describe : describe.skip)('a case from the field', () => {
  it('F13: taken off by the gazette, still printed some days', async () => {
    const { ingest, record, on } = await field('F13');
    const days = ['2023-01-01', '2026-01-20', '2026-01-21', '2026-01-25', '2026-01-29'];
    const answers = () => Promise.all(days.map((day) => on('ca-sema:by-marrowa-tam', day)));
    await ingest('ca-sema', ['2026-01-10.xml@2026-01-10']);
    await record('gazette.yaml');
    const before = 'listed since 2020-09-28 until 2026-01-20';
    const off = 'delisted since 2026-01-20';
    expect(await answers()).toEqual([before, off, off, off, off]);
    await ingest('ca-sema', ['2026-01-22.xml@2026-01-22']);
    const again = 'listed since [2026-01-21..2026-01-22]';
    expect(await answers()).toEqual([before, `${off} until [2026-01-21..2026-01-22]`, 'listed|delisted', again, again]);
    await ingest('ca-sema', ['2026-01-29.xml@2026-01-29']);
    expect(await answers()).toEqual([
      before,
      `${off} until [2026-01-21..2026-01-22]`,
      'listed|delisted',
      'listed|delisted',
      'delisted since [2026-01-23..2026-01-29]',
    ]);
  });

  it.each([
    ['F11', [['0-full-2026-03-02.xml', '1-delta-2026-03-05.xml', '2-delta-2026-03-09.xml'], []]],
    ['F11b', [['0-full-2026-03-02.xml', '2-delta-2026-03-09.xml'], ['1-delta-2026-03-05.xml']]],
  ] as const)('%s: removed by one delta, added by the next with its old day', async (_id, [files, late]) => {
    const { ingest, on, recordOn } = await field('F11');
    for (const report of await ingest('us-ofac-sdn', [...files])) expect(report.rejected).toBeNull();
    for (const report of await ingest('us-ofac-sdn', [...late], { backfill: true })) expect(report.rejected).toBeNull();
    expect(await on('us-ofac-sdn:41001', '2024-01-01')).toBe('listed since 2020-08-07 until 2026-03-05');
    expect(await on('us-ofac-sdn:41001', '2026-03-04')).toBe('listed since 2020-08-07 until 2026-03-05');
    expect(await on('us-ofac-sdn:41001', '2026-03-05')).toMatch(/^delisted since 2026-03-05/);
    expect(await on('us-ofac-sdn:41001', '2026-03-06')).toBe('listed|delisted');
    expect(await on('us-ofac-sdn:41001', '2026-03-10')).toBe('listed since [2026-03-06..2026-03-09]');
    expect((await recordOn('us-ofac-sdn:41002', '2026-03-10')).subject.birthDates).toEqual([{ date: '1970-02-04' }]);
  });

  it('F62: in, out, in again by one note', async () => {
    const { ingest, on } = await field('F62');
    await ingest('kz-afm', ['active-2022-04-06.xml@2022-04-06']);
    const id = 'kz-afm:810214300000';
    expect(await on(id, '2010-05-20')).toBe('not-listed');
    expect(await on(id, '2015-01-01')).toBe('listed since 2010-05-21 until 2022-03-01');
    expect(await on(id, '2022-03-10')).toBe('delisted since 2022-03-01 until 2022-03-20');
    expect(await on(id, '2022-05-01')).toBe('listed since 2022-03-20');
  });

  it('F05: an end that lies ahead is prolonged, brought forward or dropped', async () => {
    const { ingest, on } = await field('F05');
    const [first] = await ingest('ua-terms', ['2026-01-10.csv@2026-01-10']);
    expect(first).toMatchObject({ designated: 24, delisted: 0 });
    expect(await on('ua-terms:1', '2028-01-01')).toMatch(/^delisted/);
    const [second] = await ingest('ua-terms', ['2026-05-10.csv@2026-05-10']);
    expect(second).toMatchObject({ designated: 0 });
    expect(second!.delisted).toBeLessThanOrEqual(1);
    expect((await ingest('ua-terms', ['2026-06-10.csv@2026-06-10']))[0]).toMatchObject({ designated: 0, delisted: 0 });
    expect(await on('ua-terms:1', '2028-01-01')).toMatch(/^listed since \S+ until 2032-03-12$/);
    expect(await on('ua-terms:1', '2032-03-12')).toMatch(/^delisted/);
    for (const day of ['2026-02-01', '2028-01-01']) expect(await on('ua-terms:2', day)).toBe('listed since 2020-03-12');
    expect(await on('ua-terms:3', '2026-04-30')).toMatch(/^listed since \S+ until 2026-05-01$/);
    expect(await on('ua-terms:3', '2026-06-01')).toBe('delisted since 2026-05-01');
    expect(await on('ua-terms:4', '2028-01-01')).toMatch(/^listed since \S+ until 2034-01-01$/);
    expect(await on('ua-terms:5', '2030-03-12')).toMatch(/^delisted/);

    const swiss = await field('F05');
    const [freezes] = await swiss.ingest('ch-fiaa', ['ch-2017-01-01.csv@2017-01-01', 'ch-2020-12-20.csv@2020-12-20']);
    expect(freezes).toMatchObject({ designated: 24, delisted: 0 });
    const a = 'ch-fiaa:fiaa-test-brook-fennela-1960-02-03';
    expect(await swiss.on(a, '2021-06-01')).toBe('listed since 2011-01-19 until 2022-01-18');
    expect(await swiss.on(a, '2022-01-18')).toBe('delisted since 2022-01-18');
    const b = 'ch-fiaa:fiaa-test-brook-fennelb-1961-02-03';
    expect(await swiss.on(b, '2020-06-29')).toMatch(/^listed since \S+ until 2020-06-30$/);
    expect(await swiss.on(b, '2020-09-01')).toBe('delisted since 2020-06-30');
  });

  it('F27: starts and ends that are months or years', async () => {
    const { ingest, on } = await field('F27');
    expect((await ingest('ph-years', ['2026-02-01.csv@2026-02-01']))[0]).toMatchObject({
      designated: 13,
      quarantined: 0,
    });
    const right: [number, string, string][] = [
      [1, '2008-12-31', 'not-listed'],
      [1, '2009-06-01', 'not-listed|listed'],
      [1, '2010-06-01', 'listed since 2009'],
      [2, '2010-06-01', 'not-listed'],
      [2, '2016-06-01', 'listed since 2011-03'],
      [3, '2003-11-30', 'not-listed'],
      [3, '2010-06-01', 'listed since 2003-12 until 2015'],
      [3, '2015-06-01', 'listed|delisted'],
      [3, '2016-06-01', 'delisted since 2015'],
      [4, '2016-06-01', 'delisted since 2015-03'],
      [5, '2010-06-01', 'listed since 2003-12-21'],
      [6, '2021-01-01', 'listed since 2020-12-09'],
      [8, '2022-01-01', 'listed since 2021-04-03'],
    ];
    for (const [n, day, answer] of right) expect([n, day, await on(`ph-years:${n}`, day)]).toEqual([n, day, answer]);
    for (const n of [7, 9, 10, 11, 12, 13])
      expect([n, await on(`ph-years:${n}`, '2026-02-01')]).toEqual([
        n,
        expect.stringMatching(/^listed since (\[\.\.2026-02-01\]|2020-12-09|2021-04-03)$/),
      ]);
  });

  it('F56: designated by the gazette, not printed yet', async () => {
    const { ingest, record, on } = await field('F56');
    await ingest('ca-sema', ['2026-03-01.xml@2026-03-01']);
    await record('gazette.yaml');
    const id = 'ca-sema:md-zzulu-tam';
    const check = async () => {
      expect(await on(id, '2026-03-01')).toBe('not-listed');
      for (const day of ['2026-03-02', '2026-03-04', '2026-03-10'])
        expect(await on(id, day)).toBe('listed since 2026-03-02');
    };
    await check();
    expect((await ingest('ca-sema', ['2026-03-03.xml@2026-03-03']))[0]).toMatchObject({ delisted: 0 });
    await check();
    await ingest('ca-sema', ['2026-03-09.xml@2026-03-09']);
    await check();
  });

  it.each([
    ['by day', ['2024-10-01.xml', '2025-05-16.xml']],
    ['newest first', ['2025-05-16.xml', '2024-10-01.xml']],
  ])('F04: another listing day is printed, %s', async (_order, files) => {
    const { ingest, on, recordOn } = await field('F04');
    await ingest('eu-fsf', files.slice(0, 1));
    if (files[0]!.startsWith('2024')) expect(await on('eu-fsf:EU.9000.10', '2023-06-01')).toBe('not-listed');
    for (const report of await ingest('eu-fsf', files.slice(1), { backfill: true })) expect(report.rejected).toBeNull();
    expect(await on('eu-fsf:EU.9000.10', '2022-04-07')).toBe('not-listed');
    for (const day of ['2023-06-01', '2025-06-01']) {
      expect(await on('eu-fsf:EU.9000.10', day)).toMatch(/^listed since 2022-04-08/);
      expect((await recordOn('eu-fsf:EU.9000.10', day)).listedOn).toBe('2022-04-08');
    }
    expect(await on('eu-fsf:EU.9001.11', '2022-07-20')).toBe('not-listed');
    expect(await on('eu-fsf:EU.9001.11', '2023-06-01')).toBe('listed since 2022-07-21');
    expect(await on('eu-fsf:EU.9002.12', '2023-06-01')).toBe('listed since 2023-02-25');
  });

  it('F14, F15, F17, F19: an entity is not a listing', async () => {
    const f14 = await field('F14');
    expect((await f14.ingest('ls-f14', ['2026-01-10.ndjson@2026-01-10']))[0]).toMatchObject({ designated: 1 });
    expect(await f14.on('ls-f14:ls-1', '2026-02-01')).toBe('listed since 2019-06-01');
    const f15 = await field('F15');
    await f15.ingest('ls-spells', ['2026-01-10.ndjson@2026-01-10']);
    expect(await f15.on('ls-spells:ls-4', '2014-03-16')).toBe('not-listed');
    expect(await f15.on('ls-spells:ls-4', '2015-01-01')).toBe('listed since 2014-03-17 until 2017-03-17');
    expect(await f15.on('ls-spells:ls-4', '2019-01-01')).toBe('delisted since 2017-03-17 until 2022-04-08');
    expect(await f15.on('ls-spells:ls-4', '2023-01-01')).toBe('listed since 2022-04-08');
    const f17 = await field('F17');
    await f17.ingest('ls-f17', ['2026-01-10.ndjson@2026-01-10']);
    for (const n of [1, 8]) expect(await f17.on(`ls-f17:ls-${n}`, '2026-02-01')).toMatch(/^listed/);
    const f19 = await field('F19');
    expect((await f19.ingest('ls-f19', ['2026-01-10.ndjson@2026-01-10']))[0]).toMatchObject({ designated: 1 });
    expect((await f19.recordOn('ls-f19:ls-1', '2026-02-01')).subject).toMatchObject({
      name: 'Corin Eastmere',
      birthDates: [{ date: '1961-05' }],
    });
  });

  it('F02, F06, F26: a row of a table is not an entry', async () => {
    const f02 = await field('F02');
    const files = ['2025-11-01.csv@2025-11-01', 'same-reference.csv@2025-11-02'];
    expect(await f02.ingest('au-dfat', files)).toMatchObject([{ designated: 3 }, { events: 0 }]);
    expect(await f02.on('au-dfat:9001', '2025-11-02')).toBe('listed since 2017-08-10');
    expect(await f02.tally('2025-11-02')).toEqual({ listed: 3 });
    expect(await f02.ingest('au-derived', files.slice(1))).toMatchObject([{ designated: 3 }]);
    const f06 = await field('F06');
    expect((await f06.ingest('xx-ends', ['2026-01-10.csv@2026-01-10']))[0]).toMatchObject({
      designated: 11,
      delisted: 1,
      quarantined: 1,
    });
    for (const n of [1, 2, 3, 4, 5, 6, 10, 11])
      expect([n, await f06.on(`xx-ends:${n}`, '2026-02-01')]).toEqual([n, 'listed since 2019-04-01']);
    for (const n of [7, 8]) {
      expect(await f06.on(`xx-ends:${n}`, '2026-02-01')).toBe('listed since [..2026-01-10]');
      expect(await f06.on(`xx-ends:${n}`, '1950-02-01')).toBe('not-listed|listed');
    }
    expect(await f06.on('xx-ends:12', '2026-02-01')).toBe('delisted since 2024-03-01');
    const f26 = await field('F26');
    expect((await f26.ingest('au-dup', ['2022-04-18.csv@2022-04-18']))[0]).toMatchObject({ designated: 2 });
    expect(await f26.on('au-dup:101', '2023-01-01')).toBe('listed since 2022-02-24');
  });

  it('the real tables: what others keep', async () => {
    const take = async (id: string, list: string, file: string) => {
      const made = await field(id);
      const [report] = await made.ingest(list, [`${SHARED}/data/foreign/${file}`]);
      expect([id, report]).toMatchObject([id, { rejected: null }]);
      return { ...made, report: report! };
    };
    const r353 = await take('R353', 'us-section-353', 'us-section-353/section_353.csv@2026-08-18');
    expect(r353.report.designated).toBe(167);
    expect(await r353.tally('2022-06-01')).toMatchObject({ listed: 55, 'not-listed|listed': 59 });
    expect(await r353.tally('2023-06-01')).toEqual({ listed: 114, 'not-listed|listed': 53 });
    expect(await r353.tally('2024-01-01')).toEqual({ delisted: 167 });
    const dod = await take('RDOD', 'us-dod-cmc', 'us-dod/sanctions.csv@2026-08-20');
    const listed = [];
    for (const day of ['2021-01-01', '2022-01-01', '2024-06-01', '2025-01-01', '2026-03-01', '2026-08-20'])
      listed.push((await dod.tally(day)).listed ?? 0);
    expect(listed.slice(0, 5)).toEqual([0, 47, 73, 73, 132]);
    expect([208, 209]).toContain(listed[5]);
    const r1286 = await take('R1286', 'us-1286', 'us-1286/section_1286.csv@2026-08-18');
    const certain = [];
    for (const day of ['2021-06-01', '2023-06-01', '2024-01-01', '2026-01-01'])
      certain.push((await r1286.tally(day)).listed ?? 0);
    expect(certain).toEqual([0, 48, 109, 190]);
    const r269 = await take('R269', 'eu-269', 'eu-269/32014R0269.csv.gz@2026-08-14');
    expect(r269.report).toMatchObject({ designated: 2802, quarantined: 0 });
    expect((await r269.tally('2014-03-17')).listed).toBe(17);
    const others: [string, string, string, number][] = [
      ['RIL', 'il-wallets', 'il-crypto/wallets.csv@2026-08-21', 531],
      ['R311', 'us-311', 'fincen/details.csv@2026-08-22', 407],
      ['RCUBA', 'us-cuba-restricted', 'us-cuba/restricted_entities.csv@2026-08-04', 239],
      ['RCSL', 'us-csl', 'us-csl/csl.csv@2019-12-03', 110],
    ];
    for (const [id, list, file, designated] of others)
      expect([id, (await take(id, list, file)).report]).toMatchObject([id, { designated, quarantined: 0 }]);
  });

  it('F01: elements renamed in mid-life', async () => {
    const { ingest, on, recordOn, tally, log } = await field('F01');
    const [, second] = await ingest('ca-sema', ['2022-03-01.xml@2022-03-01', '2025-03-01.xml@2025-03-01']);
    expect(second).toMatchObject({ designated: 3, delisted: 0 });
    const amended = await log.read({ after: 0, limit: 1_000, type: 'DesignationAmended' });
    for (const { data } of amended)
      expect((data as unknown as { patch: { path: string }[] }).patch.map(({ path }) => path)).toEqual(['/listedOn']);
    expect(await tally('2025-03-01')).toEqual({ listed: 8 });
    expect(await on('ca-sema:by-ashgrove-marten', '2021-01-01')).toMatch(/^listed since 2020-09-28/);
    expect((await recordOn('ca-sema:by-ashgrove-marten', '2025-03-01')).subject).toMatchObject({
      birthDates: [{ date: '1961-02-11' }],
    });
  });

  it('F08, F09, F20, F23, F25, F30: single ones', async () => {
    const f08 = await field('F08');
    expect((await f08.ingest('us-ofac-sdn', ['2020-03-03.zip@2020-03-03']))[0]).toMatchObject({
      designated: 30,
      rejected: null,
    });
    const f09 = await field('F09');
    const [, gone, back] = await f09.ingest('us-ofac-nonsdn', ['2024-10-01.xml', '2024-10-03.xml', '2024-10-04.xml']);
    expect(gone!.rejected).toMatchObject({ code: expect.any(String) });
    expect(back).toMatchObject({ events: 0, rejected: null });
    for (const day of ['2024-10-02', '2024-10-03', '2024-10-04'])
      expect(await f09.on('us-ofac-nonsdn:70160', day)).toMatch(/^listed/);
    const f20 = await field('F20');
    const [, wallets] = await f20.ingest('eu-fsf', ['2025-03-01.xml', '2025-03-08.xml']);
    expect(wallets).toMatchObject({ amended: 1 });
    expect(JSON.stringify(await f20.recordOn('eu-fsf:EU.9100.10', '2025-03-08'))).toContain('TJ1111larkspur');
    const f23 = await field('F23');
    expect(await f23.ingest('eu-fsf', ['a-0240-summer.xml', 'b-0210-winter.xml'])).toMatchObject([
      { rejected: null },
      { rejected: null, designated: 1 },
    ]);
    expect(await f23.on('eu-fsf:EU.9225.35', '2026-12-31')).toMatch(/^listed/);
    const f25 = await field('F25');
    await f25.ingest('ua-rekey', ['old.ndjson@2025-08-01']);
    const [rekeyed] = await f25.ingest('ua-rekey', ['new.ndjson@2025-08-29'], { force: 'numbers-changed' });
    expect(rekeyed).toMatchObject({ reidentified: 40, designated: 0, delisted: 0, rejected: null });
    expect(await f25.tally('2025-09-01')).toEqual({ listed: 40 });
  });

  it('H04, H06, H07, H15: these hold', async () => {
    const h04 = await field('H04');
    expect(
      await h04.ingest('us-ofac-sdn', ['2025-03-19.xml', '2025-03-20-reordered.xml', '2025-03-21.xml']),
    ).toMatchObject([{ designated: 30 }, { events: 0 }, { events: 1, amended: 1 }]);
    const h06 = await field('H06');
    await h06.ingest('eu-fsf', ['2025-03-01.xml']);
    expect((await h06.recordOn('eu-fsf:EU.9400.50', '2025-03-01')).subject.birthDates).toEqual([
      expect.objectContaining({ date: '1982-04-19' }),
    ]);
    const h07 = await field('H07');
    const zips = ['upper.zip@2024-10-01', 'mac.zip@2024-10-02', 'folder.zip@2024-10-03'];
    expect(await h07.ingest('us-ofac-sdn', zips)).toMatchObject([{ rejected: null }, { events: 0 }, { events: 0 }]);
    const h15 = await field('H15');
    expect(await h15.ingest('ca-sema', ['a.xml@2025-09-10', 'a.xml@2025-09-11'])).toMatchObject([
      { rejected: null },
      { events: 0, rejected: null },
    ]);
  });
});
