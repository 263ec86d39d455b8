import { readFile, readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { readDossier, recordDossier } from '#dossiers';
import { readModels, showBi } from '#read-models';
import { ensureReadModels, rebuild } from '#subscriptions';
import { startRest, type Rest } from './support/rest.ts';

// The views that dashboards and reports build on, and the dashboards that come with them.

interface Panel {
  title: string;
  targets: { rawSql?: string; expr?: string }[];
}

let rest: Rest;
let dashboard: Pool;
const GRAFANA = new URL('../ops/grafana/', import.meta.url);
const SAMPLES = new URL('../samples/', import.meta.url);

beforeAll(async () => {
  rest = await startRest();
  const options = { actor: 'sample', observedAt: new Date().toISOString() };
  for (const file of (await readdir(SAMPLES)).sort().filter((each) => each.endsWith('.yaml')))
    await recordDossier(rest.log, readDossier(file, await readFile(new URL(file, SAMPLES))), options);
  await rest.get(`/v1/lists?minPosition=${await rest.log.head()}`);
  await showBi(rest.store.projector);
  dashboard = createPool({ url: rest.url, role: 'demarche_dashboard', name: 'test dashboard' });
});
afterAll(async () => {
  await dashboard.end();
  await rest.stop();
});

const panelsOf = async () => {
  const files = (await readdir(GRAFANA)).filter((file) => file.endsWith('.json'));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, GRAFANA), 'utf8')));
  return texts.flatMap((text) => (JSON.parse(text) as { panels: Panel[] }).panels);
};

describe('the views of the schema bi', () => {
  it('tell what the API tells', async () => {
    const { body } = await rest.get('/v1/countries');
    const listed = (body.items as { listed: number }[]).map((each) => each.listed);
    const { rows } = await dashboard.query<{ listed: number; lists: number; head: number }>(`
      select (select count(*) from bi.designations_v1 where status = 'listed') as listed,
        (select count(*) from bi.lists_v1) as lists, (select max(position) from bi.events_v1) as head`);
    expect(rows[0]).toEqual({
      listed: listed.reduce((a, b) => a + b, 0),
      lists: (await rest.get('/v1/lists')).body.items.length,
      head: await rest.log.head(),
    });
    expect(rows[0]!.listed).toBeGreaterThan(0);
  });

  it('answer for any day as known at any position', async () => {
    const ask = async (on: string, knownAt: number) =>
      (
        await dashboard.query<{ status: string }>(
          `select status from bi.periods_v1 where designation = 'kz-terrorist-organizations:taliban'
            and (valid_from is null or valid_from <= $1::date) and (valid_to is null or valid_to > $1::date)
            and known_from <= $2 and (known_to is null or known_to > $2)`,
          [on, knownAt],
        )
      ).rows;
    const head = await rest.log.head();
    for (const on of ['2010-01-01', '2022-06-01', '2024-07-01']) {
      const path = `/v1/designations/kz-terrorist-organizations:taliban?on=${on}&knownAt=${head}`;
      expect([on, await ask(on, head)]).toEqual([on, [{ status: (await rest.get(path)).body.status }]]);
    }
    expect(await ask('2010-01-01', 0)).toEqual([]);
  });

  it('each say what they are, and let nobody see what is private', async () => {
    const { rows } = await dashboard.query<{ name: string; about: string | null }>(`
      select relname as name, obj_description(oid, 'pg_class') as about from pg_class
      where relnamespace = 'bi'::regnamespace and relkind = 'v' order by 1`);
    expect(rows.length).toBeGreaterThan(5);
    for (const { name, about } of rows) expect([name, (about ?? '').length > 20]).toEqual([name, true]);
    await expect(dashboard.query('select * from access.key')).rejects.toThrow();
  });

  it('stay, and what is built on them too, when read models are filled anew and at every start', async () => {
    const { projector } = rest.store;
    await projector.query('create schema reports; create view reports.mine as select list, name from bi.lists_v1');
    for (const model of readModels(rest.log))
      expect(await rebuild(projector, rest.log, model)).toMatchObject({ swapped: true });
    await ensureReadModels(projector, rest.log, readModels(rest.log));
    await showBi(projector);
    const { rows } = await projector.query('select list, name from reports.mine');
    expect(rows.length).toBeGreaterThan(0);
    expect((await dashboard.query('select from bi.designations_v1')).rowCount).toBeGreaterThan(0);
  });
});

describe('the dashboards of Grafana', () => {
  it('are what the script makes', async () => {
    // @ts-expect-error -- A script has no types.
    const { dashboards } = (await import('../scripts/grafana.js')) as { dashboards: Record<string, object> };
    expect((await readdir(GRAFANA)).sort()).toEqual(Object.keys(dashboards).sort());
    for (const [name, content] of Object.entries(dashboards))
      expect(JSON.parse(await readFile(new URL(name, GRAFANA), 'utf8'))).toEqual(content);
  });

  it('ask nothing that the views cannot answer', async () => {
    const asked = (await panelsOf()).flatMap(({ title, targets }) => targets.map((each) => ({ title, ...each })));
    const queries = asked.flatMap(({ title, rawSql }) => (rawSql === undefined ? [] : [{ title, rawSql }]));
    expect(queries.length).toBeGreaterThan(5);
    for (const { title, rawSql } of queries) {
      expect([title, rawSql.match(/(?:from|join) (?!bi\.\w+_v\d)/g)]).toEqual([title, null]);
      const text = rawSql.replace(/\$__timeFilter\((\w+)\)/g, "$1 between now() - interval '1 day' and now()");
      expect([title, (await dashboard.query(text)).fields.length > 0]).toEqual([title, true]);
    }
  });

  it('draw no metric that is not measured', async () => {
    const metrics = await (await fetch(`${rest.base}/metrics`)).text();
    const exprs = (await panelsOf()).flatMap(({ targets }) => targets.flatMap(({ expr }) => expr ?? []));
    expect(exprs.length).toBeGreaterThan(3);
    for (const name of exprs.flatMap((expr) => expr.match(/\b(demarche|process|nodejs)_\w+/g) ?? []))
      expect([name, metrics.includes(`# TYPE ${name} `)]).toEqual([name, true]);
  });
});
