import { installPeers, loadPeer } from './peers.ts';

/** Jobs a second that a queue in PostgreSQL hands out and takes back done, of work that does nothing. */
export type JobQueue = (url: string, jobs: number) => Promise<number>;

const perSecond = (jobs: number, started: number) => (jobs * 1_000) / (performance.now() - started);

interface GraphileWorker {
  makeWorkerUtils(options: object): Promise<{
    withPgClient(work: (client: { query(sql: string): Promise<unknown> }) => Promise<unknown>): Promise<unknown>;
    migrate(): Promise<void>;
    release(): Promise<void>;
  }>;
  run(options: object): Promise<{ stop(): Promise<void>; promise: Promise<void> }>;
  Logger: new (factory: () => () => void) => object;
}

/** https://worker.graphile.org/docs/performance: jobs taken in batches, and given back in batches. */
const graphileWorker: JobQueue = async (url, jobs) => {
  const { makeWorkerUtils, run, Logger } = loadPeer<GraphileWorker>('graphile-worker');
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ connectionString: url, logger });
  await utils.migrate();
  await utils.withPgClient((client) =>
    client.query(`select graphile_worker.add_jobs(array(
      select (('noop', json_build_object('n', n), null, null, null, null, null, null)::graphile_worker.job_spec)
      from generate_series(1, ${jobs}) as n))`),
  );
  await utils.release();
  const done = Promise.withResolvers<void>();
  let left = jobs;
  const started = performance.now();
  const runner = await run({
    connectionString: url,
    logger,
    noHandleSignals: true,
    maxPoolSize: 20,
    preset: { worker: { concurrentJobs: 24, localQueue: { size: 500 }, completeJobBatchDelay: 0, logger } },
    taskList: { noop: async () => void (--left === 0 && done.resolve()) },
  });
  await done.promise;
  await runner.stop();
  return perSecond(jobs, started);
};

interface PgBoss {
  start(): Promise<unknown>;
  createQueue(name: string): Promise<void>;
  insert(jobs: object[]): Promise<unknown>;
  fetch(name: string, options: object): Promise<{ id: string }[]>;
  complete(name: string, ids: string[]): Promise<unknown>;
  stop(options: object): Promise<void>;
}

const BATCH = 500;
const FETCHERS = 4;

const pgBoss: JobQueue = async (url, jobs) => {
  const Boss = loadPeer<new (options: object) => PgBoss>('pg-boss');
  const boss = new Boss({ connectionString: url, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue('bench');
  for (let from = 0; from < jobs; from += BATCH)
    await boss.insert(Array.from({ length: BATCH }, (_, i) => ({ name: 'bench', data: { n: from + i } })));
  const started = performance.now();
  const fetchAll = async () => {
    for (;;) {
      const some = await boss.fetch('bench', { batchSize: BATCH });
      if (some.length === 0) return;
      await boss.complete(
        'bench',
        some.map(({ id }) => id),
      );
    }
  };
  await Promise.all(Array.from({ length: FETCHERS }, fetchAll));
  const rate = perSecond(jobs, started);
  await boss.stop({ graceful: false });
  return rate;
};

/** The queues, once they are installed. */
export async function jobQueues(): Promise<Record<string, JobQueue>> {
  await installPeers();
  return { 'graphile-worker': graphileWorker, 'pg-boss': pgBoss };
}
