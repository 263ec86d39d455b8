import {
  ConcurrencyError,
  type Decider,
  designation,
  type DesignationEvent,
  designationStream,
  type DomainEvent,
  fold,
  type Known,
  type KnownDesignationEvent,
  type ListEvent,
  listStreamOf,
  nameUuid,
  ownReportsAfter,
  ownReportsAfterList,
  STREAMS,
} from '#domain';
import {
  LogUnavailableError,
  type EventLog,
  type PrivateMetadata,
  type RecordedEvent,
  type StreamAppend,
} from './event-log.ts';
import { slimming } from './slim.ts';

const ATTEMPTS = 5;

export interface CommandOptions {
  /** The versions that the caller takes for the present one; left out, the command is decided anew on whatever is there. */
  expected?: readonly number[];
  /** Names this piece of work for ever: a retry with the same key finds it done. */
  key: string;
  causationId?: string;
  private?: PrivateMetadata;
  /** How streams are read for the first attempt; the caller may have read them to make the command. */
  readStream?: EventLog['readStream'];
}

/** What became of a command. */
export interface Outcome {
  /** Whether it is recorded by this command, now or at an earlier try. */
  isNew: boolean;
  /** The event that says it, recorded now or before; null where no single one does. */
  event: RecordedEvent | null;
  /** Of its stream; null where there is no such event. */
  version: number | null;
}

/** Reads each stream once: for as long as one command is made and decided. */
export function streamsOnce({ readStream }: Pick<EventLog, 'readStream'>): EventLog['readStream'] {
  const known = new Map<string, Promise<RecordedEvent[]>>();
  return (stream) => {
    const reading = known.get(stream) ?? readStream(stream);
    known.set(stream, reading);
    return reading;
  };
}

/**
 * Decides one command on one stream and records what follows, what a list's own reports become by it too. `commandFor`
 * makes the command from the stream's state. Throws DomainError for a broken rule, ConcurrencyError where the stream is
 * not at `expected`, LogUnavailableError where it kept changing.
 */
export async function handleCommand<State, Command, Event extends DomainEvent>(
  log: EventLog,
  decider: Decider<State, Command, Event>,
  stream: string,
  commandFor: (state: State) => Command,
  { expected, key, causationId, private: meta, readStream = log.readStream }: CommandOptions,
): Promise<Outcome> {
  const id = nameUuid(`command/${key}`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // What was read to make the command does for the first attempt.
    const read = attempt === 0 ? readStream : log.readStream;
    const recorded = (await read(stream)) as RecordedEvent<Event>[];
    const done = recorded.find(({ batch }) => batch.id === id);
    if (done) return { isNew: true, event: done, version: done.version };
    const version = recorded.length;
    if (expected !== undefined && !expected.includes(version))
      throw new ConcurrencyError(
        `${stream} is at version ${version}, not ${expected.join(' or ') || 'as you have it'}`,
      );
    const state = fold(decider, recorded);
    const command = commandFor(state);
    const events = decider.decide(command, state);
    if (events.length === 0) {
      const recordedId = decider.recordedAs?.(command, state);
      const event = recorded.find((each) => each.id === recordedId) ?? null;
      return { isNew: false, event, version: event && version };
    }
    const streams = await withOwnReports(
      { ...log, readStream: read },
      stream,
      recorded as unknown as RecordedEvent[],
      events,
    );
    const result = await log.append({ id, streams, causationId, private: meta });
    if (result.status === 'conflict') continue;
    const event = result.first() ?? (await log.find(result.from))!;
    return { isNew: true, event, version: event.version };
  }
  throw new LogUnavailableError(`${stream} changed ${ATTEMPTS} times while the command was decided; try again`);
}

/**
 * What is decided on a stream, as a submission takes it. What people tell of a designation may change what its list's
 * publications have to say: that is recorded with it, and no publication may come in between.
 */
export async function withOwnReports(
  log: Pick<EventLog, 'read' | 'readStream'>,
  stream: string,
  recorded: readonly RecordedEvent[],
  events: readonly DomainEvent[],
): Promise<StreamAppend[]> {
  const decided = { stream, expected: recorded.length, events };
  if (stream.startsWith(STREAMS.list)) return [decided, ...(await ownReportsOfList(log, recorded, events))];
  const listStream = listStreamOf(stream);
  if (listStream === null) return [decided];
  const ofList = await log.readStream(listStream);
  const own = ownReportsAfter(
    recorded as unknown as KnownDesignationEvent[],
    events as DesignationEvent[],
    ofList as unknown as Known<ListEvent>[],
    events[0]!.data.observedAt,
  );
  return [
    { stream, expected: recorded.length, events: [...events, ...own] },
    { stream: listStream, expected: ofList.length, events: [] },
  ];
}

const PAGE = 5_000;

/** What a publication that is taken back, or put to another day, changes in all designations of its list. */
async function ownReportsOfList(
  log: Pick<EventLog, 'read'>,
  recorded: readonly RecordedEvent[],
  events: readonly DomainEvent[],
): Promise<StreamAppend[]> {
  const ownReports = ownReportsAfterList(recorded as unknown as Known<ListEvent>[], events as ListEvent[]);
  if (!ownReports) return [];
  const { list } = events[0]!.data as { list: string };
  const slim = slimming<DesignationEvent>();
  const designations = new Map<string, KnownDesignationEvent[]>();
  for (let page = await log.read({ list, after: 0, limit: PAGE }); page.length > 0;) {
    for (const event of page)
      if (listStreamOf(event.stream) !== null) {
        const known = designations.get(event.stream) ?? [];
        known.push(slim(event as RecordedEvent<DesignationEvent>));
        designations.set(event.stream, known);
      }
    page = await log.read({ list, after: page.at(-1)!.position, limit: PAGE });
  }
  return [...designations].flatMap(([stream, known]): StreamAppend[] => {
    const own = ownReports(known);
    return own.length === 0 ? [] : [{ stream, expected: known.length, events: own }];
  });
}

/**
 * The stream of the designation that bears or bore a reference on its list: the one that is named after it, else the one that
 * was re-identified from or to it. Null where there is none. A retracted re-identification leads nowhere.
 */
export async function designationStreamOf(
  log: Pick<EventLog, 'read' | 'readStream'>,
  list: string,
  reference: string,
): Promise<string | null> {
  const stream = designationStream(`${list}:${reference}`);
  if ((await log.readStream(stream)).length > 0) return stream;
  const renumbered = await log.read({ list, type: 'DesignationReidentified', after: 0, limit: 1_000_000 });
  const candidates = new Set(
    renumbered.flatMap((event) =>
      event.type === 'DesignationReidentified' &&
      (event.data.reference === reference || event.data.formerReference === reference)
        ? [event.stream]
        : [],
    ),
  );
  for (const candidate of candidates)
    if (fold(designation, (await log.readStream(candidate)) as never[]).references.includes(reference))
      return candidate;
  return null;
}
