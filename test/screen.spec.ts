import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import { createPool, useEmbeddedServer, type EmbeddedServer } from '#database';
import * as command from './support/command-line.ts';

// Who is meant, on the command line: one name with its reasons, and a file of customers.

let home: string;
let folder: string;
let server: EmbeddedServer;
let pool: Pool;
/** Connected all the time: the command that leaves last would stop the server. */
let owner: PoolClient;
/** The last position of the samples. */
let head: number;

const PARTY = `
dossier: people
sources: { gazette: { publisher: Official Gazette, kind: authority, publishedOn: 2020-01-01 } }
lists:
  - { id: kz-people, authority: KZ, name: People, on: 2004-10-15, source: gazette, coverage: { from: 2004-10-15, complete: false } }
parties: { serik: { type: person, name: Serik Abdrakhmanov }, formula: { name: =SUM Formula Trading } }
facts:
  - { list: kz-people, designated: serik, on: 2010-01-01, source: gazette }
  - { list: kz-people, designated: formula, on: 2010-01-01, source: gazette }
`;
const DAY = '2023-12-28';
const run = (...args: string[]) => command.run(args, { DEMARCHE_HOME: home });
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const file = async (name: string, text: string | Buffer) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const times = () => ['--on', DAY, '--known-at', String(head)];
/** Screens a text as a file of that name. */
const screen = async (name: string, text: string | Buffer, ...more: string[]) => {
  const path = await file(name, text);
  const out = `${path}.result.csv`;
  const answer = await run('screen', path, ...times(), '--out', out, ...more);
  const result = await readFile(out, 'utf8').catch(() => null);
  return { ...answer, path, out, result, lines: result?.trimEnd().split('\r\n') ?? [] };
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'demarche-screen-'));
  folder = await mkdtemp(join(tmpdir(), 'demarche-customers-'));
  await chmod(home, 0o755);
  server = await useEmbeddedServer(home, { fsync: 'off' });
  pool = createPool({ url: server.url, role: 'login', name: 'test owner' });
  owner = await pool.connect();
  const dossiers = (await readdir('samples')).filter((each) => each.endsWith('.yaml'));
  const { code, stderr } = await run(
    'record',
    ...dossiers.map((each) => join('samples', each)),
    await file('people.yaml', PARTY),
  );
  if (code !== 0) throw new Error(stderr);
  head = (await owner.query<{ head: number }>('select max(position)::int as head from event_log.event')).rows[0]!.head;
});
afterAll(async () => {
  owner.release();
  await pool.end();
  await server.release({ waitMs: 2_000 });
  await rm(home, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

describe('match', () => {
  it('tells each hit with its score, its list and its reasons', async () => {
    const { code, stdout, stderr } = await run('match', 'Taliban Movement', ...times());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d\.\d{3} {2}(no )?match {2}Taliban$/m);
    expect(stdout).toMatch(/^ {2}Organization, listed on kz-terrorist-organizations since 2005-03-15: kz-.*:taliban$/m);
    expect(stdout).toMatch(/taliban = taliban: equal, likeness 1\.000/);
    expect(stdout).toMatch(/movement of the name asked for: (omitted|contradicting), /);
    expect(stdout).toMatch(/evidence: \d+(\.\d+)? bits/);
    expect(stderr).toMatch(/Looked at .*kz-terrorist-organizations.*: 2023-12-28, as known at \d+, by demarche-1/);
  });

  it('tells the same as JSON, with the position that it was answered at', async () => {
    const { code, stdout, stderr } = await run('match', 'Талибан', ...times(), '--limit', '1', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ on: DAY, knownAt: head, limit: 1 });
    expect(answer.responses.query.results).toHaveLength(1);
  });

  it('is of the day and of the position that are asked for, and says plainly that it found nothing', async () => {
    const kz = ['--dataset', 'demarche_kz_terrorist_organizations'];
    expect((await run('match', 'Taliban', '--on', DAY, ...kz)).stdout).toMatch(/ listed on kz-/);
    const later = await run('match', 'Taliban', '--on', '2024-01-01', ...kz);
    expect([later.code, later.stdout]).toEqual([0, 'Nothing found for Taliban.\n']);
    expect(later.stderr).toMatch(/Looked at kz-terrorist-organizations: 2024-01-01, as known at \d+/);
    const before = await run('match', 'Taliban', '--on', DAY, '--known-at', '0');
    expect(before.stdout).toBe('Nothing found for Taliban.\n');
    expect(before.stderr).toMatch(/No list is known: 2023-12-28, as known at 0/);
  });

  it('compares what else is known', async () => {
    const person = ['Abdrakhmanov Serik', '--schema', 'Person', '--birth', '1971-03-04', '--country', 'kz'];
    const { code, stdout } = await run('match', ...person, ...times());
    expect(code).toBe(0);
    expect(stdout).toMatch(/would tell more: birthDate/);
    const inWords = await run('match', ...person.slice(0, -1), 'Kazakhstan', ...times());
    expect(inWords.stdout).toBe(stdout);
  });

  it.each([
    [['  '], /name is empty/],
    [['…'], /name is empty/],
    [['x', '--birth', `${new Date().getUTCFullYear() + 1}-01-01`], /has not come yet/],
    [['x', '--birth', '04/03/1971'], /is no date/],
    [['x', '--country', 'Atlantis'], /--country: Atlantis is no country/],
    [['x', '--scorer', 'demarche-0'], /There is no scorer demarche-0; there are demarche-1/],
    [['x', '--limit', '0'], /^--limit: A number from 1 to 500/m],
    [['x', '--threshold', '2'], /^--threshold: A number from 0 to 1/m],
    [['x', '--schema', 'Unicorn'], /^--schema: Invalid option: expected one of /m],
    [['x', '--dataset', 'Demarche-none'], /^--dataset: The name of a dataset/m],
    [['x', '--dataset', 'demarche_none'], /There is no dataset demarche_none/],
    [['x', '--on', '2023-02-30'], /^--on: Not a day/m],
    [['x', '--known-at', '99999999'], /beyond the log/],
    [[], /missing required argument/],
  ])('refuses %j', async (args, why) => {
    const { code, stdout, stderr } = await run('match', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
  });

  it('refuses what is too long by the name of its option or argument', async () => {
    const long = 'x'.repeat(10_001);
    for (const [args, called] of [
      [[long], '<name>'],
      [['x', '--number', long], '--number'],
    ] as const) {
      const { code, stderr } = await run('match', ...args);
      expect([code, stderr.slice(0, 40)]).toEqual([2, expect.stringContaining(`${called}: Too big`)]);
    }
  });
});

const CUSTOMERS = [
  'id,full_name,type,date_of_birth,nationality,shoe_size',
  'c1,"Abdrakhmanov, Serik",individual,1971-03-04,KZ,43',
  'c2,Taliban,organization,,,',
  'c3,Nobody Whatsoever,person,04/03/1971,Atlantis,39',
  '',
].join('\r\n');

describe('screen', () => {
  it('tells the hits of every row, what it left out, and what it takes to repeat it', async () => {
    const { code, stdout, stderr, lines, result, out } = await screen('three.csv', `\ufeff${CUSTOMERS}`, '--json');
    expect(code).toBe(0);
    expect(stderr).toMatch(/Ignored columns: shoe_size\./);
    expect(lines[0]).toBe('id,line,name,designation,list,caption,status,score,match,evidence,missing,explanation,note');
    expect(lines[1]).toMatch(
      /^c1,2,"Abdrakhmanov, Serik",kz-people:serik,kz-people,Serik Abdrakhmanov,listed,1\.000,true,/,
    );
    expect(lines.filter((line) => line.startsWith('c2,3,Taliban,')).join('\n')).toMatch(/:taliban,.*taliban ~ taliban/);
    expect(lines.at(-1)).toMatch(
      /^c3,4,Nobody Whatsoever,,,,,,false,,,,.*birth date left out.*country left out.*Atlantis/,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      on: DAY,
      knownAt: head,
      rows: 3,
      rowsWithHits: 2,
      noted: 1,
      resumedAt: 0,
      ignored: ['shoe_size'],
      out,
      inputSha256: sha256(`\ufeff${CUSTOMERS}`),
      sha256: sha256(result!),
    });
    expect((await readdir(folder)).filter((each) => each.includes('.part'))).toEqual([]);
  });

  it('gives the same bytes again, also when more is known', async () => {
    const first = await screen('again.csv', CUSTOMERS);
    await run(
      'record',
      await file(
        'later.yaml',
        PARTY.replaceAll('serik', 'other')
          .replace('dossier: people', 'dossier: later')
          .replace('kz-people, authority', 'kz-later, authority')
          .replaceAll('list: kz-people', 'list: kz-later'),
      ),
    );
    const second = await screen('again.csv', CUSTOMERS);
    expect(second.result).toBe(first.result);
    expect(second.stdout).toBe(first.stdout);
    expect(first.stdout).toMatch(
      /^3 rows, 2 with hits, \d+ hits; input [0-9a-f]{64}, on 2023-12-28, known at \d+, scorer demarche-1.*[0-9a-f]{64}\n$/,
    );
  });

  it('reads NDJSON, semicolons and names in parts as well', async () => {
    const lines = [
      '{"id":7,"name":"Taliban","aliases":["Taleban"]}',
      '{"first_name":"Serik","last_name":"Abdrakhmanov"}',
    ];
    const ndjson = await screen('some.ndjson', lines.join('\n'));
    expect(ndjson.lines[1]).toMatch(/^7,1,Taliban,.*:taliban,/);
    expect(ndjson.lines.at(-1)).toMatch(/^,2,Serik Abdrakhmanov,kz-people:serik,/);
    for (const header of ['id;name', 'id;name;"born, or founded"'])
      expect(
        (await screen('semicolons.csv', `${header}\n1;Taliban${';'.repeat(header.split(';').length - 2)}\n`)).lines[1],
      ).toMatch(/^1,2,Taliban,.*:taliban,/);
  });

  it('writes nothing that a spreadsheet would run', async () => {
    const { lines } = await screen('formula.csv', 'id,name\n=1+1,=SUM Formula Trading\n');
    expect(lines[1]).toMatch(/^'=1\+1,2,'=SUM Formula Trading,kz-people:formula,kz-people,'=SUM/);
  });

  it.each([
    ['an open quotation mark', 'id,name\n1,Taliban\n2,"Tali\n3,x\n', /line 3: .*quotation mark/],
    ['a quotation mark astray', 'id,name\n1,Tal"iban\n', /line 2: a quotation mark astray/],
    ['a row too long', 'id,name\n1,Taliban,KZ\n', /line 2: it has 3 cells, and the first line 2/],
    ['no name', 'id,country\n1,KZ\n', /no column with the name.* It has id, country/],
    ['two names', 'name,full_name\na,b\n', /name and full_name both mean name/],
    ['nothing', '', /The file is empty/],
    ['two files in one', 'id,name\n1,A\n\nid,name\n2,B\n', /line 4: the columns are named a second time/],
    ['UTF-16', Buffer.from('id,name\n1,Taliban\n', 'utf16le'), /NUL/],
    ['another encoding', Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xe9, 0x0a]), /not in UTF-8/],
    ['a row too many', `name\n${'x\n'.repeat(100_001)}`, /line 100002: a run has at most 100000 rows/],
  ])('refuses %s with the line, and leaves the result that was there', async (name, text, why) => {
    const path = join(folder, `${name}.csv`.replaceAll(' ', '-'));
    await writeFile(`${path}.result.csv`, 'kept');
    const { code, stdout, stderr, result } = await screen(`${name}.csv`.replaceAll(' ', '-'), text);
    expect([code, stdout, result]).toEqual([2, '', 'kept']);
    expect(stderr).toMatch(why);
  });

  it('refuses JSON that is none, a file that is not there, and a result in its place', async () => {
    const ndjson = async (text: string) => (await screen('bad.ndjson', text)).stderr;
    expect(await ndjson('{"name":"x"}\n[1]\n')).toMatch(/line 2: it is no JSON object/);
    expect(await ndjson('{"name":"x"}\n{"name":"x","name":"y"}\n')).toMatch(/line 2: name is named twice/);
    expect(await ndjson(`{"name":"x","a":${'['.repeat(70)}${']'.repeat(70)}}`)).toMatch(/line 1: It is nested deeper/);
    expect(await ndjson(JSON.stringify({ name: 'x', alias: Array(101).fill('y') }))).toMatch(/more than 100 values/);
    expect(await ndjson('\n\n')).toMatch(/The file is empty/);
    const path = await file('same.csv', CUSTOMERS);
    expect((await run('screen', path, '--out', path)).code).toBe(2);
    expect((await run('screen', path, '--out', join(folder, 'none', 'x.csv'))).code).toBe(2);
    expect((await run('screen', join(folder, 'none.csv'), '--out', `${path}.r`)).stderr).toMatch(
      /there is no such file/,
    );
  });

  it('is done where there is no row', async () => {
    const { code, lines } = await screen('header.csv', 'id,name\n');
    expect([code, lines.length]).toEqual([0, 1]);
  });
});

