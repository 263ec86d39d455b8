import { Controller, Get, Inject, Query as Asked, Req, Res } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  answerDiplomacy,
  settle,
  type AnswerSources,
  type AsOf,
  type DiplomacyAnswer,
  type DiplomacyQuestion,
} from '#read-models';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { diplomacyQuery, isPinned } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { diplomacyAnswer } from '../schemas.ts';

/** Who has which envoy where, and who recognises whom. */
export class GetDiplomacy extends Query<DiplomacyAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly question: DiplomacyQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetDiplomacy)
export class GetDiplomacyHandler implements IQueryHandler<GetDiplomacy> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, question }: GetDiplomacy): Promise<DiplomacyAnswer> {
    return answerDiplomacy(this.sources, asOf, question);
  }
}

@Controller('v1/diplomacy')
export class DiplomacyController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(RESPOND) private readonly respond: Respond,
  ) {}

  @Get()
  @Answers(
    'Who has which envoy where on a day: appointed, accredited, recognised; vacancies and predecessors',
    diplomacyAnswer,
  )
  async all(
    @Asked({ schema: diplomacyQuery }) question: z.infer<typeof diplomacyQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { sending, receiving, ...times } = question;
    const asOf = await settle(this.sources, times);
    await this.respond(
      request,
      reply,
      asOf,
      () => this.queries.execute(new GetDiplomacy(asOf, { sending, receiving })),
      { pinned: isPinned(times, true) },
    );
  }
}
