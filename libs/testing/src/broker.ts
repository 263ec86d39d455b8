import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Tests and benchmarks run in the project's folder.
const KAFKA_FOLDER = resolve('libs/testing/kafka');
const JARS = resolve('.demarche/kafka-libs');
const READY_WITHIN_MS = 240_000;
const STOP_WITHIN_MS = 60_000;

/** An Apache Kafka broker. */
export interface Broker {
  brokers: string[];
  stop(): Promise<void>;
}

/** A broker of our own, which a test may treat badly. */
export interface OwnBroker extends Broker {
  /** As a power cut would: nothing is flushed, nobody is told. */
  kill9(): Promise<void>;
  /** It takes what is sent, and answers only afterwards: as slow as a broker can be. */
  stall(ms: number): Promise<void>;
  /** On the same ports and the same data; resolves when it is ready. */
  restart(): Promise<void>;
}

/** Judges readiness by real work, a produce say: an open port is not yet a ready broker. Throws while it is not. */
export type Probe = (brokers: string[]) => Promise<void>;

export const isOwn = (broker: Broker): broker is OwnBroker => 'kill9' in broker;

/**
 * A broker for tests: the one that KAFKA_BROKERS names, else one of our own on Java 17 with jars from Maven, else null
 * after one loud line, and the caller skips. Under CI nothing is skipped: it throws.
 */
export async function findBroker(probe: Probe): Promise<Broker | OwnBroker | null> {
  const named = process.env.KAFKA_BROKERS;
  if (named) {
    const brokers = named.split(',');
    await untilReady(() => probe(brokers));
    return { brokers, stop: async () => {} };
  }
  const missing = await whatIsMissing();
  if (!missing) return startBroker(probe);
  const complaint = `No Kafka broker to test with: KAFKA_BROKERS is not set and ${missing}`;
  if (process.env.CI === 'true') throw new Error(complaint);
  process.stderr.write(`\n!!! SKIPPED: ${complaint} !!!\n\n`);
  return null;
}

/** One KRaft node on free ports, with a data folder of its own. */
export async function startBroker(probe: Probe): Promise<OwnBroker> {
  await fetchJars();
  const folder = await mkdtemp(join(tmpdir(), 'demarche-kafka-'));
  const [port, controllerPort] = await freePorts();
  const properties = join(folder, 'server.properties');
  await writeFile(properties, serverProperties(folder, port, controllerPort));
  // One that began with a hyphen would be taken for an option.
  const clusterId = `D${randomBytes(16).toString('base64url').slice(1)}`;
  await java('kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties);

  const brokers = [`127.0.0.1:${port}`];
  let node: ChildProcess | undefined;
  const killWithUs = () => node?.kill('SIGKILL');
  process.once('exit', killWithUs);

  const start = async () => {
    const output = openSync(join(folder, 'broker.log'), 'a');
    node = spawn('java', [...JVM, 'kafka.Kafka', properties], { stdio: ['ignore', output, output] });
    const born = node;
    await untilReady(async () => {
      if (born.exitCode !== null) throw new Died(await readFile(join(folder, 'broker.log'), 'utf8'));
      await probe(brokers);
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    const dying = node;
    node = undefined;
    if (dying?.exitCode !== null || dying.signalCode !== null) return;
    const gone = once(dying, 'exit');
    dying.kill(signal);
    const patience = setTimeout(() => dying.kill('SIGKILL'), STOP_WITHIN_MS);
    await gone;
    clearTimeout(patience);
  };

  const stop = async () => {
    await end('SIGTERM');
    process.off('exit', killWithUs);
    await rm(folder, { recursive: true, force: true });
  };

  await start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    brokers,
    kill9: () => end('SIGKILL'),
    stall: async (ms) => {
      const slow = node;
      slow?.kill('SIGSTOP');
      await new Promise((done) => setTimeout(done, ms));
      slow?.kill('SIGCONT');
    },
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    stop,
  };
}

const JVM = [
  '-Xms256m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  `-Dlog4j2.configurationFile=${join(KAFKA_FOLDER, 'log4j2.yaml')}`,
  '-cp',
  join(JARS, '*'),
];

const java = (...args: string[]) => run('java', [...JVM, ...args]);

const serverProperties = (folder: string, port: number, controllerPort: number) => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(folder, 'data')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.cleaner.backoff.ms=200
`;

async function whatIsMissing(): Promise<string | null> {
  const version = await run('java', ['-version']).catch(() => null);
  const major = Number(/version "(\d+)/.exec(version?.stderr ?? '')?.[1] ?? 0);
  if (major < 17) return 'there is no Java 17';
  if (existsSync(JARS)) return null;
  const maven = await run('mvn', ['-v']).catch(() => null);
  return maven ? null : 'there is no Maven to fetch the jars with';
}

/** Downloads beside the final place and renames, so that runs at the same time never see half a folder. */
async function fetchJars(): Promise<void> {
  if (existsSync(JARS)) return;
  await mkdir(join(JARS, '..'), { recursive: true });
  const download = await mkdtemp(join(JARS, '..', 'kafka-libs-'));
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${download}`, '-DincludeScope=runtime'];
  await run('mvn', ['-q', '-B', '-f', join(KAFKA_FOLDER, 'pom.xml'), ...goal]);
  await rename(download, JARS).catch(async (error: unknown) => {
    await rm(download, { recursive: true, force: true });
    if (!existsSync(JARS)) throw error;
  });
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const [a, b] = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return (server.address() as AddressInfo).port;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return [a!, b!];
}

class Died extends Error {}

async function untilReady(probe: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (error instanceof Died || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