describe('a comparison', () => {
  // Other specs list the same name elsewhere.
  const ONLY = ['--dataset', 'demarche_kz_people'];

  it('tells which rows differ between two positions, and by which events', async () => {
    const listed = await owner.query<{ position: number }>(
      "select position::int from event_log.event where stream = 'designation-kz-people:serik'",
    );
    const delisting = '  - { list: kz-people, delisted: serik, on: 2023-01-10, source: gazette }\n';
    const { code, stderr } = await run('record', await file('people.yaml', PARTY + delisting));
    if (code !== 0) throw new Error(stderr);
    const { rows } = await owner.query<{ position: number }>(
      "select position::int from event_log.event where type = 'PersonDelisted' and list = 'kz-people'",
    );
    const at = rows[0]!.position;
    const gone = await screen('compared.csv', CUSTOMERS, ...ONLY, '--compare-known-at', String(at), '--json');
    expect(gone.lines).toEqual([
      'id,line,name,designation,list,caption,change,statusBefore,statusAfter,scoreBefore,scoreAfter,events,note',
      `c1,2,"Abdrakhmanov, Serik",kz-people:serik,kz-people,Serik Abdrakhmanov,gone,listed,,1.000,,${at} PersonDelisted 2023-01-10,`,
    ]);
    expect(JSON.parse(gone.stdout)).toMatchObject({ rows: 3, rowsWithHits: 1, hits: 1, compareKnownAt: at });
    const before = listed.rows[0]!.position - 1;
    const appeared = await screen('compared.csv', CUSTOMERS, ...ONLY, '--compare-known-at', String(before));
    expect(appeared.lines[1]).toMatch(/^c1,.*,appeared,,listed,,1\.000,\d+ PersonDesignated 2010-01-01,$/);
    expect(appeared.stdout).toMatch(/^3 rows, 1 differ as known at \d+, in 1 lines; /);
    const same = await screen('compared.csv', CUSTOMERS, ...ONLY, '--compare-known-at', String(head));
    expect(same.lines).toHaveLength(1);
  });
});

