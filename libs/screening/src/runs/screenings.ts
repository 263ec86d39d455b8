import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { InputError, NotFoundError } from '#domain';
import { ANSWERING, today } from '#read-models';
import type { Batch, RunQuestion, RunRow, Runs } from '#runs';
import { customerOf } from '../customers/customer.ts';
import type { CustomerFormat } from '../customers/read.ts';
import type { Row } from '../customers/read-csv.ts';
import type { MatchSide } from '../match.ts';
import { look } from './look.ts';
import { receiveCustomers, type Asked } from './receive.ts';
import { questionOf } from './screen.ts';
import { doBatch, headerOf, type RunWork } from './work.ts';

export interface ScreeningsOptions {
  runs: Runs;
  side: MatchSide;
  /** Has a piece of work wait for its turn among what others ask. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  logger: { warn(details: object, message: string): void };
}

const POLL_MS = 1_000;
const PAUSE_MS = 2_000;
const FORGET_MS = 60_000;
/** What fails so often is not tried again. */
const MOST_FAILURES = 10;
const MOST_RESULT_BYTES = 1024 ** 3;

/**
 * Runs that screen files of customers: their batches are screened by every process that serves the API, each by one at a time,
 * and a killed one's by the others. Those that are watched are looked at when the log has grown, or another day has come.
 */
export function createScreenings(options: ScreeningsOptions) {
  const { runs, side, logger } = options;
  const worker = workerOf(options);
  let wake = new AbortController();
  let forgottenAt = 0;

  /** Does what is to be done next, and gives whether there was anything. */
  async function step(): Promise<boolean> {
    if (Date.now() - forgottenAt > FORGET_MS) {
      await runs.forget();
      forgottenAt = Date.now();
    }
    const whole = await runs.claimWhole();
    if (whole) return (await worker.finish(whole), true);
    const batch = await runs.claim();
    if (batch) return (await worker.screen(batch), true);
    const knownAt = await side.readSide.progress.position(ANSWERING);
    const watched = await runs.claimWatched(knownAt, today());
    if (watched) await look(options, watched, knownAt);
    return watched !== undefined;
  }

  return {
    /** As `receiveCustomers`. */
    async receive(owner: string, asked: Asked, chunks: AsyncIterable<Uint8Array>, format: CustomerFormat) {
      const run = await receiveCustomers({ runs, side }, owner, asked, chunks, format);
      wake.abort();
      return run;
    },

    /** The result of a run that is done: CSV, piece by piece. */
    result: ({ id, question }: { id: string; question: RunQuestion }) => resultOf(options, id, question),

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

function workOf(side: MatchSide, question: RunQuestion): RunWork {
  const { on, knownAt, compareKnownAt } = question;
  const at = (position: number) => ({ on, knownAt: position, position });
  const compareWith = compareKnownAt === null ? undefined : at(compareKnownAt);
  return { side, asOf: at(knownAt), compareWith, question: questionOf(question) };
}

async function* resultOf({ runs, side }: ScreeningsOptions, run: string, question: RunQuestion) {
  yield headerOf(workOf(side, question));
  yield* runs.lines(run);
}

/** Screens batches, and ends runs all of whose batches are screened. What fails over and over ends its run. */
function workerOf(options: ScreeningsOptions) {
  const { runs, side, inTurn } = options;
  const failures = new Map<string, number>();

  async function screened(batch: Batch): Promise<void> {
    const { question } = await runs.find(null, batch.run);
    const customers = (batch.rows() as Row[]).map((row) => customerOf(row, question.on));
    const bytes = await runs.write(batch, await inTurn(() => doBatch(workOf(side, question), customers)));
    if (bytes > MOST_RESULT_BYTES)
      throw new InputError('The result has more than 1 GB; raise the threshold, or split the file');
  }

  async function finished({ id, question }: Whole): Promise<void> {
    const hash = createHash('sha256');
    for await (const piece of resultOf(options, id, question)) hash.update(piece);
    await runs.finish(id, hash.digest('hex'));
  }

  async function attempt(run: string, work: () => Promise<void>, giveBack: () => Promise<void>): Promise<void> {
    try {
      await work();
      failures.delete(run);
    } catch (error) {
      // It was deleted while it was screened.
      if (error instanceof NotFoundError) return;
      await giveBack();
      if ((error as { code?: string }).code === 'too-busy') throw error;
      const times = (failures.get(run) ?? 0) + 1;
      failures.set(run, times);
      if (!(error instanceof InputError) && times < MOST_FAILURES) throw error;
      failures.delete(run);
      await runs.fail(run, error instanceof InputError ? error.message : 'It could not be screened; try again');
    }
  }

  return {
    screen: (batch: Batch) =>
      attempt(
        batch.run,
        () => screened(batch),
        () => runs.giveBack(batch),
      ),
    // Its lease ends soon enough.
    finish: (whole: Whole) =>
      attempt(
        whole.id,
        () => finished(whole),
        () => Promise.resolve(),
      ),
  };
}

type Whole = Pick<RunRow, 'id' | 'question'>;
