import { Controller, Get, Inject, Param, Query as Asked, Req, Res } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { answerSubject, settle, versionOf, type AnswerSources, type AsOf, type SubjectAnswer } from '#read-models';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { asOfQuery, isPinned, subjectParam } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { subjectAnswer } from '../schemas.ts';

/** One party on all lists. */
export class GetSubject extends Query<SubjectAnswer> {
  constructor(
    readonly asOf: AsOf,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(GetSubject)
export class GetSubjectHandler implements IQueryHandler<GetSubject> {
  constructor(@Inject(SOURCES) private readonly sources: AnswerSources) {}

  execute({ asOf, id }: GetSubject): Promise<SubjectAnswer> {
    return answerSubject(this.sources, asOf, id);
  }
}

@Controller('v1/subjects')
export class SubjectsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(RESPOND) private readonly respond: Respond,
  ) {}

  @Get(':id')
  @Answers('One party on all lists, by a subject’s id or by any of its designations', subjectAnswer)
  async one(
    @Param({ schema: subjectParam }) { id }: z.infer<typeof subjectParam>,
    @Asked({ schema: asOfQuery }) question: z.infer<typeof asOfQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    await this.respond(request, reply, asOf, () => this.queries.execute(new GetSubject(asOf, id)), {
      version: () => versionOf(this.sources.pool, `subject-${id}`, asOf.knownAt),
      pinned: isPinned(question, true),
    });
  }
}
