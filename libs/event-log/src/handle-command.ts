import { ConcurrencyError, fold, nameUuid, type Decider, type DomainEvent } from '#domain';
import type { EventLog, PrivateMetadata, RecordedEvent } from './event-log.ts';

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
 * Decides one command on one stream and records what follows. `commandFor` makes the command from the stream's state.
 * Returns the first event recorded, or null where nothing was left to do. Throws DomainError for a broken rule,
 * ConcurrencyError where the stream is not at `expected` or kept changing.
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
    const result = await log.append({
      id,
      streams: [{ stream, expected: version, events }],
      causationId,
      private: meta,
    });
    if (result.status !== 'conflict') return log.find(result.from);
  }
  throw new ConcurrencyError(`${stream} changed ${ATTEMPTS} times while the command was decided; try again`);
}
