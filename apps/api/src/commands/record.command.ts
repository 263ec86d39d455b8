import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Recorded } from '#contract';
import { deciderOf, InputError } from '#domain';
import { handleCommand, type EventLog } from '#event-log';
import { formOf } from '#read-models';
import type { Ledger } from '#sources';
import { LEDGER } from '../api.tokens.ts';
import type { Planned } from './plans.ts';

export interface Outcome {
  isNew: boolean;
  recorded: Recorded;
}

/** Decides one command on its stream, and records what follows. */
export class RecordFact extends Command<Outcome> {
  constructor(
    readonly plan: Planned,
    readonly options: {
      expected?: readonly number[];
      key: string;
      actor: string;
      readStream: EventLog['readStream'];
    },
  ) {
    super();
  }
}

@CommandHandler(RecordFact)
export class RecordFactHandler implements ICommandHandler<RecordFact> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  async execute({ plan: { stream, commandFor }, options }: RecordFact): Promise<Outcome> {
    const { expected, key, actor, readStream } = options;
    const { isNew, event, version } = await handleCommand(this.ledger.log, deciderOf(stream), stream, commandFor, {
      expected,
      key: `${actor}/${key}`,
      private: { actor },
      readStream,
    }).catch(tellInBody);
    return { isNew, recorded: { position: event?.position ?? null, version, event: event && formOf(event) } };
  }
}

/** Where the log found fault with an event, as the caller knows that place: in the body that he sent. */
function tellInBody(error: unknown): never {
  if (error instanceof InputError && error.pointer.startsWith('/streams/'))
    throw new InputError(error.message, error.pointer.replace(/^\/streams\/\d+(\/events\/\d+(\/data)?)?/, ''));
  throw error;
}
