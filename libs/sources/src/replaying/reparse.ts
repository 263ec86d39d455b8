import { randomUUID } from 'node:crypto';
import {
  canonicalize,
  ConcurrencyError,
  decidedByHand,
  deciderOf,
  diffRecords,
  DomainError,
  fold,
  followPublications,
  InputError,
  isAmendment,
  printingsOf,
  publicationKey,
  sameContent,
  withCorrections,
  type DesignationRecord,
  type DomainCommand,
  type DomainEvent,
  type Json,
  type KnownDesignationEvent,
} from '#domain';
import { createMemoryEventLog, type EventLog, type RecordedEvent, type StreamAppend } from '#event-log';
import { publishedBytes, type Artefacts } from '../keeping/artefacts.ts';
import { ingestPublication, type KeepingLedger } from '../ingesting/ingest.ts';
import type { ListSource } from '../list-source.ts';
import {
  designationStream,
  eventsOf,
  listStream,
  loadListState,
  type ListState,
  type PastPublication,
} from '../comparing/list-state.ts';
import { subjectStream } from '../ingesting/links.ts';

export interface ReparseOptions {
  actor: string;
  observedAt: string;
  /** Tells what would be recorded and records nothing. */
  dryRun?: boolean;
  onProgress?: (done: { publications: number; of: number }) => void;
}

export interface ReparseReport {
  list: string;
  /** Read anew, all that the list has. */
  publications: number;
  /** Events of the log that now read otherwise; that the present reader would not give; that it gives and the log had not. */
  corrected: number;
  retracted: number;
  added: number;
  /** What a person decided, and the reading does not touch though it differs. */
  left: { stream: string; why: string }[];
  fromPosition: number | null;
  toPosition: number | null;
}

interface Data {
  [member: string]: unknown;
  source: { sha256?: string; publishedOn?: string };
  cause: string;
}
/** Whatever family it is of: here events are compared member by member. */
type Told = Omit<RecordedEvent, 'data' | 'type'> & { type: string; data: Data };

/**
 * Reads all kept publications of a list anew, in the order they were taken in, into a log of their own, and records in
 * what the two logs differ: corrections, retractions and events with cause `reparse`, in one submission. So the history
 * becomes what the present reader would have made of it, and nothing of that looks like news. Repeated, it records nothing.
 * Throws InputError where a publication's file is not kept or is refused now, ConcurrencyError where the list changed
 * meanwhile.
 */
export async function reparseList(
  { log, artefacts }: KeepingLedger,
  source: ListSource,
  { actor, observedAt, dryRun, onProgress }: ReparseOptions,
): Promise<ReparseReport> {
  const { list } = source;
  const state = await loadListState(log, list);
  const head = await log.head();
  const { publications, designations } = state;
  const anew = await readAnew(artefacts, source, inOrderOfTakingIn(state), { actor, observedAt, onProgress });
  const fresh = await toldIn(anew);
  const freshState = await loadListState(anew, list);
  const ids = [...new Set([...designations.keys(), ...freshState.designations.keys()])].sort();
  const others = [listStream(list), ...ids.map(subjectStream)];
  const known = byStream(await log.readStreams([...new Set([...others, ...ids.map(designationStream)])], head));

  const report: ReparseReport = {
    ...{ list, publications: publications.length, corrected: 0, retracted: 0, added: 0, left: [] },
    ...{ fromPosition: null, toPosition: null },
  };
  const readers = new Map(publications.map(({ sha256, reader }) => [sha256, reader]));
  const streams = [
    ...others.map((stream) => ({
      stream,
      events: whatDiffers(stream, known.get(stream) ?? [], fresh.get(stream) ?? [], { readers, observedAt, report }),
    })),
    ...ids.map((id) => ({
      stream: designationStream(id),
      events: designationAnew(id, { state, freshState, fresh, source, observedAt, report }),
    })),
  ].flatMap(({ stream, events }): StreamAppend[] =>
    events.length === 0 ? [] : [{ stream, expected: known.get(stream)?.length ?? 0, events }],
  );
  if (dryRun || streams.length === 0) return report;
  const result = await log.append({ id: randomUUID(), streams, private: { actor } });
  if (result.status === 'conflict') throw new ConcurrencyError(`${list} was changed meanwhile; reparse it again`);
  return { ...report, fromPosition: result.from, toPosition: result.to };
}

