import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import { createPool, useEmbeddedServer, type EmbeddedServer } from '#database';
import * as command from './support/command-line.ts';

const [KZ, RU] = ['kz-terrorist-organizations', 'ru-terrorist-organizations'];

const later = (reference: string) => `
dossier: later
sources: { gazette: { publisher: Official Gazette, kind: authority, publishedOn: 2020-01-01 } }
lists:
  - { id: kz-later, authority: KZ, name: A later list, on: 2004-10-15, source: gazette, coverage: { from: 2004-10-15, complete: false } }
parties: { party: { name: Party ${reference} } }
facts:
  - { list: kz-later, designated: party, on: 2005-03-15, source: gazette }
`;

/** The commands that answer questions about the sample, and those that look after the database. */
describe('the command line', () => {
  let home: string;
  let server: EmbeddedServer;
  let pool: Pool;
  /** Connected all the time: the command that leaves last would stop the server. */
  let owner: PoolClient;

  const run = (...args: string[]) => command.run(args, { DEMARCHE_HOME: home });
  /** What it answers with --json. */
  const answer = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'demarche-answers-'));
    await chmod(home, 0o755);
    server = await useEmbeddedServer(home, { fsync: 'off' });
    pool = createPool({ url: server.url, role: 'login', name: 'test owner' });
    owner = await pool.connect();
    const dossiers = (await readdir('samples')).filter((file) => file.endsWith('.yaml'));
    const { code, stderr } = await run('record', ...dossiers.map((file) => join('samples', file)));
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(async () => {
    owner.release();
    await pool.end();
    await server.release({ waitMs: 2_000 });
    await rm(home, { recursive: true, force: true });
  });

  it('designations --format ftm: the entities of the export, of those that the filters leave', async () => {
    const times = ['--on', '2016-01-01', '--known-at', String((await answer('designations', KZ)).position)];
    const entities = async (...args: string[]) => {
      const { code, stdout } = await run(...args, ...times);
      expect(code).toBe(0);
      return stdout.split('\n').filter(Boolean).sort();
    };
    const designated = (...args: string[]) => entities('designations', ...args, '--format', 'ftm');
    const exported = (...args: string[]) => entities('export', ...args, '--format', 'entities.ftm.json');
    const ofList = await exported('--list', KZ);
    expect(ofList.length).toBeGreaterThan(10);
    expect(await designated(KZ)).toEqual(ofList);
    expect(await designated('KZ', '--list', KZ)).toEqual(ofList);
    expect(await designated('KZ')).toEqual(await exported('--authority', 'KZ'));
    expect(await designated(KZ, '--program', 'none')).toEqual([]);
    expect(await designated(KZ, '--status', 'suspended,uncertain')).toEqual(
      ofList.filter((line) => /"status":\["(Suspended|Uncertain)"\]/.test(line)),
    );
  });

  it('alignment: who stands on both lists, on one alone, and by month', async () => {
    const compared = await answer('alignment', KZ, RU, '--on', '2024-01-01');
    expect(compared).toMatchObject({ list: KZ, with: RU, on: '2024-01-01' });
    const of = async (only: string) =>
      ((await answer('alignment', KZ, RU, '--on', '2024-01-01', '--only', only)).items as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await of('with-only')).toContain('Taliban');
    expect(await of('both')).not.toContain('Taliban');
    const { stdout } = await run(
      'alignment',
      KZ,
      RU,
      '--on',
      '2023-12-28',
      '--from',
      '2023-12-01',
      '--to',
      '2024-01-31',
    );
    expect(stdout).toMatch(/^both .* Taliban .*kz-terrorist-organizations:taliban/m);
    expect(stdout).toMatch(/^2023-12-01 {2}both \d+ .*\n2024-01-01 {2}both \d+ /m);
  });

  it('diff: what changed on a list, as a table, JSON and CSV', async () => {
    const days = ['--from', '2023-12-01', '--to', '2024-02-01'];
    expect(await answer('diff', KZ, ...days)).toMatchObject({
      counts: { delisted: 1, designated: 0 },
      items: [{ change: 'delisted', id: `${KZ}:taliban`, status: { old: 'listed', new: 'delisted' } }],
    });
    expect((await run('diff', KZ, ...days)).stdout).toMatch(/^delisted .* Taliban /m);
    expect((await run('diff', KZ, ...days, '--format', 'csv')).stdout).toMatch(
      /^delisted,true,kz-terrorist-organizations,kz-terrorist-organizations:taliban,/m,
    );
    expect((await run('diff', KZ)).code).toBe(2);
  });

  it('diplomacy: who has which envoy where, on a day', async () => {
    const { items } = await answer('diplomacy', '--receiving', 'AF', '--on', '2024-06-01');
    expect(items).toContainEqual(
      expect.objectContaining({
        post: 'CN:AF:head-of-mission',
        holder: expect.objectContaining({ name: 'Zhao Xing' }),
      }),
    );
    expect((await run('diplomacy', '--receiving', 'AF', '--on', '2024-06-01')).stdout).toMatch(
      /^CN:AF:head-of-mission +in-post +Zhao Xing /m,
    );
  });

  it('timeline: all that concerns a country, narrowed down as asked', async () => {
    const { items } = await answer('timeline', 'KZ', '--type', 'OrganizationDelisted');
    expect(items).toContainEqual(
      expect.objectContaining({ title: 'Taliban', roles: ['designator'], authority: 'KZ', effective: '2023-12-29' }),
    );
    expect(new Set((items as { type: string }[]).map(({ type }) => type))).toEqual(new Set(['OrganizationDelisted']));
    expect((await run('timeline', 'KZ', '--from', '2023-12-01')).stdout).toMatch(
      /^2023-12-29 +OrganizationDelisted +designator +KZ +Taliban /m,
    );
    expect((await run('timeline', 'kazakhstan')).code).toBe(2);
  });

  it('thread: an event and what reacted to it', async () => {
    const [delisting] = (await answer('timeline', 'KZ', '--type', 'OrganizationDelisted')).items as {
      position: number;
      id: string;
    }[];
    const { event, items } = await answer('thread', String(delisting!.position));
    expect(event).toMatchObject({ id: delisting!.id, type: 'OrganizationDelisted' });
    expect(items).toContainEqual(expect.objectContaining({ kind: 'reaction', to: delisting!.id }));
    expect((await run('thread', delisting!.id)).stdout).toMatch(
      /^\d+ OrganizationDelisted\n(.*\n)* {2}\d+ .*, reaction: Ministry of Foreign Affairs \(welcomes\): /,
    );
    expect((await run('thread', '999999')).code).toBe(1);
  });

  it('keys: made, listed and revoked', async () => {
    const made = await answer('keys', 'create', '--scopes', 'read,write', '--note', 'of a test');
    expect(made).toMatchObject({ scopes: ['read', 'write'], key: expect.stringMatching(/^dmr_/) });
    expect((await run('keys', 'create', '--scopes', 'everything')).code).toBe(2);
    const id = String(made.id);
    expect((await run('keys', 'list')).stdout).toMatch(new RegExp(`^${id} +operator +read, write .* of a test`, 'm'));
    const next = await answer('keys', 'rotate', id, '--grace', '1');
    expect((await answer('keys', 'list')).items).toMatchObject([{ id, replacedBy: next.id }, { id: next.id }]);
    expect((await run('keys', 'rotate', id, '--grace', '1000')).code).toBe(2);
    expect((await run('keys', 'revoke', id)).code).toBe(0);
    expect((await run('keys', 'revoke', id)).code).toBe(1);
    expect((await answer('keys', 'list')).items).toMatchObject([{ id, revokedAt: expect.any(String) }, {}]);
    expect((await answer('keys', 'trail')).items).toMatchObject(
      ['key.created', 'key.rotated', 'key.revoked'].map((action) => ({ action, target: id })),
    );
  });

  it('unpark: applies what was parked once its cause is gone, and names whom it cannot serve', async () => {
    await owner.query(`
      create function public.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'Not today' using errcode = 'check_violation'; end $$;
      create trigger refuse before insert on designation_timeline.period for each row execute function public.refuse()`);
    await writeFile(join(home, 'later.yaml'), later('Late'));
    expect((await run('record', join(home, 'later.yaml'))).code).toBe(0);
    expect((await answer('designations', 'kz-later', '--on', '2010-01-01')).items).toEqual([]);
    const failed = await run('unpark');
    expect([failed.code, failed.stderr]).toEqual([
      1,
      expect.stringContaining('designation-timeline: 0 applied, 1 still parked'),
    ]);
    await owner.query('drop function public.refuse cascade');
    const { code, stdout } = await run('unpark', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        subscriptions: expect.arrayContaining([
          { subscription: 'designation-timeline', applied: 1, stillParked: 0 },
          { subscription: 'threads', applied: 0, stillParked: 0 },
        ]),
      },
    ]);
    expect((await answer('designations', 'kz-later', '--on', '2010-01-01')).items).toMatchObject([
      { status: 'listed', subject: { name: 'Party Late' } },
    ]);

    await owner.query(
      `insert into subscriptions.parked (subscription, position, key, error) values ('designations-topic', 1, 'list-x', 'Kafka')`,
    );
    const unknown = await run('unpark');
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/designations-topic .*set KAFKA_BROKERS/),
    ]);
  });
});
