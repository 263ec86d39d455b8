import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deciderOf, InputError } from '#domain';
import { findTold, handleCommand, publicForm, type EventLog, type RecordedEvent } from '#event-log';
import { LOG } from '../api.tokens.ts';
import type { Planned } from './specs.ts';

/** The event that says it: recorded now, or before. Null where nothing was left to do and no single event says why. */
export interface Recorded {
  position: number | null;
  /** Of the stream, for If-Match. */
  version: number | null;
  event: Record<string, unknown> | null;
}

export interface Outcome {
  isNew: boolean;
  recorded: Recorded;
}

/** Decides one command on its stream, and records what follows. */
export class RecordFact extends Command<Outcome> {
  constructor(
    readonly plan: Planned,
    readonly options: { expected?: readonly number[]; key: string; actor: string },
  ) {
    super();
  }
}

@CommandHandler(RecordFact)
export class RecordFactHandler implements ICommandHandler<RecordFact> {
  constructor(@Inject(LOG) private readonly log: EventLog) {}

  async execute({ plan: { stream, commandFor }, options }: RecordFact): Promise<Outcome> {
    const { expected, key, actor } = options;
    const decider = deciderOf(stream);
    const event = await handleCommand(this.log, decider, stream, commandFor, {
      ...{ expected, key: `${actor}/${key}` },
      private: { actor },
    }).catch(tellInBody);
    if (event) return { isNew: true, recorded: toldBy(event, event.version) };
    const told = await findTold(this.log, decider, stream, commandFor);
    return { isNew: false, recorded: told ? toldBy(told.event, told.version) : NOTHING };
  }
}

const NOTHING: Recorded = { position: null, version: null, event: null };
const toldBy = (event: RecordedEvent, version: number): Recorded => ({
  ...{ position: event.position, version },
  event: publicForm(event),
});

/** Where the log found fault with an event, as the caller knows that place: in the body that he sent. */
function tellInBody(error: unknown): never {
  if (error instanceof InputError && error.pointer.startsWith('/streams/'))
    throw new InputError(error.message, error.pointer.replace(/^\/streams\/\d+(\/events\/\d+(\/data)?)?/, ''));
  throw error;
}
