import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createMemoryEventLog, publicBytes } from '#event-log';
import { findBroker } from '#testing';
import { connect, probe, relayOf } from './kafka-spec-kit.ts';
import { AUTHORITIES, append, createLease, designated, during, record, until } from './spec-kit.ts';

// The consumers of docs/kafka.md are run as they stand there.

const run = promisify(execFile);
const broker = await findBroker(probe);
afterAll(() => broker?.stop());
const describeKafka = broker ? describe : describe.skip;

const blockOf = async (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(await readFile('docs/kafka.md', 'utf8'))![1]!;

const PACKAGE = 'kafka-python==2.2.15';
const PACKAGES = resolve('.demarche/kafka-python');

/** Whether Python can run its consumer: its package is fetched once. One loud line where it cannot. */
async function hasPython(): Promise<boolean> {
  const options = { env: { ...process.env, PYTHONPATH: PACKAGES } };
  try {
    await run('python3', ['-c', 'import kafka'], options).catch(() =>
      run('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', PACKAGES, PACKAGE]),
    );
    return true;
  } catch (error) {
    process.stderr.write(`\n!!! SKIPPED: the consumer in Python, ${(error as Error).message.slice(0, 300)} !!!\n\n`);
    return false;
  }
}
const python = broker !== null && (await hasPython());

/** Runs a program until it has told `last`; gives all lines that it told. */
async function told(command: string, args: string[], env: Record<string, string>, last: readonly string[]) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const lines = () =>
    output.out
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{"data"'));
  try {
    await until(() => {
      if (child.exitCode !== null) throw new Error(output.err);
      return last.every((line) => lines().includes(line));
    }, 'all is told');
    return lines();
  } finally {
    child.kill('SIGKILL');
  }
}

describeKafka('a consumer as docs/kafka.md has it', () => {
  it.each([
    ['kafkajs', 'node', async () => ['--input-type=module', '-e', await blockOf('js')], true],
    ['kafka-python', 'python3', async () => ['-c', await blockOf('python')], python],
  ])('%s has each event once, though it is sent twice', async (_, command, args, canRun) => {
    if (!canRun) return;
    const eventLog = createMemoryEventLog();
    const kafka = connect(broker!.brokers);
    const lease = createLease();
    const relayed = () =>
      during(
        (signal) => relayOf(eventLog, kafka, { lease: lease.lease }).run(signal),
        () => until(async () => lease.state.position === (await eventLog.head()), 'all is relayed'),
      );
    try {
      await record(eventLog, 60);
      await relayed();
      lease.state.position = 15;
      await relayed();
      await append(eventLog, ...AUTHORITIES.map((authority) => designated(authority, `LAST.${authority}`)));
      await relayed();
      const events = await eventLog.read({ after: 0, limit: 1_000 });
      const wanted = events.map((event) => publicBytes(event).toString());
      const env = {
        KAFKA_BROKERS: broker!.brokers.join(','),
        TOPIC: kafka.topics.events.name,
        GROUP: randomUUID(),
        PYTHONPATH: PACKAGES,
        KAFKAJS_NO_PARTITIONER_WARNING: '1',
      };
      const lines = await told(command, await args(), env, wanted.slice(-AUTHORITIES.length));
      expect(lines.toSorted()).toEqual(wanted.toSorted());
    } finally {
      await kafka.close();
    }
  });
});
