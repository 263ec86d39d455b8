import type { z } from 'zod';
import { correctionEvent, type CorrectionEvent, type EventCorrected, type EventRetracted } from './events.ts';
import { sameContent } from '../canonical-json.ts';
import {
  correctionsStanding,
  isCorrection,
  pointerOf,
  withChanges,
  withCorrections,
  type Known,
} from './corrections.ts';
import { fold, type Decider } from '../decider.ts';
import { DomainError, InputError, NotFoundError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { getAt } from '../pointer.ts';
import { asToken } from '../pointer-token.ts';

export type CorrectionCommand =
  | { type: 'CorrectEvent'; data: DataOf<typeof EventCorrected> }
  | { type: 'RetractEvent'; data: DataOf<typeof EventRetracted> };

/** A stream's rules without corrections: they see events as last corrected, and never a retracted one. */
export interface Rules<State extends object, Command, Event> extends Omit<Decider<State, Command, Event>, 'decide'> {
  /** As a decider's, which also sees what was told so far. */
  decide(command: Command, state: Correctable<State>): Event[];
  /** The schema of each of its event types. */
  schema: z.ZodType;
  /** Members of an event's data, or pointers into it, that name its stream: a correction cannot move it to another. */
  identity: readonly string[];
  /** The first rule that these events break together; a correction must not make one of them impossible. */
  broken?(events: readonly Event[]): DomainError | null;
}

/** The state that the rules see, and every event of the stream without its source row. */
export type Correctable<State> = State & { events: readonly Known<StoredEvent>[] };

type EventCorrection = Extract<CorrectionEvent, { type: 'EventCorrected' }>;

interface StoredEvent {
  type: string;
  schemaVersion: number;
  data: object;
}

/**
 * Gives a stream's rules what every stream can do: a repeated fact says nothing, an event can be corrected or retracted, and
 * corrections can be too. State is that of the events as last corrected.
 * Throws NotFoundError for an event that is not in the stream, InputError (with a pointer into `/changes`) for a field that
 * its type has not or cannot hold, DomainError for what is retracted already or would break a rule of order.
 */
export function correctable<
  State extends object,
  Command extends { type: string; data: object },
  Event extends StoredEvent,
>(
  rules: Rules<State, Command, Event>,
): Decider<Correctable<State>, Command | CorrectionCommand, Event | CorrectionEvent> {
  type All = Event | CorrectionEvent;

  const evolve = (state: Correctable<State>, event: All): Correctable<State> => {
    const events = [...state.events, withoutRow(event) as unknown as Known<StoredEvent>];
    const next = isCorrection(event)
      ? fold(rules, withCorrections(events) as unknown as Event[])
      : rules.evolve(state, event as Event);
    return { ...next, events };
  };

  return {
    initial: { ...rules.initial, events: [] },
    evolve,
    decide(command, state) {
      const correction = correctionOf(command);
      if (!correction) {
        const decided = rules.decide(command as Command, state);
        return decided.filter((event) => !isRecorded(event, state.events));
      }
      if (correction.type === 'EventRetracted' && isRecorded(correction, state.events)) return [];
      refuseCorrection(rules, correction, state.events);
      return correction.type === 'EventCorrected' && changesNothing(correction, state.events) ? [] : [correction];
    },
    recordedAs(command, state) {
      const correction = correctionOf(command);
      const events = correction ? [correction] : wouldRecord(rules, command as Command, state);
      return events.map((event) => alikeOf(event, state.events)).find((told) => told !== undefined)?.id;
    },
  };
}

/** What a command records; where its state leaves nothing to do, what it would have recorded first of all. */
function wouldRecord<State extends object, Command, Event>(
  { decide, initial }: Pick<Rules<State, Command, Event>, 'decide' | 'initial'>,
  command: Command,
  state: Correctable<State>,
): Event[] {
  const decided = decide(command, state);
  if (decided.length > 0) return decided;
  try {
    return decide(command, { ...initial, events: [] });
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}

function correctionOf(command: { type: string; data: object }): CorrectionEvent | null {
  switch (command.type) {
    case 'CorrectEvent':
      return { type: 'EventCorrected', schemaVersion: 1, data: command.data } as CorrectionEvent;
    case 'RetractEvent':
      return { type: 'EventRetracted', schemaVersion: 1, data: command.data } as CorrectionEvent;
    default:
      return null;
  }
}

/** A fact is told already where the same source says the same of the same days, whenever it was read, and it stands. */
const isRecorded = (event: StoredEvent, events: readonly Known<StoredEvent>[]): boolean =>
  alikeOf(event, events) !== undefined;

/** The event that stands and tells the same fact. */
function alikeOf(event: StoredEvent, events: readonly Known<StoredEvent>[]): Known<StoredEvent> | undefined {
  const alike = events.filter((told) => told.type === event.type && sameFact(told.data, event.data));
  if (alike.length === 0) return undefined;
  const standing = isCorrection(event) ? correctionsStanding(events) : withCorrections(events);
  return alike.find(({ id }) => id === undefined || standing.some((each) => each.id === id));
}

const NOT_COMPARED = new Set(['observedAt', 'cause', 'row', 'fact']);

function sameFact(a: object, b: object): boolean {
  const compared = (data: object) =>
    Object.fromEntries(Object.entries(data).filter(([name]) => !NOT_COMPARED.has(name)));
  return sameContent(compared(a), compared(b));
}

/** Whether an event as last corrected says already what a correction makes of it: one that brings an earlier value back is news. */
function changesNothing({ data: { of, changes } }: EventCorrection, events: readonly Known<StoredEvent>[]): boolean {
  const target = events.find(({ id }) => id === of)!;
  const { data } = isCorrection(target)
    ? asCorrected(target, events)
    : withCorrections(events).find(({ id }) => id === of)!;
  return sameContent(withChanges(data, changes), data);
}

/** A correction or retraction as the corrections of it that stand make it. */
function asCorrected(target: Known<StoredEvent>, events: readonly Known<StoredEvent>[]): Known<StoredEvent> {
  const own = correctionsStanding(events).filter(
    ({ type, data }) => type === 'EventCorrected' && (data as { of: string }).of === target.id,
  );
  const data = own
    .toReversed()
    .reduce(
      (known, each) => withChanges(known, (asCorrected(each, events).data as EventCorrection['data']).changes),
      target.data,
    );
  return { ...target, data };
}

function refuseCorrection<State extends object, Command, Event>(
  rules: Rules<State, Command, Event>,
  correction: CorrectionEvent,
  events: readonly Known<StoredEvent>[],
): void {
  const { of } = correction.data;
  const target = events.find(({ id }) => id === of);
  if (!target) throw new NotFoundError(`There is no event ${of} in this stream`);
  const standing = isCorrection(target) ? correctionsStanding(events) : withCorrections(events);
  if (!standing.some(({ id }) => id === of))
    throw new DomainError('already-retracted', `Event ${of} was retracted; retract that retraction first`);

  const candidate = { ...correction, id: '', position: Infinity } as Known<StoredEvent>;
  const after = withCorrections([...events, candidate]);
  if (correction.type === 'EventCorrected')
    refuseChanges(rules, correction.data.changes, target, { before: events, after });
  const broken = rules.broken?.(after as unknown as Event[]);
  if (broken && !rules.broken!(withCorrections(events) as unknown as Event[])) throw broken;
}

/** What belongs to the event and not to what it tells. */
const FIXED = ['authority', 'observedAt', 'cause', 'fact', 'of', 'row'];

/** Every event that the correction reaches must still be one of its type, in its stream. */
function refuseChanges(
  { schema, identity }: Pick<Rules<object, unknown, unknown>, 'schema' | 'identity'>,
  changes: Readonly<Record<string, unknown>>,
  target: Known<StoredEvent>,
  { before, after }: Record<'before' | 'after', readonly Known<StoredEvent>[]>,
): void {
  if (Object.keys(changes).length === 0) throw new InputError('A correction changes something', '/changes');
  const refuseField = (field: string): never => {
    throw new InputError(
      `${field} tells which event this is and cannot be corrected; retract the event and record it where it belongs`,
      `/changes/${asToken(field)}`,
    );
  };
  for (const field of Object.keys(changes)) if ([...identity, ...FIXED].includes(memberOf(field))) refuseField(field);
  const refuse = ({ issues: [issue] }: z.ZodError, type: string): never => {
    const place = [...issue!.path.slice(1), ...(issue!.code === 'unrecognized_keys' ? issue.keys : [])].map(String);
    const field = Object.keys(changes).find((each) => memberOf(each) === place[0]) ?? place.join('/');
    throw new InputError(`${type}: ${issue!.message}`, `/changes/${asToken(field)}`);
  };
  if (isCorrection(target)) {
    const data = withChanges(target.data, changes);
    const { error } = correctionEvent.safeParse({ type: target.type, schemaVersion: 1, data });
    if (error) refuse(error, target.type);
  }
  const pointers = identity.map(pointerOf);
  for (const { id, type, schemaVersion, data, correctedAt } of after) {
    if (correctedAt !== Infinity) continue;
    const { data: told } = before.find((each) => each.id === id)!;
    if (pointers.some((pointer) => getAt(told, pointer) !== getAt(data, pointer)))
      refuseField(Object.keys(changes)[0]!);
    const { error } = schema.safeParse({ type, schemaVersion, data });
    if (error) refuse(error, type);
  }
}

const memberOf = (field: string) => pointerOf(field).split('/')[1]!;

/** The source's row has no part in any rule; without it an event takes half the memory. */
function withoutRow<E extends StoredEvent>(event: E): E {
  if (!('row' in event.data)) return event;
  const { row: _, ...data } = event.data;
  return { ...event, data };
}
