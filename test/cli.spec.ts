import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useEmbeddedServer } from '#database';
import { ANSWERING } from '#read-models';
import * as command from './support/command-line.ts';
import { freePort, postmasterOf, until } from './support/services.ts';
import { generatedPublications } from './support/un-publications.ts';

const DOSSIER = `
dossier: test
sources:
  gazette: { publisher: Official Gazette, kind: authority, url: https://example.org/1, publishedOn: 2005-03-16 }
lists:
  - id: kz-test
    authority: KZ
    name: A test list
    on: 2004-10-15
    source: gazette
    coverage: { from: 2004-10-15, complete: false }
parties:
  taliban: { name: Taliban, aliases: [Талибан] }
facts:
  - { list: kz-test, designated: taliban, on: 2005-03-15, source: gazette }
  - { list: kz-test, delisted: taliban, on: 2023-12-29, source: gazette }
`;

describe('the command line', () => {
  let home: string;
  let files: string;
  const children: ChildProcess[] = [];
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'demarche-cli-'));
    files = await mkdtemp(join(tmpdir(), 'demarche-files-'));
    await chmod(home, 0o755);
    for (const [i, { name, bytes }] of generatedPublications(3).entries())
      await writeFile(join(files, i === 1 ? `${name}.gz` : name), i === 1 ? gzipSync(bytes) : bytes);
    await writeFile(join(files, 'dossier.yaml'), DOSSIER);
    const another = DOSSIER.replace('dossier: test', 'dossier: another').replaceAll('kz-test', 'kz-other');
    await writeFile(join(files, 'another.yaml'), another);
  });
  afterAll(async () => {
    for (const close of closing) close();
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await (await useEmbeddedServer(home)).release({ waitMs: 2_000 });
    await Promise.all([home, files].map((folder) => rm(folder, { recursive: true, force: true })));
  });

  const begin = (...args: string[]) => {
    const begun = command.begin(args, { DEMARCHE_HOME: home });
    children.push(begun.child);
    return begun;
  };
  const run = async (...args: string[]) => {
    const ran = await command.run(args, { DEMARCHE_HOME: home });
    return { ...ran, json: () => JSON.parse(ran.stdout) as Record<string, never> };
  };
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const started = async (...args: string[]) => {
    const { child, output } = begin('start', ...args);
    const base = await until(
      'a started server',
      240_000,
      async () => /serves (http:\S+)/.exec(output.stdout)?.[1] ?? null,
      () => output.stderr,
    );
    return { child, output, base };
  };
  const stopped = async (child: ChildProcess, signal: NodeJS.Signals) => {
    const gone = once(child, 'close');
    child.kill(signal);
    return ((await gone) as [number | null])[0];
  };

  it('ingests publications on its own: one line of JSON each, in the order given', async () => {
    const [a, b, c] = generatedPublications(3).map(({ name }, i) => join(files, i === 1 ? `${name}.gz` : name));
    const dry = await run('ingest', 'un-sc', a!, '--dry-run');
    expect(lines(dry.stdout)).toMatchObject([{ designated: 80, fromPosition: null, toPosition: null }]);
    const { code, stdout } = await run('ingest', 'un-sc', a!, b!, c!);
    expect(code).toBe(0);
    expect(lines(stdout)).toMatchObject([
      {
        list: 'un-sc',
        publishedOn: '2015-01-10',
        designated: 80,
        delisted: 0,
        events: 80,
        fromPosition: 1,
        rejected: null,
      },
      { publishedOn: '2015-02-10', designated: 2, delisted: 2, events: 4 },
      { publishedOn: '2015-03-10', designated: 2, delisted: 2, events: 4 },
    ]);
    expect(Object.keys(lines(stdout)[0]!).sort()).toEqual(
      [
        'list',
        'publishedOn',
        'sha256',
        'designated',
        'amended',
        'delisted',
        'suspended',
        'reidentified',
        'unchanged',
        'cosmetic',
        'quarantined',
        'events',
        'fromPosition',
        'toPosition',
        'rejected',
      ].sort(),
    );
  });

  it('stops at a rejected publication with exit 1, unless it may go on', async () => {
    const [old, broken, again] = [
      join(files, '2015-01-10.xml'),
      join(files, 'broken.xml'),
      join(files, '2015-03-10.xml'),
    ];
    await writeFile(broken, '<html></html>');
    const first = await run('ingest', 'un-sc', broken, again);
    expect([first.code, lines(first.stdout).length]).toEqual([1, 1]);
    expect(lines(first.stdout)[0]).toMatchObject({ rejected: { code: 'html' }, events: 0 });
    const on = await run('ingest', 'un-sc', broken, again, '--keep-going');
    expect([on.code, lines(on.stdout).length]).toEqual([1, 2]);
    expect((await run('ingest', 'un-sc', old)).code).toBe(0);
  });

  it('records dossiers once', async () => {
    const first = await run('record', join(files, 'dossier.yaml'), '--json');
    expect(first.json()).toMatchObject({ dossier: 'test', facts: 3, events: 3 });
    expect((await run('record', join(files, 'dossier.yaml'), '--json')).json()).toMatchObject({
      events: 0,
      toPosition: null,
    });
    await writeFile(
      join(files, 'bad.yaml'),
      DOSSIER.replace('2023-12-29', '2023-12-32').replace('list: kz-test, designated', 'lsit: kz-test, designated'),
    );
    const bad = await run('record', join(files, 'bad.yaml'));
    expect(bad.code).toBe(2);
    expect(bad.stderr).toMatch(/bad\.yaml:15:\d+ \/facts\/0/);
    expect(bad.stderr).toMatch(/bad\.yaml:16:\d+ \/facts\/1\/on: Not a date/);
  });

  it('answers as JSON, CSV, FollowTheMoney and as a table', async () => {
    const answer = (await run('designations', 'KZ', '--on', '2023-12-28', '--json')).json() as Record<string, unknown>;
    expect(Object.keys(answer).sort()).toEqual(['coverage', 'items', 'knownAt', 'on', 'position']);
    expect(answer).toMatchObject({
      on: '2023-12-28',
      items: [{ id: 'kz-test:taliban', status: 'listed', until: '2023-12-29' }],
    });
    expect((await run('designations', 'KZ', '--on', '2023-12-29', '--json')).json()).toMatchObject({ items: [] });
    expect(
      (await run('designations', 'kz-test', '--on', '2023-12-29', '--status', 'delisted', '--format', 'csv')).stdout,
    ).toBe(
      'id,list,reference,status,since,until,type,name,aliases,programs,lastEvent\r\n' +
        `kz-test:taliban,kz-test,taliban,delisted,2023-12-29,,organization,Taliban,Талибан,kz-test,${String(answer.position)}\r\n`,
    );
    const ftm = lines((await run('designations', 'KZ', '--on', '2006-01-01', '--format', 'ftm')).stdout);
    expect(ftm).toMatchObject([
      { id: 'kz-test.taliban', schema: 'Organization' },
      { id: 'kz-test.taliban..sanction', schema: 'Sanction', properties: { startDate: ['2005-03-15'] } },
    ]);
    expect((await run('designations', 'UN', '--on', '2015-02-10', '--known-at', '82', '--json')).json()).toMatchObject({
      knownAt: 82,
    });
    expect((await run('designations', 'KZ', '--on', '2006-01-01')).stdout).toMatch(
      /listed +2005-03-15 +2023-12-29 +Taliban/,
    );
    expect((await run('history', 'kz-test:taliban', '--json')).json()).toMatchObject({ references: ['taliban'] });
    expect((await run('events', '--country', 'KZ', '--json')).json()).toMatchObject({
      items: [{ type: 'ListRegistered' }, {}, {}],
      next: null,
    });
  });

  it('says what is wrong with the way it is used, with exit 2, on stderr alone', async () => {
    for (const args of [
      ['designations', 'KZ', '--on', '2023-02-30'],
      ['designations', 'KZ', '--status', 'gone'],
      ['designations', 'KZ', '--known-at', '99999'],
      ['designations'],
      ['ingest', 'xx-none', 'file'],
      ['ingest', 'un-sc', join(files, 'missing.xml')],
      ['ingest', 'un-sc', join(files, '2015-01-10.xml@2015-13-01')],
      ['rebuild', 'nothing'],
      ['events', '--after', 'x'],
      ['events', '--after', '999999'],
      ['nonsense'],
    ]) {
      const { code, stdout, stderr } = await run(...args);
      expect([args.join(' '), code, stdout]).toEqual([args.join(' '), 2, '']);
      expect(stderr).not.toBe('');
    }
    expect((await run('designations', 'ZZ')).code).toBe(1);
  });

  it('rebuilds, and proves it', async () => {
    const { code, json } = await run('rebuild', 'all', '--json');
    expect(code).toBe(0);
    const { readModels } = json() as unknown as {
      readModels: { readModel: string; equal: boolean; swapped: boolean }[];
    };
    expect(readModels.map(({ readModel }) => readModel)).toEqual(ANSWERING);
    expect(readModels.every(({ equal, swapped }) => equal && swapped)).toBe(true);
  });

  it('starts once per data folder, and works beside a running server', async () => {
    const port = await freePort();
    const { child, base } = await started('--port', String(port));
    expect(base).toBe(`http://localhost:${port}`);
    const second = await run('start', '--port', String(await freePort()));
    expect([second.code, second.stderr]).toEqual([1, expect.stringMatching(/running on this data folder already/)]);
    const answer = (await run('designations', 'KZ', '--on', '2023-12-28', '--json')).json();
    const response = await fetch(`${base}/v1/countries/KZ/designations?on=2023-12-28`);
    expect((await response.json()) as object).toMatchObject(answer);
    expect(await stopped(child, 'SIGINT')).toBe(0);
    await expect(postmasterOf(home)).rejects.toThrow(/ENOENT/);
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    closing.push(() => other.close());
    const { code, stderr } = await run('start', '--port', String(port));
    expect([code, stderr]).toEqual([1, `Port ${port} is in use; take another with --port or PORT.\n`]);
  });

  it('recovers by itself from kill -9, of itself and of its database', async () => {
    const { child } = await started('--port', '0');
    await stopped(child, 'SIGKILL');
    process.kill(await postmasterOf(home), 'SIGKILL');
    const { child: next, base } = await started('--port', '0');
    const response = await fetch(`${base}/v1/countries/KZ/designations?on=2023-12-28`);
    expect(((await response.json()) as { items: unknown[] }).items).toHaveLength(1);
    await stopped(next, 'SIGKILL');
    const { child: last } = await started('--port', '0');
    expect(await stopped(last, 'SIGTERM')).toBe(0);
  });

  it('starts its database again when it dies, and ends with a reason where it does not come back', async () => {
    const { child, output, base } = await started('--port', '0');
    const answer = () => fetch(`${base}/v1/countries/KZ/designations?on=2023-12-28`);
    const dead = await postmasterOf(home);
    process.kill(dead, 'SIGKILL');
    await until(
      'an answer of the database that was started again',
      240_000,
      async () => ((await postmasterOf(home)) !== dead && (await answer()).ok ? true : null),
      () => output.stderr,
    );
    // It follows the log again, too.
    const { code } = await run('record', join(files, 'another.yaml'));
    expect(code).toBe(0);
    await until(
      'the read models to follow',
      240_000,
      async () => (((await (await answer()).json()) as { items: unknown[] }).items.length === 2 ? true : null),
      () => output.stderr,
    );

    const data = join(home, 'postgres/data');
    const ended = once(child, 'close');
    const last = await postmasterOf(home);
    await rename(data, `${data}.gone`);
    process.kill(last, 'SIGKILL');
    expect((await ended)[0]).toBe(1);
    expect(output.stderr).toMatch(/The database server ended \d times and does not come back; .*server\.log/);
    await rename(`${data}.gone`, data);
  });
});
