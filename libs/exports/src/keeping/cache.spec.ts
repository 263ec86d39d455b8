import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFileCache } from './cache.ts';

/** Where this file's folder is built to. */
const dist = new URL('../../../../dist/libs/exports/src/keeping/', import.meta.url);

describe('files made once', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demarche-cache-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function* pieces(text: string) {
    yield text;
    yield Buffer.from('\n');
  }

  it('are the same in every coding, and made once however many ask', async () => {
    const cache = createFileCache({ folder });
    let made = 0;
    const make = () => (made++, pieces('abc'.repeat(1_000)));
    const [one, two] = await Promise.all([cache.get(['a'], make), cache.get(['a'], make)]);
    const three = await cache.get(['a'], make);
    expect([made, one.sha1, three.lines]).toEqual([1, two.sha1, 1]);
    const whole = await readFile(one.path('identity'));
    expect(gunzipSync(await readFile(one.path('gzip'))).equals(whole)).toBe(true);
    expect(zstdDecompressSync(await readFile(one.path('zstd'))).equals(whole)).toBe(true);
    expect(one.codings.identity.bytes).toBe(3_001);
  });

  it('that could not be made to their end leave nothing, and are tried again', async () => {
    const cache = createFileCache({ folder });
    async function* broken() {
      yield 'half';
      throw new Error('The database is gone');
    }
    await expect(cache.get(['a'], broken)).rejects.toThrow('gone');
    expect(await readdir(folder)).toEqual([]);
    expect((await cache.get(['a'], () => pieces('whole'))).lines).toBe(1);
  });

  it('that a killed process left behind are never served, and go in an hour', async () => {
    const cache = createFileCache({ folder });
    const { path } = await cache.get(['a'], () => pieces('a'));
    const old = new Date(Date.now() - 2 * 3_600_000);
    for (const [name, at] of [
      ['making-old', old],
      ['making-new', new Date()],
    ] as const) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'identity'), 'half');
      await utimes(join(folder, name), at, at);
    }
    await cache.get(['b'], () => pieces('b'));
    const names = await readdir(folder);
    expect([names.includes('making-old'), names.includes('making-new'), names.length]).toEqual([false, true, 3]);
    expect(await readFile(path('identity'), 'utf8')).toBe('a\n');
  });

  // Another process has the same lines on their way to the disk, at one of the moments at which it can be killed.
  it.each([0, 1, 40, 4_000])('are made whole after the process that made them was killed at line %i', async (at) => {
    const script = `
      import { createFileCache } from '${new URL('./cache.js', dist).href}';
      async function* lines() {
        for (let n = 0; n < 1e9; n++) {
          if (n === ${at}) process.stdout.write('now');
          if (n > ${at}) await new Promise((later) => setTimeout(later, 10));
          yield 'line ' + n + '\\n';
        }
      }
      await createFileCache({ folder: ${JSON.stringify(folder)} }).get(['a'], lines);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = await readdir(folder);
    expect(left.map((name) => name.slice(0, 7))).toEqual(['making-']);
    const { path, lines } = await createFileCache({ folder }).get(['a'], () => pieces('whole'));
    expect([lines, await readFile(path('identity'), 'utf8')]).toEqual([1, 'whole\n']);
  });

  it('go where there are too many bytes, the one that nobody asked for longest first', async () => {
    const cache = createFileCache({ folder, maxBytes: 3_300 });
    const times: string[] = [];
    const get = (name: string) => cache.get([name], () => (times.push(name), pieces(`${name}${'x'.repeat(500)}`)));
    for (const name of ['a', 'b', 'c']) await get(name);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await get('a');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await get('d');
    await get('a');
    await get('b');
    expect(times).toEqual(['a', 'b', 'c', 'd', 'b']);
  });
});
