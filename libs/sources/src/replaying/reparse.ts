import type { Printed } from '#contract';
import { randomUUID } from 'node:crypto';
import {
  ConcurrencyError,
  decidedByHand,
  designationStream,
  followPublications,
  InputError,
  type Json,
  type KnownDesignationEvent,
  listStream,
  printingsOf,
  publicationKey,
} from '#domain';
import { createMemoryEventLog, type EventLog, type RecordedEvent, type StreamAppend } from '#event-log';
import { eventsOf, type ListState, type PastPublication } from '../comparing/list-state.ts';
import { createListStates } from '../comparing/list-states.ts';
import { ingestPublication, type KeepingLedger } from '../ingesting/ingest.ts';
import { linksStream } from '../ingesting/links.ts';
import { publishedBytes, type Artefacts } from '../keeping/artefacts.ts';
import type { ListSource } from '../list-source.ts';
import { listOrLinksAnew, type Anew } from './list-and-links.ts';

export interface ReparseOptions {
  actor: string;
  observedAt: string;
  /** Tells what would be recorded and records nothing. */
  dryRun?: boolean;
  onProgress?: (done: { publications: number; of: number }) => void;
}

/** What a list reads otherwise. */
export type ReparseReport = Printed['reparse'];

/**
 * Reads all kept publications of a list anew, in the order they were ingested, into a log of their own, and records in
 * what the two logs differ: corrections, retractions and events with cause `reparse`, in one submission. So the history
 * becomes what the present reader would have made of it, and nothing of that looks like news. Repeated, it records nothing.
 * Throws InputError where a publication's file is not kept or is rejected now, ConcurrencyError where the list changed
 * meanwhile.
 */
export async function reparseList(
  { log, artefacts, states = createListStates(log) }: KeepingLedger,
  source: ListSource,
  options: ReparseOptions,
): Promise<ReparseReport> {
  const { list } = source;
  const { actor, observedAt, dryRun } = options;
  const state = await states.load(list);
  const head = await log.head();
  const anew = await readAnew(artefacts, source, inOrderOfIngestion(state), options);
  const fresh = await streamsOf(anew);
  const freshState = await createListStates(anew).load(list);
  const ids = [...new Set([...state.designations.keys(), ...freshState.designations.keys()])].sort();
  const others = [listStream(list), ...ids.map(linksStream)];
  const known = byStream(await log.readStreams([...new Set([...others, ...ids.map(designationStream)])], head));

  const readers = new Map(state.publications.map(({ sha256, reader }) => [sha256, reader]));
  const readings = [
    ...others.map((stream) => ({
      stream,
      ...listOrLinksAnew(stream, known.get(stream) ?? [], fresh.get(stream) ?? [], { readers, observedAt }),
    })),
    ...ids.map((id) => ({
      stream: designationStream(id),
      ...designationAnew(id, { state, freshState, fresh, source, observedAt }),
    })),
  ];
  const streams = readings.flatMap(({ stream, events }): StreamAppend[] =>
    events.length === 0 ? [] : [{ stream, expected: known.get(stream)?.length ?? 0, events }],
  );
  const types = streams.flatMap(({ events }) => events.map(({ type }) => type));
  const corrected = types.filter((type) => type === 'EventCorrected').length;
  const retracted = types.filter((type) => type === 'EventRetracted').length;
  const report: ReparseReport = {
    list,
    publications: state.publications.length,
    corrected,
    retracted,
    added: types.length - corrected - retracted,
    left: readings.flatMap(({ stream, left }) => left.map((why) => ({ stream, why }))),
    fromPosition: null,
    toPosition: null,
  };
  if (dryRun || streams.length === 0) return report;
  const result = await log.append({ id: randomUUID(), streams, private: { actor } });
  if (result.status === 'conflict') throw new ConcurrencyError(`${list} was changed meanwhile; reparse it again`);
  return { ...report, fromPosition: result.from, toPosition: result.to };
}

/** In another order, an entry's stream could be named after another of its references. */
function inOrderOfIngestion({ list: { events }, publications }: ListState): PastPublication[] {
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
  fresh: ReadonlyMap<string, RecordedEvent[]>;
  source: ListSource;
  observedAt: string;
}

/** What makes a designation's own reports those that the publications, read anew, give beside what people told. */
function designationAnew(
  id: string,
  { state, freshState, fresh, source: { list, authority }, observedAt }: BothStates,
): Anew {
  const current = state.designations.get(id);
  const anew = freshState.designations.get(id);
  const events = current ? eventsOf(current) : [];
  const printings = printingsOf(anew ? eventsOf(anew) : withoutPrintings(events), state.publications);
  const rows = new Map(
    (fresh.get(designationStream(id)) ?? []).flatMap(({ data }) =>
      'row' in data
        ? [[publicationKey(data.source as { sha256: string; publishedOn: string }), data.row as Json] as const]
        : [],
    ),
  );
  return {
    events: followPublications(events, printings, {
      list,
      authority,
      observedAt,
      cause: 'reparse',
      why: 'Read anew, from the files as published',
      rowOf: ({ publication }) => rows.get(publicationKey(publication)),
    }),
    // What people decided of the list's own reports, no reading touches.
    left: decidedByHand(events).map(
      ({ type, position }) => `${type} of position ${position} stays: a person has corrected it`,
    ),
  };
}

/** An entry that is printed nowhere now, and of which people told. */
const withoutPrintings = (events: readonly KnownDesignationEvent[]) =>
  events.filter((event) => event.data.source.sha256 === undefined);

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
  const states = createListStates(log);
  for (const [done, { sha256, publishedOn }] of publications.entries()) {
    const { rejected } = await ingestPublication(
      { log, artefacts: null, states },
      source,
      publishedBytes(artefacts, sha256),
      // It was ingested once, by whoever's word, in whatever order.
      { publishedOn, actor, observedAt, force: 'It was ingested before', backfill: true },
    );
    if (rejected) throw new InputError(`The file of ${publishedOn} is rejected now: ${rejected.detail}`);
    onProgress?.({ publications: done + 1, of: publications.length });
  }
  return log;
}

const PAGE = 5_000;

async function streamsOf(log: EventLog): Promise<Map<string, RecordedEvent[]>> {
  const events: RecordedEvent[] = [];
  for (let page = await log.read({ after: 0, limit: PAGE }); page.length > 0;) {
    events.push(...page);
    page = await log.read({ after: events.length, limit: PAGE });
  }
  return byStream(events);
}

const byStream = (events: readonly RecordedEvent[]) => Map.groupBy(events, ({ stream }) => stream);