/** In another order an entry's stream could be named after another of its numbers. */
function inOrderOfTakingIn({ list: { events }, publications }: ListState): PastPublication[] {
  const places = new Map(
    events.flatMap(({ type, data }, i) =>
      type === 'ListPublicationIngested' ? [[publicationKey(data as PastPublication), i] as const] : [],
    ),
  );
  return publications.toSorted((a, b) => places.get(publicationKey(a))! - places.get(publicationKey(b))!);
}

interface BothStates {
  state: ListState;
  freshState: ListState;
  fresh: ReadonlyMap<string, Told[]>;
  source: ListSource;
  observedAt: string;
  report: ReparseReport;
}

/** What makes a designation's own reports those that the publications, read anew, give beside what people told. */
function designationAnew(
  id: string,
  { state, freshState, fresh, source: { list, authority }, observedAt, report }: BothStates,
): DomainEvent[] {
  const [current, anew] = [state.designations.get(id), freshState.designations.get(id)];
  const events = current ? eventsOf(current) : [];
  const printings = printingsOf(anew ? eventsOf(anew) : withoutPrintings(events), state.publications);
  const rows = new Map(
    (fresh.get(designationStream(id)) ?? []).flatMap(({ data }) =>
      'row' in data ? [[publicationKey(data.source as PastPublication), data.row as Json] as const] : [],
    ),
  );
  const told = followPublications(events, printings, {
    ...{ list, authority, observedAt },
    cause: 'reparse',
    why: 'Read anew, from the files as published',
    rowOf: ({ publication }) => rows.get(publicationKey(publication)),
  });
  for (const { type } of told)
    report[type === 'EventCorrected' ? 'corrected' : type === 'EventRetracted' ? 'retracted' : 'added']++;
  for (const why of leftByHand(events)) report.left.push({ stream: designationStream(id), why });
  return told;
}

/** An entry that is printed nowhere now, and of which people told. */
const withoutPrintings = (events: readonly KnownDesignationEvent[]) =>
  events.filter((event) => event.data.source.sha256 === undefined);

/** What people decided of the list's own reports, which no reading touches. */
const leftByHand = (events: readonly KnownDesignationEvent[]): string[] =>
  decidedByHand(events).map(({ type, position }) => `${type} of position ${position} stays: a person has corrected it`);

/** A log of what the present readers make of the publications. */
async function readAnew(
  artefacts: Artefacts,
  source: ListSource,
  publications: readonly PastPublication[],
  { actor, observedAt, onProgress }: ReparseOptions,
): Promise<EventLog> {
  for (const { sha256, publishedOn } of publications)
    if (!(await artefacts.find(sha256)))
      throw new InputError(`The file of ${publishedOn} (${sha256}) is not kept; ingest it once more, then reparse`);
  const log = createMemoryEventLog();
  for (const [done, { sha256, publishedOn }] of publications.entries()) {
    const { rejected } = await ingestPublication(
      { log, artefacts: null },
      source,
      publishedBytes(artefacts, sha256),
      // It was taken in once, by whoever's word, in whatever order.
      { publishedOn, actor, observedAt, force: 'It was taken in before', backfill: true },
    );
    if (rejected) throw new InputError(`The file of ${publishedOn} is refused now: ${rejected.detail}`);
    onProgress?.({ publications: done + 1, of: publications.length });
  }
  return log;
}

const PAGE = 5_000;

async function toldIn(log: EventLog): Promise<Map<string, Told[]>> {
  const events: RecordedEvent[] = [];
  for (let page = await log.read({ after: 0, limit: PAGE }); page.length > 0;) {
    events.push(...page);
    page = await log.read({ after: events.length, limit: PAGE });
  }
  return byStream(events);
}

const byStream = (events: readonly RecordedEvent[]): Map<string, Told[]> => Map.groupBy(events, ({ stream }) => stream);

interface Anew {
  /** Of each publication's fingerprint, the reading that recorded it. */
  readers: ReadonlyMap<string, string>;
  observedAt: string;
  report: ReparseReport;
}

