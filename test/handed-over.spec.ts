import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from './support/services.ts';

/** Hands what it is given over to a Node, as `bin/demarche.js` does where another one is older. */
const STARTER = `
  import { handOver } from ${JSON.stringify(pathToFileURL(resolve('bin/own-node.js')).href)};
  handOver(process.execPath, process.argv.slice(2));`;

describe('a process that is handed over to another Node', () => {
  let folder: string;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demarche-handed-over-'));
    await writeFile(join(folder, 'starter.mjs'), STARTER);
  });
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  async function handedOver(name: string, script: string, starter = join(folder, 'starter.mjs')) {
    const file = join(folder, `${name}.mjs`);
    await writeFile(file, script);
    const child = spawn(process.execPath, [starter, file, 'an argument'], { stdio: ['pipe', 'pipe', 'pipe'] });
    started.push(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    const gone = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    const printed = () =>
      until(
        'a line',
        20_000,
        () => Promise.resolve(/.+/.exec(output.stdout)?.[0] ?? null),
        () => output.stderr,
      );
    return { child, output, gone, printed };
  }

  const SERVER = `
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(7));
    setInterval(() => {}, 1_000);
    console.log(process.pid);`;

  it.each([
    ['handOver', undefined],
    ['scripts/with-own-node.js', 'scripts/with-own-node.js'],
  ])('ends when its starter is killed: %s', async (_, starter) => {
    const { child, printed, gone } = await handedOver('server', SERVER, starter);
    expect(Number(await printed())).not.toBe(child.pid);
    child.kill('SIGKILL');
    // Its stdout is closed when the last process that has it is gone.
    expect(await gone).toEqual([null, 'SIGKILL']);
  });

  it('gets signals, and its exit code is that of its starter', async () => {
    const { child, printed, gone } = await handedOver('signalled', SERVER);
    await printed();
    child.kill('SIGTERM');
    expect(await gone).toEqual([7, null]);
  });

  it('says by which signal it ended', async () => {
    const { output, gone } = await handedOver('killed', `process.kill(process.pid, 'SIGKILL');`);
    expect(await gone).toEqual([1, null]);
    expect(output.stderr).toBe('Demarche was ended by SIGKILL.\n');
  });

  it('ends by itself when all is done, with its own stdin, stdout and stderr', async () => {
    const { child, output, gone } = await handedOver(
      'echo',
      `for await (const chunk of process.stdin) process.stdout.write(process.argv[2] + ': ' + chunk);
       console.error('done');
       process.exitCode = 3;`,
    );
    child.stdin.end('said');
    expect(await gone).toEqual([3, null]);
    expect(output).toEqual({ stdout: 'an argument: said', stderr: 'done\n' });
  });

  it('starts processes of its own that know nothing of it', async () => {
    await writeFile(
      join(folder, 'worker.mjs'),
      `process.on('message', () => { process.disconnect(); setTimeout(() => process.exit(5), 200); });
       process.send('ready');`,
    );
    const { output, gone } = await handedOver(
      'forking',
      `import { fork } from 'node:child_process';
       const worker = fork(new URL('worker.mjs', import.meta.url));
       worker.on('message', () => worker.send('go'));
       worker.on('exit', (code, signal) => console.log(code, signal, Object.keys(process.env).filter((name) => /HANDED/.test(name)).length));`,
    );
    expect(await gone).toEqual([0, null]);
    expect(output).toEqual({ stdout: '5 null 0\n', stderr: '' });
  });
});
