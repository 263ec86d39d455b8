import {
  ConcurrencyError,
  list as listDecider,
  nameUuid,
  intervalOf,
  publicationKey,
  type DesignationEvent,
  type ListCommand,
  type ListEvent,
  type PublicationCounts,
  type Source,
} from '#domain';
import { SubmissionReusedError, type EventLog, type StreamAppend, type Submission } from '#event-log';
import type { Artefacts } from '../keeping/artefacts.ts';
import { storableChanges } from './decide.ts';
import { diffPublication, type Difference, type DiffInput } from '../comparing/differ.ts';
import { DEFAULT_SHARE, doubtOf, newestOf, refuseNotUnderstood, refuseOlder, refuseUnidentifiable } from './guard.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import type { ListSource, Scope, SourceRow } from '../list-source.ts';
import { followWhatCameBetween } from './late-reports.ts';
import { linksOf } from './links.ts';
import {
  knownOn,
  listStream,
  loadListState,
  predecessorOf,
  type ListState,
  type PastPublication,
} from '../comparing/list-state.ts';
import { mapRows } from '../mapping/map-rows.ts';
import { readPublication, type Reading } from './read-publication.ts';
import { receive } from '../reading/receive.ts';
import { PublicationRefused, type RefusalCode } from '../reading/refusal.ts';
import { rereadRecords } from './older-readings.ts';
import { openSpool } from '../keeping/spool.ts';
import { storable } from '../reading/text.ts';
import { withTightHeap } from './tight-heap.ts';

export interface IngestOptions {
  /** For a file that gives no date itself. */
  publishedOn?: string;
  /** Why the publication is right though a guard doubts it; recorded with it. */
  force?: string;
  /** A publication older than the newest one is put in its place in history; without it, it is refused. */
  backfill?: boolean;
  /** Tells what would be recorded and records nothing. */
  dryRun?: boolean;
  actor: string;
  observedAt: string;
  /** How large a part of the list may be gone in half a year. */
  share?: number;
  limits?: Partial<Limits>;
  onProgress?: (step: { step: 'read' | 'compared' | 'recorded'; entries: number }) => void;
}

export interface IngestReport extends Omit<PublicationCounts, 'entries'> {
  list: string;
  publishedOn: string | null;
  sha256: string;
  /** Events about designations. */
  events: number;
  /** All that was recorded, the list's own events too; null where nothing was. */
  fromPosition: number | null;
  toPosition: number | null;
  rejected: { code: RefusalCode; detail: string } | null;
}

const ATTEMPTS = 5;
/** An event has 64 KiB. */
const MOST_NAMED = 100;

/** Where publications are recorded, and where their files are kept; null where they are kept already. */
export interface Ledger {
  log: EventLog;
  artefacts: Artefacts | null;
}
export type KeepingLedger = Ledger & { artefacts: Artefacts };

/**
 * Takes one publication of a list in: whole, or not at all. What it says that the log does not say yet becomes events,
 * all in one submission. One that cannot be trusted becomes a rejection and changes nothing else. The same publication
 * again records nothing. The file is kept before its events are recorded: killed in between, it is there a little early.
 * Throws ConcurrencyError where others kept changing the list.
 */
