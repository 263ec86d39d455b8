import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { NotFoundError } from '#domain';
import {
  concernsOf,
  countriesOn,
  type AnswerSources,
  type AsOf,
  type ConcernFilter,
  type ConcernItem,
  type ConcernKey,
  type CountryItem,
} from '#read-models';
import { SOURCES } from '../api.tokens.ts';

/** Every country with something recorded and what stands on its lists, or one country. */
export class GetCountries extends Query<CountryItem[]> {
  constructor(
    readonly asOf: AsOf,
    readonly code?: string,
  ) {
    super();
  }
}

@QueryHandler(GetCountries)
export class GetCountriesHandler implements IQueryHandler<GetCountries> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  async execute({ asOf, code }: GetCountries): Promise<CountryItem[]> {
    const countries = await countriesOn(this.sources.pool, asOf, code);
    if (code && countries.length === 0) throw new NotFoundError(`Nothing is recorded of ${code}`);
    return countries;
  }
}

/** All that concerns a country, in order of validity. */
export class GetTimeline extends Query<{ item: ConcernItem; key: ConcernKey }[]> {
  constructor(
    readonly code: string,
    readonly knownAt: number,
    readonly filter: ConcernFilter,
    readonly page: { after?: ConcernKey; limit: number },
  ) {
    super();
  }
}

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ code, knownAt, filter, page }: GetTimeline) {
    return concernsOf(this.sources.pool, code, knownAt, filter, page);
  }
}
