import { ConcurrencyError } from '#domain';
import { SubmissionReusedError, type EventLog, type SubmissionDraft } from '#event-log';
import { publicationsOf } from '../comparing/list-state.ts';
import { createListStates, type ListStates } from '../comparing/list-states.ts';
import type { Artefacts } from '../keeping/artefacts.ts';
import { openSpool } from '../keeping/spool.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import type { ListSource } from '../list-source.ts';
import { receive } from '../reading/receive.ts';
import { followWhatCameBetween } from './late-reports.ts';
import { rereadRecords } from './older-readings.ts';
import { planFor, planRejected, type PlanOptions } from './plan.ts';
import { readOrReject } from './read-publication.ts';
import type { IngestReport } from './report.ts';
import { withTightHeap } from './tight-heap.ts';

export interface IngestOptions extends PlanOptions {
  /** Tells what would be recorded and records nothing. */
  dryRun?: boolean;
  limits?: Partial<Limits>;
  onProgress?: (step: { step: 'read' | 'compared' | 'recorded'; entries: number }) => void;
}

/** Where publications are recorded, and where their files are kept. */
export interface Ledger {
  log: EventLog;
  /** Null where the files are kept already. */
  artefacts: Artefacts | null;
  /** The lists of the log, as far as they were read; without it, the list is read from its first event. */
  states?: ListStates;
  /** The lists that are known; without it, those of the catalogue. */
  lists?: readonly ListSource[];
}
export type KeepingLedger = Ledger & { artefacts: Artefacts };

/** Where the file goes while it is read. */
interface Keeping {
  write?(chunk: Uint8Array): Promise<void>;
  /** Stores what was written, the first time; nothing where not all of the file came. */
  keep(file: { sha256: string; bytes: number | null }): Promise<void>;
}

const NOT_KEPT: Keeping = { keep: () => Promise.resolve() };
const ATTEMPTS = 5;

/**
 * Ingests one publication of a list: whole, or not at all. What it says and the log does not say yet becomes events, all in
 * one submission. A publication that cannot be trusted is rejected: that is recorded, and nothing else changes. The same
 * publication again records nothing. The file is kept before its events are recorded: if the process is killed in
 * between, the file is there a little early. Throws ConcurrencyError where others kept changing the list.
 */
export const ingestPublication = (
  ledger: Ledger,
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestReport> =>
  withTightHeap(() => {
    const { artefacts } = ledger;
    if (!artefacts || options.dryRun) return ingest(ledger, source, input, options, NOT_KEPT);
    return withSpool(artefacts, (keeping) => ingest(ledger, source, input, options, keeping));
  });

async function withSpool<T>(artefacts: Artefacts, work: (keeping: Keeping) => Promise<T>): Promise<T> {
  const spool = await openSpool();
  let isKept = false;
  try {
    return await work({
      write: spool.write,
      async keep({ sha256, bytes }) {
        if (isKept || bytes === null) return;
        isKept = true;
        const { stored, gzipped } = await spool.end();
        await artefacts.keep({ sha256, bytes, stored }, gzipped);
      },
    });
  } finally {
    await spool.discard();
  }
}

async function ingest(
  { log, states = createListStates(log), lists }: Ledger,
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
  options: IngestOptions,
  { write, keep }: Keeping,
): Promise<IngestReport> {
  const limits = { ...defaultLimits, ...options.limits };
  states.readAhead(source.list);
  const received = receive(input, limits, write);
  const { reading, rejected } = await readOrReject(source, received, limits, lists);
  const file = await received.whole();
  if (reading) options.onProgress?.({ step: 'read', entries: reading.rows.length });

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const state = await states.load(source.list);
    const planning = { source, state, sha256: file.sha256, options };
    const plan = rejected
      ? planRejected(planning, rejected)
      : planFor(planning, reading, await rereadRecords(log, source.list, state, reading.format));
    options.onProgress?.({ step: 'compared', entries: plan.entries });
    if (options.dryRun) return plan.report;
    if (plan.submission || publicationsOf(state, file.sha256).length > 0) await keep(file);
    if (!plan.submission) return plan.report;
    const result = await append(log, plan.submission);
    if (result === 'conflict') continue;
    options.onProgress?.({ step: 'recorded', entries: plan.entries });
    await followWhatCameBetween({ log, states }, source, { after: state.position, before: result.from }, options);
    return { ...plan.report, fromPosition: result.from, toPosition: result.to };
  }
  throw new ConcurrencyError(`${source.list} changed ${ATTEMPTS} times while a publication was ingested; try again`);
}

async function append(log: EventLog, submission: SubmissionDraft): Promise<{ from: number; to: number } | 'conflict'> {
  try {
    const result = await log.append(submission);
    return result.status === 'conflict' ? 'conflict' : { from: result.from, to: result.to };
  } catch (error) {
    // Another process, or this one before it crashed, has just recorded the same publication.
    if (error instanceof SubmissionReusedError) return 'conflict';
    throw error;
  }
}