/** What the log would have to be told for a stream to say what it says when read anew. Counted in the report. */
function whatDiffers(stream: string, before: Told[], fresh: Told[], { readers, observedAt, report }: Anew) {
  const decider = deciderOf(stream);
  let state = fold(decider, before as unknown as DomainEvent[]);
  const events: DomainEvent[] = [];
  const leave = (why: string) => void report.left.push({ stream, why });

  const reports = before.filter((event) => !isAmendment(event));
  const standing = new Map(withCorrections(before).map((event) => [event.id, event]));
  const decidedByHand = new Set(
    before.flatMap((event) => (isAmendment(event) && event.data.cause !== 'reparse' ? [event.data.of] : [])),
  );
  const isOfPublication = ({ type, data }: Told) =>
    readers.has(data.source.sha256 ?? '') && (!type.startsWith('List') || type === 'ListPublicationIngested');
  const isByHand = reports.some(
    (event) => standing.has(event.id) && !event.type.startsWith('List') && !isOfPublication(event),
  );
  const recorded = keyed(
    reports.filter((event) => isOfPublication(event) && (standing.has(event.id) || decidedByHand.has(event.id))),
  );
  const anew = keyed(fresh.filter(isOfPublication));

  const tell = (decide: () => DomainEvent[], count: 'added' | 'corrected' | 'retracted') => {
    try {
      for (const event of decide()) {
        state = decider.evolve(state, event);
        events.push(event);
        report[count]++;
      }
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof InputError)) throw error;
      leave(error.message);
    }
  };
  const amend = (type: 'CorrectEvent' | 'RetractEvent', event: Told, what: object) => {
    const { authority, effective, source, confidence, list, reference } = event.data;
    const why = `Read anew; it was recorded by ${readers.get(event.data.source.sha256!)!}`;
    const about = { authority, effective, observedAt, source, confidence, cause: 'reparse' };
    const entry = { ...(list === undefined ? {} : { list }), ...(reference === undefined ? {} : { reference }) };
    const data = { ...about, ...entry, of: event.id, why, ...what };
    return () => decider.decide({ type, data } as unknown as DomainCommand, state);
  };

  for (const [key, event] of anew) {
    if (recorded.has(key)) continue;
    if (isByHand) leave(`${event.type} is not recorded: a person has recorded here too`);
    else tell(() => [asReparsed(event, observedAt)], 'added');
  }
  for (const [key, event] of recorded) {
    const counterpart = anew.get(key);
    const now = standing.get(event.id);
    const changes = counterpart && now ? changesBetween(now.data, counterpart.data) : {};
    if (now && counterpart && Object.keys(changes).length === 0) continue;
    if (decidedByHand.has(event.id)) {
      if (now) leave(`${event.type} of position ${event.position} stays: a person has corrected it`);
    } else if (counterpart) tell(amend('CorrectEvent', event, { changes }), 'corrected');
    else if (isByHand) leave(`${event.type} of position ${event.position} stays: a person has recorded here too`);
    else tell(amend('RetractEvent', event, {}), 'retracted');
  }
  return events;
}

const asReparsed = ({ type, schemaVersion, data }: Told, observedAt: string): DomainEvent =>
  ({ type, schemaVersion, data: { ...data, observedAt, cause: 'reparse' } }) as unknown as DomainEvent;

/** Events by what they are told of: a publication tells a designation each kind of thing once, hardly ever twice. */
function keyed(events: readonly Told[]): Map<string, Told> {
  const byKey = new Map<string, Told>();
  for (const event of events) {
    const { source, reference, subject } = event.data;
    const key = canonicalize([source.sha256, source.publishedOn, event.type, reference, subject]);
    let n = 0;
    while (byKey.has(`${key} ${n}`)) n++;
    byKey.set(`${key} ${n}`, event);
  }
  return byKey;
}

/** What an event is, or how we came by it; nothing that was read. */
const NOT_READ = new Set(
  'authority confidence observedAt source cause fact row list reference subject sha256 publishedOn forced'.split(' '),
);

/** The changes of a correction that makes one event's data the other's. */
function changesBetween(old: Data, next: Data): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const member of new Set([...Object.keys(old), ...Object.keys(next)])) {
    if (NOT_READ.has(member) || sameContent(old[member], next[member])) continue;
    if (member === 'record')
      for (const operation of diffRecords(old.record as DesignationRecord, next.record as DesignationRecord))
        changes[`/record${operation.path}`] = operation.op === 'remove' ? null : operation.value;
    else changes[member] = next[member] ?? null;
  }
  return changes;
}
