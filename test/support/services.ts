import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A process of the distributed run, as `docker-compose.yml` would start it. */
export class Service {
  private child: ChildProcess | undefined;
  private readonly output: string[] = [];

  constructor(
    readonly name: string,
    private readonly env: Record<string, string>,
  ) {}

  start(): void {
    const main = `dist/apps/${this.name.split('-')[0]}/src/main.js`;
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', HEALTH_PORT: '0', ...this.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
    this.child = child;
  }

  /** With SIGKILL nothing is said goodbye to. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const dying = this.child;
    if (dying?.exitCode !== null || dying.signalCode !== null) return;
    const gone = once(dying, 'exit');
    dying.kill(signal);
    await gone;
  }

  /** As a machine that is out of breath, or a laptop that sleeps: it holds everything and does nothing. */
  async stall(ms: number): Promise<void> {
    const { child } = this;
    child?.kill('SIGSTOP');
    await new Promise((done) => setTimeout(done, ms));
    child?.kill('SIGCONT');
  }

  /** A supervisor's part: what died of itself is started again. */
  keepAlive(): void {
    if (this.child && (this.child.exitCode !== null || this.child.signalCode !== null)) this.start();
  }

  tail = (): string => `${this.name}: ${this.output.join('').slice(-1_500)}`;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const LIBFAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/**
 * What gives processes a clock that a file sets: `jump(hours)` moves it, ahead or back, while they run; timers go on as
 * before. Null where the machine has no libfaketime (Debian: faketime).
 */
export async function settableClock(file: string) {
  if (!existsSync(LIBFAKETIME)) return null;
  const jump = (hours: number) => writeFile(file, `${hours < 0 ? '' : '+'}${hours}h\n`, { mode: 0o644 });
  await jump(0);
  const env = {
    LD_PRELOAD: LIBFAKETIME,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return { jump, env };
}

/** The PostgreSQL server process on a data folder of ours. */
export const postmasterOf = async (home: string): Promise<number> =>
  Number((await readFile(join(home, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);

/** Asks until the answer is not null; throws with `tell` after the deadline. */
export async function until<T>(what: string, ms: number, ask: () => Promise<T | null>, tell = () => ''): Promise<T> {
  const deadline = Date.now() + ms;
  for (let last: unknown; ;) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline)
      throw new Error(`${what}: not within ${ms} ms. ${last instanceof Error ? last.message : ''}\n${tell()}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
