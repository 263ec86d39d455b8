import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { isAuthority, NotFoundError } from '#domain';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { settle, type AnswerSources } from '#read-models';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { respondDesignations } from '../designations/page.ts';
import { Answers } from '../openapi/answers.ts';
import { knownType } from '../known.ts';
import { asOfQuery, countryCode, designationsQuery, isPinned, places, timelineQuery } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { countriesAnswer, countryAnswer, designationsAnswer, timelineAnswer } from '../schemas.ts';
import { GetCountries, GetTimeline } from './countries.queries.ts';

@Controller('v1/countries')
export class CountriesController {
  constructor(
    readonly queries: QueryBus,
    @Inject(SOURCES) readonly sources: AnswerSources,
    @Inject(RESPOND) readonly respond: Respond,
  ) {}

  @Get()
  @Answers('Every country with something recorded', countriesAnswer)
  async all(
    @Query({ schema: asOfQuery }) question: z.infer<typeof asOfQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    const answer = async () => ({
      ...asOf,
      items: await this.queries.execute(new GetCountries(asOf)),
      next: null,
    });
    await this.respond(request, reply, asOf, answer, { pinned: isPinned(question, true) });
  }

  @Get(':code')
  @Answers('One country: its lists and what stands on them', countryAnswer)
  async one(
    @Param({ schema: countryCode }) { code }: z.infer<typeof countryCode>,
    @Query({ schema: asOfQuery }) question: z.infer<typeof asOfQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    const answer = async () => {
      const [country] = await this.queries.execute(new GetCountries(asOf, code));
      return { ...asOf, ...country! };
    };
    await this.respond(request, reply, asOf, answer, { pinned: isPinned(question, true) });
  }

  @Get(':code/designations')
  @Answers('What stands on a country’s lists on a day, as known at a position', designationsAnswer)
  async designations(
    @Param({ schema: countryCode }) { code }: z.infer<typeof countryCode>,
    @Query({ schema: designationsQuery }) question: z.infer<typeof designationsQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await respondDesignations(this, { authority: code }, question, request, reply);
  }

  @Get(':code/timeline')
  @Answers(
    'All that concerns a country, as designator, sender, receiver or subject, in order of validity',
    timelineAnswer,
  )
  async timeline(
    @Param({ schema: countryCode }) { code }: z.infer<typeof countryCode>,
    @Query({ schema: timelineQuery }) question: z.infer<typeof timelineQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { cursor, limit, knownAt, minPosition, ...filter } = question;
    if (!isAuthority(code)) throw new NotFoundError(`There is no country ${code}`);
    knownType(filter.type);
    const bound = { code, ...filter, knownAt };
    const place = cursor === undefined ? undefined : decodeCursor(places.timeline, bound, cursor);
    const asOf = await settle(this.sources, { knownAt: place ? String(place.knownAt) : knownAt, minPosition });
    const answer = async () => {
      const page = { after: place?.after, limit: limit + 1 };
      const found = await this.queries.execute(new GetTimeline(code, asOf.knownAt, filter, page));
      const shown = found.slice(0, limit);
      const next = found.length > limit ? { after: shown.at(-1)!.key, knownAt: asOf.knownAt } : null;
      const { knownAt: known, position } = asOf;
      return {
        knownAt: known,
        position,
        items: shown.map(({ item }) => item),
        next: next && encodeCursor(bound, next),
      };
    };
    await this.respond(request, reply, asOf, answer, { pinned: isPinned(question, false) });
  }
}