export const ingestPublication = (
  ledger: Ledger,
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestReport> => withTightHeap(() => keepAndTakeIn(ledger, source, input, options));

async function keepAndTakeIn(
  { log, artefacts }: Ledger,
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestReport> {
  if (!artefacts || options.dryRun) return takeIn(log, source, input, options);
  const spool = await openSpool();
  try {
    return await takeIn(log, source, input, options, {
      write: spool.write,
      async keep(file) {
        const { stored, gzipped } = await spool.end();
        await artefacts.keep({ ...file, stored }, gzipped);
      },
    });
  } finally {
    await spool.discard();
  }
}

interface Keeping {
  write(chunk: Uint8Array): Promise<void>;
  keep(file: { sha256: string; bytes: number }): Promise<void>;
}

async function takeIn(
  log: EventLog,
  source: ListSource,
  input: AsyncIterable<Uint8Array>,
  options: IngestOptions,
  keeping?: Keeping,
): Promise<IngestReport> {
  const limits = { ...defaultLimits, ...options.limits };
  // What the log has is fetched while the file is read; whatever goes wrong with that, the loading below meets too.
  loadListState(log, source.list).catch(() => undefined);
  const received = receive(input, limits, keeping?.write);
  const read = await readPublication(source, received, limits).catch(orRefusal);
  const { sha256, bytes } = await received.whole();
  let isKept = keeping === undefined || bytes === null;
  if (!(read instanceof PublicationRefused)) options.onProgress?.({ step: 'read', entries: read.rows.length });

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const state = await loadListState(log, source.list);
    const rereadRecord =
      read instanceof PublicationRefused ? undefined : await rereadRecords(log, source.list, state, read.format);
    const plan = planFor(source, read, sha256, state, options, rereadRecord);
    options.onProgress?.({ step: 'compared', entries: plan.entries });
    if (options.dryRun) return plan.report;
    const isTakenIn = state.publications.some((past) => past.sha256 === sha256);
    if (!isKept && (plan.streams.length > 0 || isTakenIn)) await keeping!.keep({ sha256, bytes: bytes! });
    isKept = true;
    if (plan.streams.length === 0) return plan.report;
    const result = await appendPlan(log, {
      // The list's version moves with every publication, so that this id never comes back with other content.
      id: nameUuid(`${source.list}/${sha256}/${state.listVersion}`),
      streams: plan.streams,
      private: { actor: options.actor },
    });
    if (result === 'conflict') continue;
    options.onProgress?.({ step: 'recorded', entries: plan.entries });
    await followWhatCameBetween(log, source, { after: state.position, before: result.from }, options);
    return { ...plan.report, fromPosition: result.from, toPosition: result.to };
  }
  throw new ConcurrencyError(`${source.list} changed ${ATTEMPTS} times while a publication was taken in; try again`);
}

async function appendPlan(log: EventLog, submission: Submission): Promise<{ from: number; to: number } | 'conflict'> {
  try {
    const result = await log.append(submission);
    return result.status === 'conflict' ? 'conflict' : { from: result.from, to: result.to };
  } catch (error) {
    // Another process, or this one before it crashed, has just recorded the same publication.
    if (error instanceof SubmissionReusedError) return 'conflict';
    throw error;
  }
}

interface Plan {
  streams: StreamAppend[];
  entries: number;
  report: IngestReport;
}

function planFor(
  source: ListSource,
  read: Reading | PublicationRefused,
  sha256: string,
  state: ListState,
  options: IngestOptions,
  rereadRecord: DiffInput['rereadRecord'],
): Plan {
  if (read instanceof PublicationRefused) return rejection(source, read, sha256, options.publishedOn, state, options);
  const publishedOn = read.publishedOn ?? options.publishedOn;
  try {
    if (publishedOn === undefined)
      throw new PublicationRefused('no-date', 'It does not say which day it is of. Give the day: FILE@2024-06-05');
    return acceptance(source, { ...read, publishedOn }, sha256, state, options, rereadRecord);
  } catch (error) {
    return rejection(source, orRefusal(error), sha256, publishedOn, state, options);
  }
}

function acceptance(
  source: ListSource,
  read: Reading & { publishedOn: string },
  sha256: string,
  state: ListState,
  options: IngestOptions,
  rereadRecord: DiffInput['rereadRecord'],
): Plan {
  const { publishedOn, generatedAt, rows, unknown, format, scope, ambiguous, mayNameSome } = read;
  refuseUnidentifiable(rows);
  const base = { list: source.list, publishedOn, sha256, fromPosition: null, toPosition: null, rejected: null };
  if (state.list.ingested.has(publicationKey({ sha256, publishedOn })))
    return {
      streams: [],
      entries: rows.length,
      report: { ...base, ...countsOf([], publishedOn), unchanged: rows.length, cosmetic: 0, quarantined: 0, events: 0 },
    };
  const last = predecessorOf(scope, state.publications);
  if (!options.backfill) refuseOlder(newestOf(state.publications, scope), publishedOn, generatedAt);

  const about = aboutList(source, sha256, publishedOn, options);
  const publication: PastPublication = {
    ...{ sha256, publishedOn, reader: format.reader, source: about.source },
    ...(generatedAt === undefined ? {} : { generatedAt }),
    ...(scope ? { scope } : {}),
  };
  const { unread, ...mapped } = mapRows(format, rows, knownOn(state, publication));
  const isForced = options.force !== undefined;
  const difference = diffPublication({
    ...{ source, state, rereadRecord, isForced },
    publication: { publication, format, ...mapped },
    observedAt: options.observedAt,
  });
  refuseNotUnderstood(rows, difference.quarantined);
  const doubt = doubtOf(difference, {
    ...{ state, publication, last, share: options.share ?? DEFAULT_SHARE },
    today: options.observedAt.slice(0, 10),
  });
  if (doubt && mayNameSome)
    return acceptance(
      source,
      { ...read, scope: { named: true }, mayNameSome: undefined },
      sha256,
      state,
      options,
      rereadRecord,
    );
  if (doubt && !options.force) throw doubt;

  const { streams, events, refused } = storableChanges(difference.changes);
  const quarantined = [
    ...difference.quarantined.map(({ row, reason }) => ({ entry: nameOf(row), reason: storable(reason) })),
    ...refused.map(({ id, reason }) => ({ entry: storable(id.slice(0, 150)), reason: storable(reason) })),
  ];
  const counts = {
    ...countsOf(events, publishedOn),
    unchanged: difference.unchanged,
    cosmetic: difference.cosmetic,
    quarantined: quarantined.length,
  };
  const report = { ...base, ...counts, events: events.length };
  // One of many that are put into history is recorded all the same: brought again, it would be compared with what came later.
  if (events.length === 0 && last?.publishedOn === publishedOn && !options.backfill)
    return { streams: [], entries: rows.length, report };

  const own = decideList(state, [
    { type: 'RegisterList', data: { ...about, name: source.name, url: source.url } },
    {
      type: 'IngestPublication',
      data: {
        ...about,
        sha256,
        publishedOn,
        ...(generatedAt === undefined ? {} : { generatedAt }),
        reader: format.reader,
        counts: { entries: rows.length, ...counts },
        ...(scope ? { scope } : {}),
        ...namedAlike(difference, scope),
        ...someUnknown({ ...unknown, ...unread }),
        ...(quarantined.length > 0 ? { quarantined: quarantined.slice(0, MOST_NAMED) } : {}),
        ...(doubt ? { forced: { reason: options.force!, code: doubt.code, detail: doubt.detail } } : {}),
      },
    },
  ]);
  const links = linksOf(streams, ambiguous);
  return { streams: [...streams, ...links, listAppend(source, state, own)], entries: rows.length, report };
}

function rejection(
  source: ListSource,
  { code, detail: told }: PublicationRefused,
  sha256: string,
  publishedOn: string | undefined,
  state: ListState,
  options: IngestOptions,
): Plan {
  const detail = storable(told);
  const data = { ...aboutList(source, sha256, publishedOn, options), sha256, code, detail };
  const events = decideList(state, [
    { type: 'RejectPublication', data: publishedOn === undefined ? data : { ...data, publishedOn } },
  ]);
  return {
    streams: events.length > 0 ? [listAppend(source, state, events)] : [],
    entries: 0,
    report: {
      ...{ list: source.list, publishedOn: publishedOn ?? null, sha256 },
      ...countsOf([], ''),
      ...{ unchanged: 0, cosmetic: 0, quarantined: 0, events: 0, fromPosition: null, toPosition: null },
      rejected: { code, detail },
    },
  };
}

function decideList(state: ListState, commands: ListCommand[]): ListEvent[] {
  let { list } = state;
  return commands.flatMap((command) => {
    const events = listDecider.decide(command, list);
    for (const event of events) list = listDecider.evolve(list, event);
    return events;
  });
}

const listAppend = ({ list }: ListSource, { listVersion }: ListState, events: ListEvent[]): StreamAppend => ({
  stream: listStream(list),
  expected: listVersion,
  events,
});

function aboutList(
  { list, authority, publisher, url }: ListSource,
  sha256: string,
  publishedOn: string | undefined,
  { observedAt }: IngestOptions,
) {
  const source: Source = { publisher, kind: 'authority', url, ...(publishedOn ? { publishedOn } : {}), sha256 };
  return {
    ...{ list, authority, observedAt, source },
    effective: publishedOn ?? observedAt.slice(0, 10),
    cause: 'source',
    confidence: 'confirmed',
  } as const;
}

/** Ends that an entry prints are counted as delistings, once they have come. */
const TOLD_APART = new Set(['/delistedOn', '/earlierListings', '/standing']);

function countsOf(events: readonly DesignationEvent[], publishedOn: string) {
  // What we only read better is no change of the list's, and an end that lies ahead has not come yet.
  const news = events.filter(({ data }) => data.cause !== 'reparse');
  const isCounted = ({ type, data }: DesignationEvent) =>
    type.endsWith('Delisted')
      ? intervalOf(data.effective).latest <= publishedOn
      : !('patch' in data) || data.patch.some(({ path }) => !TOLD_APART.has(path));
  const count = (pattern: RegExp) => news.filter((event) => pattern.test(event.type) && isCounted(event)).length;
  return {
    designated: count(/Designated$/),
    amended: count(/^DesignationAmended$/),
    delisted: count(/Delisted$/),
    suspended: count(/^DesignationSuspended$/),
    reidentified: count(/^DesignationReidentified$/),
  };
}

const nameOf = ({ reference, at }: SourceRow) => storable(`${reference.slice(0, 100)} (at ${at})`);

/** An event has 64 KiB. */
const MOST_NAMED_BYTES = 40_000;

/** Of a publication of changes, the entries that it prints as they stood: nothing else tells that it named them. */
function namedAlike(
  { printedAlike }: Pick<Difference, 'printedAlike'>,
  scope: Scope | undefined,
): { named?: string[] } {
  const isNamed = scope?.named && printedAlike.length > 0;
  return isNamed && printedAlike.join('","').length < MOST_NAMED_BYTES ? { named: printedAlike.toSorted() } : {};
}

/** The most frequent of what was not understood. */
function someUnknown(unknown: Record<string, number>) {
  const named = Object.entries(unknown)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_NAMED)
    .map(([what, times]) => [storable(what.slice(0, 200)), times]);
  return named.length > 0 ? { unknown: Object.fromEntries(named) as Record<string, number> } : {};
}

function orRefusal(error: unknown): PublicationRefused {
  if (error instanceof PublicationRefused) return error;
  throw error;
}