describe('a run that was killed', () => {
  const MANY = `id,name\n${Array.from({ length: 1_500 }, (_, at) => `${at},${at % 50 === 0 ? 'Taliban' : `Customer ${at}`}\n`).join('')}`;

  it('goes on where it was, and gives the bytes of a run that was not', async () => {
    const whole = await screen('many.csv', MANY, '--json');
    const out = join(folder, 'killed.csv');
    const { child, gone } = command.begin(['screen', whole.path, ...times(), '--out', out], { DEMARCHE_HOME: home });
    let left: { rows: number; bytes: number } | undefined;
    while (child.exitCode === null && !(left && left.rows >= 300))
      left = await readFile(`${out}.part.json`, 'utf8').then(
        (text) => JSON.parse(text),
        () => undefined,
      );
    child.kill('SIGKILL');
    await gone;
    expect(await readFile(out).catch(() => null)).toBeNull();
    await writeFile(`${out}.part`, 'half a line that was not noted', { flag: 'a' });
    const again = await run('screen', whole.path, ...times(), '--out', out, '--json');
    expect(again.stderr).toMatch(/Goes on after \d+ of 1500 rows/);
    const { resumedAt, sha256: digest, ...report } = JSON.parse(again.stdout);
    expect(resumedAt).toBeGreaterThanOrEqual(300);
    expect(await readFile(out, 'utf8')).toBe(whole.result);
    const { sha256: wanted, hits, rows } = JSON.parse(whole.stdout);
    expect([digest, report.hits, report.rows]).toEqual([wanted, hits, rows]);
  });

  it('has its result file to itself: a second run says so at once, and leaves the first one alone', async () => {
    const whole = await screen('several.csv', MANY, '--json');
    const out = join(folder, 'shared.csv');
    const args = ['screen', whole.path, ...times(), '--out'];
    const first = command.begin([...args, out], { DEMARCHE_HOME: home });
    const isBegun = () => readFile(`${out}.part.json`).catch(() => null);
    while (first.child.exitCode === null && !(await isBegun())) await setTimeout(20);
    first.child.kill('SIGSTOP');
    const second = await run(...args, relative('.', out));
    expect([second.code, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toMatch(/^--out: another run is writing .*shared\.csv; wait until it has ended/m);
    const elsewhere = await run(...args, join(folder, 'not-shared.csv'));
    expect(elsewhere.code).toBe(0);
    first.child.kill('SIGCONT');
    expect(await first.gone).toEqual([0, null]);
    expect(await readFile(out, 'utf8')).toBe(whole.result);
    expect((await run(...args, out)).code).toBe(0);
  });

  it('begins anew, and says why, where it was of something else or what it left was changed', async () => {
    const path = await file('anew.csv', CUSTOMERS);
    const out = join(folder, 'anew.result.csv');
    const side = {
      inputSha256: sha256(CUSTOMERS),
      on: DAY,
      knownAt: head,
      scorer: 'demarche-1',
      threshold: 0.7,
      limit: 5,
    };
    const counts = { datasets: [], compareKnownAt: null, rows: 1, hits: 1, rowsWithHits: 1, noted: 0, bytes: 4 };
    const again = async (more: object, part: string) => {
      await writeFile(`${out}.part`, part);
      await writeFile(`${out}.part.json`, JSON.stringify({ ...side, ...counts, sha256: sha256('part'), ...more }));
      return (await run('screen', path, ...times(), '--out', out)).stderr;
    };
    expect(await again({ knownAt: 1 }, 'part')).toMatch(/Begins anew: .*knownAt 1, now it is \d+/);
    expect(await again({ inputSha256: sha256('x') }, 'part')).toMatch(/Begins anew: .*inputSha256/);
    expect(await again({}, 'tampered')).toMatch(/Begins anew: .* is not what .* says/);
    expect(await again({}, 'pa')).toMatch(/Begins anew/);
    expect(await again({ rows: 'x' }, 'part')).toMatch(/Begins anew: .* cannot be read/);
    expect((await readFile(out, 'utf8')).split('\r\n')[1]).toMatch(/^c1,2,/);
  });
});
