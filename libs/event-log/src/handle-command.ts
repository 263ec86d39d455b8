import { ConcurrencyError, fold, nameUuid, type Decider, type DomainEvent } from '#domain';
import type { EventLog, PrivateMetadata, RecordedEvent } from './event-log.ts';

const ATTEMPTS = 5;

export interface CommandOptions {
  /** The version the caller saw; left out, the command is decided anew on whatever is there. */
  expected?: number;
  /** The same key makes the same submission: a retry finds it done. */
  key: string;
  causationId?: string;
  private?: PrivateMetadata;
}

/**
 * Decides one command on one stream and records what follows. Returns the positions, or null where nothing was left to
 * do. Throws DomainError for a broken rule, ConcurrencyError where the stream is not at `expected` or kept changing.
 */
export async function handleCommand<State, Command, Event extends DomainEvent>(
  log: EventLog,
  decider: Decider<State, Command, Event>,
  stream: string,
  command: Command,
  { expected, key, causationId, private: meta }: CommandOptions,
): Promise<{ from: number; to: number } | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const recorded = (await log.readStream(stream)) as RecordedEvent<Event>[];
    const version = recorded.length;
    if (expected !== undefined && expected !== version)
      throw new ConcurrencyError(`${stream} is at version ${version}, not ${expected}`);
    const events = decider.decide(command, fold(decider, recorded));
    if (events.length === 0) return null;
    const result = await log.append({
      id: nameUuid(`${stream}/${version}/${key}`),
      streams: [{ stream, expected: version, events }],
      causationId,
      private: meta,
    });
    if (result.status !== 'conflict') return { from: result.from, to: result.to };
  }
  throw new ConcurrencyError(`${stream} changed ${ATTEMPTS} times while the command was decided; try again`);
}
