import {
  ConcurrencyError,
  designation,
  fold,
  listStreamOf,
  ownReportsAfterList,
  nameUuid,
  ownReportsAfter,
  type Decider,
  type DesignationEvent,
  type DomainEvent,
  type Known,
  type KnownDesignationEvent,
  type ListEvent,
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
}

/**
 * Decides one command on one stream and records what follows, what a list's own reports become by it too. `commandFor`
 * makes the command from the stream's state. Returns the first event recorded, or null where nothing was left to do.
 * Throws DomainError for a broken rule, ConcurrencyError where the stream is not at `expected`, LogUnavailableError where
 * it kept changing.
 */
export async function handleCommand<State, Command, Event extends DomainEvent>(
  log: EventLog,
  decider: Decider<State, Command, Event>,
  stream: string,
  commandFor: (state: State) => Command,
  { expected, key, causationId, private: meta }: CommandOptions,
): Promise<RecordedEvent | null> {
  const id = nameUuid(`command/${key}`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const recorded = (await log.readStream(stream)) as RecordedEvent<Event>[];
    const done = recorded.find(({ batch }) => batch.id === id);
    if (done) return done;
    const version = recorded.length;
    if (expected !== undefined && !expected.includes(version))
      throw new ConcurrencyError(
        `${stream} is at version ${version}, not ${expected.join(' or ') || 'as you have it'}`,
      );
    const state = fold(decider, recorded);
    const events = decider.decide(commandFor(state), state);
    if (events.length === 0) return null;
    const streams = await withOwnReports(log, stream, recorded as unknown as RecordedEvent[], events);
    const result = await log.append({ id, streams, causationId, private: meta });
    if (result.status !== 'conflict') return log.find(result.from);
  }
  throw new LogUnavailableError(`${stream} changed ${ATTEMPTS} times while the command was decided; try again`);
}

/** What a stream says already of a command that left nothing to do: the event that stands, and the stream's version; null where no single one says it. */
export async function findTold<State, Command, Event extends DomainEvent>(
  log: Pick<EventLog, 'readStream'>,
  decider: Decider<State, Command, Event>,
  stream: string,
  commandFor: (state: State) => Command,
): Promise<{ event: RecordedEvent; version: number } | null> {
  const recorded = await log.readStream(stream);
  const state = fold(decider, recorded as unknown as Event[]);
  const id = decider.told?.(commandFor(state), state);
  const event = recorded.find((each) => each.id === id);
  return event ? { event, version: recorded.length } : null;
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
  const told = { stream, expected: recorded.length, events };
  if (stream.startsWith('list-')) return [told, ...(await ownReportsOfList(log, recorded, events))];
  const listStream = listStreamOf(stream);
  if (listStream === null) return [told];
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
 * The stream of the designation that bears or bore a number on its list: the one that is named after it, else the one that
 * was re-identified from or to it. Null where there is none. A retracted re-identification leads nowhere.
 */
export async function designationStreamOf(
  log: Pick<EventLog, 'read' | 'readStream'>,
  list: string,
  reference: string,
): Promise<string | null> {
  const stream = `designation-${list}:${reference}`;
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
