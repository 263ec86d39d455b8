import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deciderOf, InputError } from '#domain';
import { handleCommand, publicForm, type EventLog } from '#event-log';
import { LOG } from '../api.tokens.ts';
import type { Planned } from './specs.ts';

/** What was recorded: null where it was recorded before, or nothing was left to do. */
export interface Recorded {
  position: number | null;
  /** Of the stream, for If-Match. */
  version: number | null;
  event: Record<string, unknown> | null;
}

/** Decides one command on its stream, and records what follows. */
export class RecordFact extends Command<Recorded> {
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

  async execute({ plan: { stream, commandFor }, options }: RecordFact): Promise<Recorded> {
    const { expected, key, actor } = options;
    const event = await handleCommand(this.log, deciderOf(stream), stream, commandFor, {
      ...{ expected, key: `${actor}/${key}` },
      private: { actor },
    }).catch(tellInBody);
    return event
      ? { position: event.position, version: event.version, event: publicForm(event) }
      : { position: null, version: null, event: null };
  }
}

/** Where the log found fault with an event, as the caller knows that place: in the body that he sent. */
function tellInBody(error: unknown): never {
  if (error instanceof InputError && error.pointer.startsWith('/streams/'))
    throw new InputError(error.message, error.pointer.replace(/^\/streams\/\d+(\/events\/\d+(\/data)?)?/, ''));
  throw error;
}
