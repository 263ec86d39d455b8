import { fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ConcurrencyError, DomainError, InputError, NotFoundError } from '#domain';
import { LogUnavailableError } from '#event-log';
import { ingestPublication, sourceOf, type IngestOptions, type IngestReport, type Ledger } from '#sources';

/** What the process is given; it opens the database itself. */
export interface Task {
  url: string;
  list: string;
  path: string;
  options: IngestOptions;
  listsFolder: string | undefined;
}

/** What comes back from it: a report, or an error by its name and what it says. */
export type Outcome =
  { report: IngestReport } | { error: { name: string; message: string; pointer?: string; code?: string } };

export interface Aside {
  url: string;
  /** Lists of the operator's own, which the process has to know as well. */
  listsFolder: string | undefined;
}

/** Below it, a file is compared sooner than a process has started. */
const SMALL_BYTES = 256 * 1024;

/** From source there is no build to start a process from: specs ingest publications where they are. */
const WORKER = new URL('./ingest-worker.js', import.meta.url);
const isBuilt = import.meta.url.endsWith('.js');

/**
 * Ingests a publication that was set down on disk. To map, compare and decide a whole list takes seconds in one go, and
 * hundreds of megabytes: a process of its own does it, so that others are answered meanwhile, and go on if it fails.
 */
export async function ingestAside(
  ledger: Ledger,
  aside: Aside | undefined,
  list: string,
  path: string,
  options: IngestOptions,
): Promise<IngestReport> {
  const source = sourceOf(list, ledger.lists);
  if (!source) throw new NotFoundError(`There is no reader for ${list}`);
  if (!aside || !isBuilt || (await stat(path)).size < SMALL_BYTES)
    return ingestPublication(ledger, source, createReadStream(path), options);
  const outcome = await outcomeOf({ ...aside, list, path, options });
  if ('report' in outcome) return outcome.report;
  throw errorOf(outcome.error);
}

function outcomeOf(task: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(WORKER), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', (outcome: Outcome) => resolve(outcome));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The process that ingested a publication ended (${signal ?? code})`)),
    );
    child.send(task, (error) => error && reject(error));
  });
}

/** The error as it would have been thrown here: what it is decides how it is answered. */
function errorOf({ name, message, pointer, code }: Extract<Outcome, { error: object }>['error']): Error {
  switch (name) {
    case 'InputError':
      return new InputError(message, pointer);
    case 'NotFoundError':
      return new NotFoundError(message);
    case 'DomainError':
      return new DomainError(code!, message);
    case 'ConcurrencyError':
      return new ConcurrencyError(message);
    case 'LogUnavailableError':
      return new LogUnavailableError(message);
    default:
      return Object.assign(new Error(message), { name, code });
  }
}
