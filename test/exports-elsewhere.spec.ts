import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { readDossier, recordDossier } from '#dossiers';
import { change, recordExamples } from './support/export-data.ts';
import { startRest } from './support/rest.ts';

const PYTHON = process.env.DEMARCHE_PYTHON ?? 'python3';
const SAMPLES = new URL('../samples/', import.meta.url);

/** What followthemoney and yente of PyPI make of what is served. */
describe('what strangers make of our exports', () => {
  const python = spawnSync(PYTHON, ['-c', 'import yente, followthemoney']);
  if (python.status !== 0)
    console.warn('yente and followthemoney of PyPI are not installed (DEMARCHE_PYTHON): what they say is not asked');
  (python.status === 0 ? it : it.skip)('is that all of it is as they want it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'demarche-yente-'));
    const rest = await startRest({ readsOpen: false });
    try {
      const token = rest.key;
      const get = async (path: string) => {
        const response = await fetch(`${rest.base}${path}`, { headers: { authorization: `Token ${token}` } });
        expect([path, response.status]).toEqual([path, 200]);
        return response.text();
      };
      const options = { actor: 'sample', observedAt: new Date().toISOString() };
      for (const file of (await readdir(SAMPLES)).sort().filter((each) => each.endsWith('.yaml')))
        await recordDossier(rest.log, readDossier(file, await readFile(new URL(file, SAMPLES))), options);
      const withKey = { ...rest, get: (path: string) => rest.get(path, { authorization: `Bearer ${token}` }) };
      await recordExamples(withKey);
      const of = (file: string) => `/v1/export/today/now/demarche/${file}`;
      const linesOf = (all: string) => all.split('\n').filter(Boolean);
      const { last_successful: version } = JSON.parse(await get(of('versions.json')));
      const entities = linesOf(await get(of('entities.ftm.json'))).map((line) => JSON.parse(line));
      const old = { version, entities };
      await change(withKey, 'C.1', 'suspension', '2016-01-01');
      await change(withKey, 'W.1', 'delisting', '2016-01-01');
      const input = JSON.stringify({
        catalog: `${rest.base}/v1/export/catalog.json`,
        token,
        folder,
        old,
        entities: await get(of('entities.ftm.json')),
        statements: await get(of('statements.csv')),
      });
      const script = new URL('support/check_exports.py', import.meta.url).pathname;
      const child = spawn(PYTHON, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdin.end(input);
      const found = JSON.parse((await text(child.stdout)).split('\n').findLast((line) => line.startsWith('{'))!);
      expect(found).toMatchObject({
        wrong: [],
        said: [],
        yente: { needs_update: true, incremental: true, same: true, again: false },
      });
      expect(found.yente.ops).toContain('DEL');
      expect(found.counts.entities).toBe(found.yente.full);
      expect(found.counts.statements).toBeGreaterThan(found.counts.entities);
    } finally {
      await rest.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
