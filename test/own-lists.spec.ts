import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useEmbeddedServer } from '#database';
import * as command from './support/command-line.ts';
import { until } from './support/services.ts';

const TABLE = `
list: ls-register
authority: LS
name: Register of questing knights
publisher: Herald of Lesotho
url: https://example.org/register
delimiter: ;
reference: No
program: LS-QUEST
type: person
primaryName: [Given, Family]
birthDates: Born
listedOn: Since
`;
const FTM = `
format: ftm
list: ls-ships
authority: LS
name: Register of questing ships
publisher: Harbour of Lesotho
url: https://example.org/ships
program: LS-SEA
`;
const KNIGHTS =
  'No;Given;Family;Born;Since\n1;Pellinor;of Listeneise;1976-03;2020-01-02\n2;Palamedes;;1980;2021-05-06\n';
const SHIPS = `${JSON.stringify({ id: 'sh-1', schema: 'Vessel', properties: { name: ['Questing Beast'], imoNumber: ['9562233'], topics: ['sanction'] } })}\n`;

describe('lists of the operator’s own', () => {
  let home: string;
  let files: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'demarche-own-'));
    files = await mkdtemp(join(tmpdir(), 'demarche-own-files-'));
    await chmod(home, 0o755);
    const put = async (name: string, content: string) => {
      await mkdir(join(files, name, '..'), { recursive: true });
      await writeFile(join(files, name), content);
    };
    await put('good/knights.yaml', TABLE);
    await put('good/ships.yml', FTM);
    await put('good/README.md', 'no mapping');
    await put('knights.csv', KNIGHTS);
    await put('ships.json', SHIPS);
    await put('wrong/knights.yaml', TABLE.replace('delimiter: ;', 'delimeter: ;').replace('publisher', 'published'));
    await put('broken/knights.yaml', 'list: [');
    await put('taken/knights.yaml', TABLE.replace('ls-register', 'un-sc'));
    await put('twice/a.yaml', TABLE);
    await put('twice/b.yaml', FTM.replace('ls-ships', 'ls-register'));
  });
  afterAll(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await (await useEmbeddedServer(home)).release({ waitMs: 2_000 });
    await Promise.all([home, files].map((folder) => rm(folder, { recursive: true, force: true })));
  });

  const begin = (main: string, env: Record<string, string>, ...args: string[]) => {
    const begun = command.begin(args, { DEMARCHE_HOME: home, ...env }, main);
    children.push(begun.child);
    return begun;
  };
  const run = (folder: string, ...args: string[]) =>
    command.run(args, { DEMARCHE_HOME: home, LISTS_FOLDER: join(files, folder) });

  it('are ingested, answered, read anew and verified like any other', async () => {
    const knights = await run('good', 'ingest', 'ls-register', `${join(files, 'knights.csv')}@2022-01-01`);
    expect([knights.code, knights.stderr]).toEqual([0, '']);
    expect(JSON.parse(knights.stdout)).toMatchObject({ list: 'ls-register', designated: 2, rejected: null });
    const ships = await run('good', 'ingest', 'ls-ships', `${join(files, 'ships.json')}@2022-01-01`);
    expect(JSON.parse(ships.stdout)).toMatchObject({ list: 'ls-ships', designated: 1, rejected: null });

    const { stdout } = await run('good', 'designations', 'LS', '--on', '2022-01-01', '--json');
    const { items } = JSON.parse(stdout) as { items: { id: string; since: string; subject: { name: string } }[] };
    expect(items.map(({ id, subject }) => [id, subject.name]).sort()).toEqual([
      ['ls-register:1', 'Pellinor of Listeneise'],
      ['ls-register:2', 'Palamedes'],
      ['ls-ships:sh-1', 'Questing Beast'],
    ]);
    expect(items.find(({ id }) => id === 'ls-register:1')!.since).toBe('2020-01-02');

    const reparsed = await run('good', 'reparse', 'ls-ships', '--json');
    expect(JSON.parse(reparsed.stdout)).toMatchObject({ publications: 1, corrected: 0, toPosition: null });
    const verified = await run('good', 'artefacts', 'verify', '--json');
    expect(verified.code).toBe(0);
    const { reread } = JSON.parse(verified.stdout) as { reread: { list: string; differing: string[] }[] };
    expect(reread).toMatchObject([
      { list: 'ls-register', differing: [] },
      { list: 'ls-ships', differing: [] },
    ]);
  });

  it('are ingested over HTTP', async () => {
    const env = { LISTS_FOLDER: join(files, 'good'), PORT: '0' };
    const { child, output } = begin('bin/demarche.js', env, 'start', '--no-sample');
    const found = (pattern: RegExp) =>
      until(
        'a started server',
        240_000,
        async () => pattern.exec(output.stdout)?.[1] ?? null,
        () => output.stderr,
      );
    const base = await found(/serves (http:\S+)/);
    const key = await found(/admin key\s+(\S+)/);
    const response = await fetch(`${base}/v1/lists/ls-register/publications?publishedOn=2022-02-01`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'one' },
      body: `${KNIGHTS}3;Dinadan;;1985;2022-01-20\n`,
    });
    expect([response.status, await response.json()]).toMatchObject([201, { designated: 1, unchanged: 2 }]);
    const gone = once(child, 'close');
    child.kill('SIGTERM');
    await gone;
  });

  it.each([
    ['wrong', /wrong\/knights\.yaml: .*"published", "delimeter".*at publisher.*docs\/lists\.md/s],
    ['broken', /broken\/knights\.yaml: .*line 1/s],
    ['taken', /taken\/knights\.yaml: list: there is a list un-sc already \(.*another id/],
    ['twice', /twice\/b\.yaml: list: there is a list ls-register already \(Register of questing knights.*another id/],
    ['nowhere', /LISTS_FOLDER: the folder .*nowhere cannot be read/],
  ])('stop the start where a mapping is not right: %s', async (folder, message) => {
    const { code, stdout, stderr } = await run(folder, 'lists');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['api', 'api.serving'],
    ['ingest', 'health.serving'],
  ])(
    'are known to apps/%s too, which does not start with a wrong one',
    async (app, serving) => {
      const { url, release } = await useEmbeddedServer(home);
      const env = { DATABASE_URL: url, KAFKA_BROKERS: 'localhost:1', PORT: '0', INGEST_INBOX: join(files, 'inbox') };
      const main = `dist/apps/${app}/src/main.js`;
      const wrong = begin(main, { ...env, LISTS_FOLDER: join(files, 'wrong') });
      expect((await once(wrong.child, 'close'))[0]).toBe(1);
      expect(wrong.output.stdout + wrong.output.stderr).toMatch(/wrong\/knights\.yaml/);

      const right = begin(main, { ...env, LISTS_FOLDER: join(files, 'good') });
      await until(
        'a running process',
        240_000,
        async () => ((right.output.stdout + right.output.stderr).includes(serving) ? true : null),
        () => right.output.stderr,
      );
      const gone = once(right.child, 'close');
      right.child.kill('SIGTERM');
      expect((await gone)[0]).toBe(0);
      await release();
    },
    300_000,
  );
});
