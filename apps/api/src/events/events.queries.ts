import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { NotFoundError } from '#domain';
import type { EventLog, ReadOptions, RecordedEvent } from '#event-log';
import { answerThread, type AnswerSources, type AsOf, type ThreadAnswer } from '#read-models';
import { LOG, SOURCES } from '../api.tokens.ts';

/** Events in log order. */
export class GetEvents extends Query<RecordedEvent[]> {
  constructor(readonly options: ReadOptions) {
    super();
  }
}

@QueryHandler(GetEvents)
export class GetEventsHandler implements IQueryHandler<GetEvents> {
  constructor(@Inject(LOG) private readonly log: EventLog) {}

  execute({ options }: GetEvents): Promise<RecordedEvent[]> {
    return this.log.read(options);
  }
}

/** One event, by its id or its position. */
export class GetEvent extends Query<RecordedEvent> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetEvent)
export class GetEventHandler implements IQueryHandler<GetEvent> {
  constructor(@Inject(LOG) private readonly log: EventLog) {}

  async execute({ id }: GetEvent): Promise<RecordedEvent> {
    const event = await this.log.find(/^\d{1,15}$/.test(id) ? Number(id) : id);
    if (!event) throw new NotFoundError(`There is no event ${id}`);
    return event;
  }
}

/** An event and what reacted to it. */
export class GetThread extends Query<ThreadAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(GetThread)
export class GetThreadHandler implements IQueryHandler<GetThread> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, id }: GetThread): Promise<ThreadAnswer> {
    return answerThread(this.sources, asOf, /^\d{1,15}$/.test(id) ? Number(id) : id);
  }
}
