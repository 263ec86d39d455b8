import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { NotFoundError } from '#domain';
import {
  listsAt,
  publicationsOf,
  reviewsOf,
  standingLists,
  type AnswerSources,
  type AsOf,
  type PublicationItem,
  type ReviewItem,
  type StandingList,
} from '#read-models';
import { SOURCES } from '../api.tokens.ts';

/** Every list, with its coverage. */
export class GetLists extends Query<StandingList[]> {
  constructor(readonly asOf: AsOf) {
    super();
  }
}

@QueryHandler(GetLists)
export class GetListsHandler implements IQueryHandler<GetLists> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf }: GetLists): Promise<StandingList[]> {
    return standingLists(this.sources.pool, asOf);
  }
}

/** One list with its audits. */
export class GetList extends Query<StandingList & { reviews: ReviewItem[] }> {
  constructor(
    readonly asOf: AsOf,
    readonly list: string,
  ) {
    super();
  }
}

@QueryHandler(GetList)
export class GetListHandler implements IQueryHandler<GetList> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  async execute({ asOf, list }: GetList) {
    const { pool } = this.sources;
    const [[item], reviews] = await Promise.all([
      standingLists(pool, asOf, { list }),
      reviewsOf(pool, list, asOf.knownAt),
    ]);
    if (!item) throw new NotFoundError(`There is no list ${list}`);
    return { ...item, reviews };
  }
}

/** A list's publications, taken in or rejected, in the order they were recorded. */
export class GetPublications extends Query<PublicationItem[]> {
  constructor(
    readonly asOf: AsOf,
    readonly list: string,
    readonly page: { after: number; limit: number },
  ) {
    super();
  }
}

@QueryHandler(GetPublications)
export class GetPublicationsHandler implements IQueryHandler<GetPublications> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  async execute({ asOf, list, page }: GetPublications): Promise<PublicationItem[]> {
    const { pool } = this.sources;
    if ((await listsAt(pool, asOf, { list })).length === 0) throw new NotFoundError(`There is no list ${list}`);
    return publicationsOf(pool, list, { ...page, knownAt: asOf.knownAt });
  }
}
