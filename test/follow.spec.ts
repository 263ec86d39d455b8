import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { checkedLine } from './support/shapes.ts';
import { source, startRest, type Rest } from './support/rest.ts';

describe('demarche follow', () => {
  let rest: Rest;
  const children = new Set<ReturnType<typeof spawn>>();
  const begin = (...args: string[]) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: rest.url, LOG_LEVEL: 'warn' };
    const child = spawn(process.execPath, ['bin/demarche.js', 'follow', ...args], { env });
    children.add(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    const gone = once(child, 'close') as Promise<[number | null]>;
    const lines = () => output.stdout.split('\n').slice(0, -1);
    const until = async (told: string) => {
      for (let i = 0; !lines().some((line) => line.includes(told)) && child.exitCode === null && i < 3_000; i++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return lines();
    };
    const end = async () => {
      child.kill('SIGINT');
      const [code] = await gone;
      return { code, stderr: output.stderr };
    };
    return { until, end, gone, output };
  };

  const about = { source: source(), confidence: 'confirmed', effective: '2020-01-01' };
  let n = 0;
  const register = async (list = `li-follow-${++n}`, authority = 'LI') => {
    const { body } = await rest.post('/v1/lists', { ...about, list, authority, name: list });
    return body.position as number;
  };

  beforeAll(async () => {
    rest = await startRest();
    await register();
    await register('md-follow', 'MD');
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
  });
  afterAll(() => rest.stop());

  const ways: [string, () => string[]][] = [
    ['the database', () => []],
    ['a server', () => ['--url', rest.base]],
  ];

  it.each(ways)('tells what was recorded and what is, from %s, and where to go on', async (_, way) => {
    const following = begin('--after', '0', '--country', 'LI', '--json', ...way());
    expect(JSON.parse((await following.until('"position":1,'))[0]!)).toMatchObject({ position: 1 });
    await register(`md-follow-${++n}`, 'MD');
    const position = await register();
    const lines = (await following.until(`"position":${position},`)).map((line) =>
      checkedLine(['follow'], JSON.parse(line) as object),
    );
    expect(lines.at(-1)).toEqual((await rest.get(`/v1/events/${position}`)).body);
    expect(lines.every((event) => (event as { source: string }).source === '/v1/countries/LI')).toBe(true);
    const { code, stderr } = await following.end();
    expect([code, stderr.trim()]).toEqual([0, `Go on with --after ${position}`]);
  });

  it.each(ways)('is told as a table too, from %s', async (_, way) => {
    const following = begin('--after', '1', '--type', 'ListRegistered', ...way());
    const [line] = await following.until('md-follow');
    expect(line).toMatch(/^ +2 {2}\S+Z {2}ListRegistered +2020-01-01 {2}list-md-follow$/);
    expect((await following.end()).code).toBe(0);
  });

  it.each([
    [['--after', '999999'], 2, /^999999 lies beyond the log, whose last position is \d+\n$/],
    [['--after', '-1'], 2, /whole number/],
    [['--after', 'x'], 2, /whole number/],
  ])('refuses %j', async (args, wanted, told) => {
    const { gone, output } = begin(...args);
    const [code] = await gone;
    expect([code, output.stdout]).toEqual([wanted, '']);
    expect(output.stderr).toMatch(told);
  });

  it('refuses what the server refuses', async () => {
    const { gone, output } = begin('--after', '999999', '--url', rest.base);
    const [code] = await gone;
    expect(code).toBe(1);
    expect(output.stderr).toMatch(/^999999 lies beyond the log, whose last position is \d+\n$/);
  });
});
