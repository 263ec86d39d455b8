import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useEmbeddedServer } from '#database';
import * as command from './support/command-line.ts';
import { generatedPublications } from './support/un-publications.ts';

const NULL = '-0- ';
/** As OFAC writes sdn.csv, of invented entries. */
const sdn = (first: number) =>
  Array.from({ length: 40 }, (_, i) => first + i)
    .map((uid) => [uid, `"PARTY ${uid}"`, NULL, '"SDGT"', ...Array<string>(8).fill(NULL)].join(','))
    .join('\r\n');

const PLAN = `
- list: us-ofac-sdn
  files: us/daily-*.tar.gz
- list: un-sc
  files: [un/*/*.xml, un/*/*.xml.gz]
  except: [un/*-draft]
  force: The list is small
`;
/** In the order in which all of them happened. */
const ALL = [
  ['us-ofac-sdn', '2015-01-05'],
  ['un-sc', '2015-01-10'],
  ['un-sc', '2015-01-10'],
  ['us-ofac-sdn', '2015-01-20'],
  ['un-sc', '2015-02-10'],
  ['us-ofac-sdn', '2015-02-20'],
  ['un-sc', '2015-03-10'],
];

describe('a history in one command', () => {
  let root = '';
  let temporary = '';
  const homes: string[] = [];
  const plan = () => join(root, 'plan.yaml');

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'demarche-root-'));
    temporary = await mkdtemp(join(tmpdir(), 'demarche-tmp-'));
    const put = async (name: string, content: string | Uint8Array) => {
      await mkdir(join(root, name, '..'), { recursive: true });
      await writeFile(join(root, name), content);
    };
    await put('plan.yaml', PLAN);
    // The day in the folder's name is not that of the file, which has one inside.
    for (const [i, { name, bytes }] of generatedPublications(3).entries())
      await put(`un/2014-0${3 - i}/${i === 1 ? `${name}.gz` : name}`, i === 1 ? gzipSync(bytes) : bytes);
    // Another file of a day, which says nothing new.
    await put('un/copy/consolidated.xml', `${generatedPublications(1)[0]!.bytes.toString()}\n`);
    await put('monthly/2015-03/sdn.csv', sdn(3));
    await put('un/2015-02-11-draft/consolidated.xml', '<html></html>');
    for (const [i, day] of ['2015-01-05', '2015-01-20', '2015-02-20'].entries())
      await put(`us/scrapes/${day}T093901Z-sdn.csv`, sdn(1 + i));
    const [archive, scrapes] = [join(root, 'us/daily-2014-12-31_2015.tar.gz'), join(root, 'us/scrapes')];
    execFileSync('tar', ['-czf', archive, '-C', scrapes, ...(await readdir(scrapes))]);
    await rm(scrapes, { recursive: true });
  });
  afterAll(async () => {
    for (const home of homes) await (await useEmbeddedServer(home)).release({ waitMs: 2_000 });
    await Promise.all([root, temporary, ...homes].map((folder) => rm(folder, { recursive: true, force: true })));
  });

  const newHome = async () => {
    const home = await mkdtemp(join(tmpdir(), 'demarche-plan-home-'));
    await chmod(home, 0o755);
    homes.push(home);
    return home;
  };
  const begin = (home: string, ...args: string[]) => beginWith({}, home, ...args);
  const beginWith = (env: NodeJS.ProcessEnv, home: string, ...args: string[]) =>
    command.begin(args, { ...env, TMPDIR: temporary, DEMARCHE_HOME: home });
  const run = async (home: string, ...args: string[]) => {
    const ran = await command.run(args, { TMPDIR: temporary, DEMARCHE_HOME: home });
    const reports = () =>
      ran.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { ...ran, reports };
  };
  const told = (reports: Record<string, unknown>[]) => reports.map(({ list, publishedOn }) => [list, publishedOn]);
  /** All that the log says, but for when we heard it. */
  const logOf = async (home: string) => {
    const { stdout } = await run(home, 'events', '--json', '--limit', '1000');
    const { items, next } = JSON.parse(stdout) as {
      items: { position: number; type: string; data: Record<string, unknown> }[];
      next: unknown;
    };
    expect(next).toBeNull();
    return items.map(({ position, type, data }) => [
      position,
      type,
      { ...data, observedAt: null, recordedAt: null, privateSha256: null },
    ]);
  };

  it('ingests all lists by their days, from folders, gzip and archives, and nothing the second time', async () => {
    const home = await newHome();
    const once = await run(home, 'ingest-plan', plan());
    expect([once.code, once.stderr]).toEqual([0, '']);
    expect(told(once.reports())).toEqual(ALL);
    expect(once.reports().map(({ designated, delisted }) => [designated, delisted])).toEqual([
      [40, 0],
      [80, 0],
      [0, 0],
      [1, 1],
      [2, 2],
      [1, 1],
      [2, 2],
    ]);
    const twice = await run(home, 'ingest-plan', plan());
    expect(told(twice.reports())).toEqual(ALL);
    expect(twice.reports().every(({ events, toPosition }) => events === 0 && toPosition === null)).toBe(true);
    expect(await readdir(temporary)).toEqual([]);

    // A scrape that turns up later goes to its place, though newer ones are there.
    const scrape = join(root, 'us/2015-02-01-sdn.csv');
    await writeFile(scrape, sdn(2));
    await writeFile(join(root, 'late.yaml'), '- { list: us-ofac-sdn, files: us/*.csv }');
    const late = await run(home, 'ingest-plan', join(root, 'late.yaml'));
    expect([late.code, told(late.reports())]).toEqual([0, [['us-ofac-sdn', '2015-02-01']]]);
    const { stdout } = await run(home, 'designations', 'us-ofac-sdn', '--on', '2015-02-20', '--json');
    const { items } = JSON.parse(stdout) as { items: { reference: string }[] };
    expect(items.map(({ reference }) => reference)).not.toContain('2');
    expect(items).toHaveLength(40);

    // Only a month is known of this one, which the item says to be enough; the archive is of 2014 by its own name.
    await writeFile(
      join(root, 'monthly.yaml'),
      '- { list: us-ofac-sdn, files: [monthly/*/*, us/daily-*], publishedOn: first-of-month }',
    );
    const monthly = await run(home, 'ingest-plan', join(root, 'monthly.yaml'));
    expect([monthly.code, told(monthly.reports())]).toEqual([
      0,
      ['2015-01-05', '2015-01-20', '2015-02-20', '2015-03-01'].map((day) => ['us-ofac-sdn', day]),
    ]);
  });

  it('killed with -9 in the middle and run again, records what one run records', async () => {
    const [whole, killed] = [await newHome(), await newHome()];
    await run(whole, 'ingest-plan', plan());
    const { child, output } = begin(killed, 'ingest-plan', plan());
    await new Promise<void>((reached, failed) => {
      child.stdout.on('data', () => output.stdout.split('\n').length > 3 && reached());
      child.once('close', () => failed(new Error(`It ended too early: ${output.stderr}`)));
    });
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
    const before = output.stdout.trim().split('\n').length;
    expect(before).toBeLessThan(ALL.length);
    const again = await run(killed, 'ingest-plan', plan());
    expect([again.code, told(again.reports())]).toEqual([0, ALL]);
    expect(await logOf(killed)).toEqual(await logOf(whole));
  });

  it('stops at a refusal with exit 1, unless it may go on', async () => {
    const home = await newHome();
    const bold = join(root, 'bold.yaml');
    await writeFile(bold, PLAN.replace(/ {2}except.*\n/, ''));
    const stopped = await run(home, 'ingest-plan', bold);
    expect([stopped.code, told(stopped.reports())]).toEqual([1, [...ALL.slice(0, 5), ['un-sc', '2015-02-11']]]);
    expect(stopped.reports().at(-1)).toMatchObject({ rejected: { code: 'html' }, events: 0 });
    expect(stopped.stderr).toMatch(/2015-02-11-draft\/consolidated\.xml: rejected \(html\)/);
    const on = await run(home, 'ingest-plan', bold, '--keep-going');
    expect([on.code, on.reports().length]).toEqual([1, ALL.length + 1]);
  });

  it.each([
    ['- list: xx-none\n  files: un/*', /wrong\.yaml: .*There is no reader for xx-none; there are un-sc.*\[0\]\.list/s],
    ['- list: un-sc', /wrong\.yaml: .*\[0\]\.files/s],
    ['- { list: un-sc, files: un/*, excpt: a }', /wrong\.yaml: .*"excpt".*\[0\]/s],
    ['- { list: un-sc, files: ../un/* }', /wrong\.yaml: .*below the root.*\[0\]\.files\[0\]/s],
    ['- list: [', /wrong\.yaml: .*line 1/s],
    ['- { list: un-sc, files: nn/* }', /nn\/\* fits no file below .*--root/],
    ['- { list: us-ofac-sdn, files: undated.csv }', /undated\.csv: no day is known.*YYYY-MM-DD/],
    ['- { list: us-ofac-sdn, files: monthly/*/* }', /monthly\/2015-03\/sdn\.csv: no day is known.*first-of-month/],
    ['- { list: us-ofac-sdn, files: un/*, publishedOn: 2015-03 }', /wrong\.yaml: .*"first-of-month".*publishedOn/s],
    ['- { list: us-ofac-sdn, files: cut.tar.xz }', /cut\.tar\.xz cannot be unpacked/],
  ])('says what is wrong with a plan and records nothing: %s', async (yaml, message) => {
    await writeFile(join(root, 'undated.csv'), sdn(1));
    await writeFile(join(root, 'cut.tar.xz'), 'no archive');
    await writeFile(join(root, 'wrong.yaml'), yaml);
    const { code, stdout, stderr } = await run(join(root, 'nobody'), 'ingest-plan', join(root, 'wrong.yaml'));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(await readdir(root)).not.toContain('nobody');
  });

  it('says so where the machine has no tar', async () => {
    // The one that was killed has left its folders.
    const before = await readdir(temporary);
    const { child, output } = beginWith({ PATH: '' }, join(root, 'nobody'), 'ingest-plan', plan());
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(output.stderr).toMatch(
      /There is no tar on this machine to unpack .*daily-2014-12-31_2015\.tar\.gz: install it/,
    );
    expect(await readdir(temporary)).toEqual(before);
  });
});
