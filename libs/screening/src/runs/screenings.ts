import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { AsOf, MatchQuery, ScreeningDifference } from '#contract';
import { InputError, listOf, NotFoundError } from '#domain';
import { ANSWERING, today } from '#read-models';
import type { Batch, RunQuestion, Runs, Watched } from '#runs';
import { customerOf, type Customer } from '../customers/customer.ts';
import { readCustomerRows, type CustomerFormat } from '../customers/read.ts';
import type { Row } from '../customers/read-csv.ts';
import { listsLookedAt, scorerOf, type MatchSide } from '../match.ts';
import type { Compared } from './compare.ts';
import { BATCH, queryOf, type ScreeningQuestion } from './screen.ts';
import { differencesBetween } from './watch.ts';
import { doBatch, headerOf, type RunWork } from './work.ts';

export interface ScreeningsOptions {
  runs: Runs;
  side: MatchSide;
  /** Has a piece of work wait for its turn among what others ask. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  logger: { warn(details: object, message: string): void };
}

/** How a file of customers is screened; its times are resolved. */
export interface Asked {
  asOf: AsOf;
  compareWith: AsOf | undefined;
  query: Pick<MatchQuery, 'threshold' | 'limit' | 'scorer' | 'include_dataset'>;
  isToday: boolean;
  keepHours: number;
  watch: boolean;
}

const POLL_MS = 1_000;
const PAUSE_MS = 2_000;
const FORGET_MS = 60_000;
/** What fails so often is not tried again. */
const MOST_FAILURES = 10;
const MOST_EVENTS = 50;

/**
 * Runs that screen files of customers: their batches are screened by every process that serves the API, each by one at a time,
 * and a killed one's by the others. Those that are watched are looked at when the log has grown, or another day has come.
 */
export function createScreenings({ runs, side, inTurn, logger }: ScreeningsOptions) {
  const { progress } = side.readSide;
  const failures = new Map<string, number>();
  let wake = new AbortController();
  let forgottenAt = 0;

  /** Does what is to be done next, and gives whether there was anything. */
  async function step(): Promise<boolean> {
    if (Date.now() - forgottenAt > FORGET_MS) {
      await runs.forget();
      forgottenAt = Date.now();
    }
    const batch = await runs.claim();
    if (batch) return (await screenBatch(batch), true);
    const knownAt = await progress.position(ANSWERING);
    const watched = await runs.claimWatched(knownAt, today());
    if (watched) await look(watched, knownAt);
    return watched !== undefined;
  }

  async function screenBatch(batch: Batch): Promise<void> {
    try {
      const { question } = await runs.find(null, batch.run);
      const customers = (batch.rows as Row[]).map((row) => customerOf(row, question.on));
      const done = await inTurn(() => doBatch(workOf(question), customers));
      if (await runs.write(batch, done)) await runs.finish(batch.run, await hashOf(batch.run, question));
      failures.delete(batch.run);
    } catch (error) {
      // It was deleted while it was screened.
      if (error instanceof NotFoundError) return;
      await runs.giveBack(batch);
      if ((error as { code?: string }).code === 'too-busy') throw error;
      const times = (failures.get(batch.run) ?? 0) + 1;
      failures.set(batch.run, times);
      if (!(error instanceof InputError) && times < MOST_FAILURES) throw error;
      failures.delete(batch.run);
      await runs.fail(batch.run, error instanceof InputError ? error.message : 'It could not be screened; try again');
    }
  }

  const workOf = (question: RunQuestion): RunWork => {
    const { on, knownAt, compareKnownAt } = question;
    const asOf = { on, knownAt, position: knownAt };
    return {
      ...{ side, asOf, question: questionOf(question) },
      compareWith: compareKnownAt === null ? undefined : { on, knownAt: compareKnownAt, position: compareKnownAt },
    };
  };

  async function hashOf(run: string, question: RunQuestion): Promise<string> {
    const hash = createHash('sha256').update(headerOf(workOf(question)));
    for await (const lines of runs.lines(run)) hash.update(lines);
    return hash.digest('hex');
  }

  async function look(watched: Watched, knownAt: number): Promise<void> {
    const { run, question } = watched;
    try {
      const on = question.isToday ? today() : question.on;
      const before = { on: watched.on, knownAt: watched.knownAt, position: knownAt };
      const after = { on, knownAt, position: knownAt };
      const asked = { question: questionOf(question), scorer: scorerOf(question, side.names.scorer) };
      const found: ScreeningDifference[] = [];
      await inTurn(async () => {
        for await (const some of differencesBetween(side, { before, after }, asked, customersOf(run, on)))
          found.push(...some.flatMap(differencesOf));
      });
      await runs.looked(watched, { on, knownAt }, found);
    } catch (error) {
      await runs.giveBackWatched(watched);
      throw error;
    }
  }

  async function* customersOf(run: string, on: string): AsyncGenerator<Customer[]> {
    for await (const { rows } of runs.customers(run)) yield (rows as Row[]).map((row) => customerOf(row, on));
  }

  return {
    /**
     * Keeps a file of customers, sealed, to be screened; gives the id of its run. Throws InputError, with the line, for what
     * cannot be read, and for a scorer or a dataset that there is not: nothing of it is kept then.
     */
    async receive(
      owner: string,
      { asOf, compareWith, query, isToday, keepHours, watch }: Asked,
      chunks: AsyncIterable<Uint8Array>,
      format: CustomerFormat,
    ): Promise<string> {
      const { version: scorer } = scorerOf(query, side.names.scorer);
      const { threshold, limit, include_dataset = null } = query;
      for (const each of [asOf, ...(compareWith ? [compareWith] : [])])
        await listsLookedAt(side.editions, each, queryOf(query));
      const times = { on: asOf.on, isToday, knownAt: asOf.knownAt, compareKnownAt: compareWith?.knownAt ?? null };
      const id = await runs.begin(owner, { ...times, scorer, threshold, limit, include_dataset }, watch);
      try {
        const hash = createHash('sha256');
        const rows = await addRows(runs, id, readCustomerRows(hashed(chunks, hash), format), asOf.on);
        const run = await runs.ready(id, owner, { inputSha256: hash.digest('hex'), rows, keepHours });
        if (rows === 0) await runs.finish(run, await hashOf(run, (await runs.find(owner, run)).question));
        wake.abort();
        return run;
      } catch (error) {
        await runs.remove(id);
        throw error;
      }
    },

    /** The result of a run that is done: CSV, piece by piece. */
    async *result({ id, question }: { id: string; question: RunQuestion }): AsyncGenerator<string> {
      yield headerOf(workOf(question));
      yield* runs.lines(id);
    },

    /** Works until the signal aborts. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        wake = new AbortController();
        const either = AbortSignal.any([signal, wake.signal]);
        const pause = (ms: number) => setTimeout(ms, undefined, { signal: either }).catch(() => undefined);
        try {
          if (!(await step())) await pause(POLL_MS);
        } catch (error) {
          if (signal.aborted) return;
          logger.warn({ err: error }, 'screening.failed');
          await pause(PAUSE_MS);
        }
      }
    },
  };
}
export type Screenings = ReturnType<typeof createScreenings>;

const questionOf = ({ threshold, limit, scorer, include_dataset }: RunQuestion): ScreeningQuestion => ({
  ...{ threshold, limit, scorer },
  ...(include_dataset && { include_dataset }),
});

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Adds the rows to a run as they are read; gives how many there are. */
async function addRows(runs: Runs, id: string, rows: AsyncIterable<Row>, on: string): Promise<number> {
  let [count, number, batch] = [0, 0, [] as Row[]];
  for await (const row of rows) {
    customerOf(row, on);
    batch.push(row);
    count++;
    if (batch.length < BATCH) continue;
    await runs.add(id, number++, batch);
    batch = [];
  }
  if (batch.length > 0) await runs.add(id, number, batch);
  return count;
}

const differencesOf = ({ customer: { id, line, name }, differences }: Compared): ScreeningDifference[] =>
  differences.map(({ designation, change, before, after, events }) => ({
    customer: { id, line, name },
    ...{ designation, list: listOf(designation), change },
    before: before ? { score: before.score, caption: before.caption } : null,
    after: after ? { score: after.score, caption: after.caption } : null,
    events: events.slice(0, MOST_EVENTS).map(({ position, id: event, type }) => ({ position, id: event, type })),
  }));
