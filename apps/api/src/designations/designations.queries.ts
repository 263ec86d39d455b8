import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { NotFoundError } from '#domain';
import {
  answerDesignation,
  answerDesignations,
  answerHistory,
  type AnswerSources,
  type AsOf,
  type DesignationAnswer,
  type DesignationFilter,
  type DesignationsAnswer,
  type HistoryAnswer,
  type PageKey,
} from '#read-models';
import { SOURCES } from '../api.tokens.ts';

/** What stands on a country's lists, or on one list. */
export class GetDesignations extends Query<DesignationsAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly filter: DesignationFilter,
    readonly page: { after?: PageKey; limit: number },
  ) {
    super();
  }
}

@QueryHandler(GetDesignations)
export class GetDesignationsHandler implements IQueryHandler<GetDesignations> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  async execute({ asOf, filter, page }: GetDesignations): Promise<DesignationsAnswer> {
    const answer = await answerDesignations(this.sources, asOf, filter, page);
    if (!answer) throw new NotFoundError(unknown(filter));
    return answer;
  }
}

const unknown = ({ authority, list }: DesignationFilter) =>
  authority ? `Nothing is recorded of ${authority}${list ? `, list ${list}` : ''}` : `There is no list ${list}`;

/** One designation as it stands on a day, by its id or any of its references. */
export class GetDesignation extends Query<DesignationAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly id: string,
    readonly explain: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetDesignation)
export class GetDesignationHandler implements IQueryHandler<GetDesignation> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, id, explain }: GetDesignation): Promise<DesignationAnswer> {
    return answerDesignation(this.sources, asOf, id, { explain });
  }
}

/** All that is known of a designation, over all days. */
export class GetHistory extends Query<HistoryAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, id }: GetHistory): Promise<HistoryAnswer> {
    return answerHistory(this.sources, asOf, id);
  }
}
