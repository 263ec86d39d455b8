import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  answerActivity,
  answerDiff,
  type ActivityAnswer,
  type ActivityQuestion,
  type AnswerSources,
  type AsOf,
  type DiffAnswer,
  type DiffQuestion,
} from '#read-models';
import { SOURCES } from '../api.tokens.ts';

/** What changed on a list from one day to another. */
export class GetDiff extends Query<DiffAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly question: DiffQuestion,
    readonly signal: AbortSignal,
    readonly page?: { offset: number; limit: number },
  ) {
    super();
  }
}

@QueryHandler(GetDiff)
export class GetDiffHandler implements IQueryHandler<GetDiff> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, question, page, signal }: GetDiff): Promise<DiffAnswer> {
    return answerDiff({ ...this.sources, signal }, asOf, question, page);
  }
}

/** How much a list moved, by month and programme. */
export class GetActivity extends Query<ActivityAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly question: ActivityQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetActivity)
export class GetActivityHandler implements IQueryHandler<GetActivity> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, question }: GetActivity): Promise<ActivityAnswer> {
    return answerActivity(this.sources, asOf, question);
  }
}
