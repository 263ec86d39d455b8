import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { settle, type AnswerSources, type DesignationAnswer } from '#read-models';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { asOfQuery, designationParam, explainQuery, isPinned } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { designationAnswer, historyAnswer } from '../schemas.ts';
import { GetDesignation, GetHistory } from './designations.queries.ts';

const designationQuery = asOfQuery.extend(explainQuery.shape);
const historyQuery = asOfQuery.omit({ on: true });

@Controller('v1/designations')
export class DesignationsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(RESPOND) private readonly respond: Respond,
  ) {}

  @Get(':id')
  @Answers('One designation as it stands on a day, by its id or any reference it ever had', designationAnswer)
  async one(
    @Param({ schema: designationParam }) { id }: z.infer<typeof designationParam>,
    @Query({ schema: designationQuery }) { explain = false, ...question }: z.infer<typeof designationQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    await this.respond(request, reply, asOf, () => this.queries.execute(new GetDesignation(asOf, id, explain)), {
      version: (answer) => (answer as DesignationAnswer).version,
      pinned: !explain && isPinned(question, true),
    });
  }

  @Get(':id/history')
  @Answers('All periods of a designation as known, and the events they are made of', historyAnswer)
  async history(
    @Param({ schema: designationParam }) { id }: z.infer<typeof designationParam>,
    @Query({ schema: historyQuery }) question: z.infer<typeof historyQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    await this.respond(request, reply, asOf, () => this.queries.execute(new GetHistory(asOf, id)), {
      pinned: isPinned(question, false),
    });
  }
}
