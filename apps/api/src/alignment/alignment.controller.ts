import { Controller, Get, Inject, Query as Asked, Req, Res } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { InputError } from '#domain';
import { decodeCursor, encodeCursor } from '#nest-kit';
import {
  answerAlignment,
  checkSpan,
  settle,
  type AlignmentAnswer,
  type AlignmentPage,
  type AlignmentQuestion,
  type AnswerSources,
  type AsOf,
} from '#read-models';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { alignmentQuery, isPinned, places, type Place } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { alignmentAnswer } from '../schemas.ts';

/** Which parties stand on one list and on another. */
export class GetAlignment extends Query<AlignmentAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly question: AlignmentQuestion,
    readonly page: AlignmentPage,
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

@QueryHandler(GetAlignment)
export class GetAlignmentHandler implements IQueryHandler<GetAlignment> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, question, page, signal }: GetAlignment): Promise<AlignmentAnswer> {
    return answerAlignment({ ...this.sources, signal }, asOf, question, page);
  }
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
    const place = cursor === undefined ? undefined : decodeCursor(places.alignment, bound, cursor);
    const asOf = await settle(this.sources, {
      on: place?.on ?? on,
      knownAt: place ? String(place.knownAt) : knownAt,
      minPosition,
    });
    const span = from !== undefined && to !== undefined ? { from, to } : undefined;
    if (span) checkSpan(span);
    const answer = async (signal: AbortSignal) => {
      const before = place?.before ?? 0;
      // One more than asked tells whether there is a next page.
      const page = { alignment, before, limit: limit + 1 };
      const { items, ...about } = await this.queries.execute(
        new GetAlignment(asOf, { list, with: other, span }, page, signal),
      );
      const next: Place<'alignment'> | null =
        items.length > limit ? { before: before + limit, on: asOf.on, knownAt: asOf.knownAt } : null;
      return { ...about, items: items.slice(0, limit), next: next && encodeCursor(bound, next) };
    };
    await this.respond(request, reply, asOf, answer, { heavy: true, pinned: isPinned(asked, true) });
  }
}
