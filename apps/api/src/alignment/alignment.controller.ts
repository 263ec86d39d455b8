import { Controller, Get, Inject, Query as Asked, Req, Res } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { InputError } from '#domain';
import { decodeCursor, encodeCursor } from '#nest-kit';
import {
  answerAlignment,
  settle,
  type AlignmentAnswer,
  type AlignmentQuestion,
  type AnswerSources,
  type AsOf,
} from '#read-models';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { alignmentQuery } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { alignmentAnswer } from '../schemas.ts';

/** Which parties stand on one list and on another. */
export class GetAlignment extends Query<AlignmentAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly question: AlignmentQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetAlignment)
export class GetAlignmentHandler implements IQueryHandler<GetAlignment> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, question }: GetAlignment): Promise<AlignmentAnswer> {
    return answerAlignment(this.sources, asOf, question);
  }
}

/** How many items are before the page, and the times of the first page: an answer about the past stays as it is. */
interface Place {
  before: number;
  on: string;
  knownAt: number;
}

@Controller('v1/alignment')
export class AlignmentController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(RESPOND) private readonly respond: Respond,
  ) {}

  @Get()
  @Answers('Which parties stand on a list and on another, which on one alone, and who followed whom', alignmentAnswer)
  async all(
    @Asked({ schema: alignmentQuery }) asked: z.infer<typeof alignmentQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { cursor, limit, on, knownAt, minPosition, alignment, list, with: other, from, to } = asked;
    if ((from === undefined) !== (to === undefined))
      throw new InputError('A span has both ends', from === undefined ? '/from' : '/to');
    const bound = { list, with: other, alignment, from, to, on, knownAt };
    const place = cursor === undefined ? undefined : decodeCursor<Place>(bound, cursor);
    const asOf = await settle(this.sources, {
      on: place?.on ?? on,
      knownAt: place ? String(place.knownAt) : knownAt,
      minPosition,
    });
    await this.respond(request, reply, asOf, async () => {
      const span = from !== undefined && to !== undefined ? { from, to } : undefined;
      const answer = await this.queries.execute(new GetAlignment(asOf, { list, with: other, span }));
      const items = answer.items.filter((item) => alignment === undefined || item.alignment === alignment);
      const before = place?.before ?? 0;
      const end = before + limit;
      const next = end < items.length ? { before: end, on: asOf.on, knownAt: asOf.knownAt } : null;
      return { ...answer, items: items.slice(before, end), next: next && encodeCursor(bound, next) };
    });
  }
}
