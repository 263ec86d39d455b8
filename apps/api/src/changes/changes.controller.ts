import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { diffCsv, settle, today, type AnswerSources } from '#read-models';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { activityQuery, diffQuery, listParam } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { activityAnswer, diffAnswer } from '../schemas.ts';
import { GetActivity, GetDiff } from './changes.queries.ts';

/** A cursor carries the times it was asked for, so that all pages answer one question however the log grows. */
interface Place {
  offset: number;
  to: string;
  knownAt: number;
}

@Controller('v1/lists')
export class ChangesController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(RESPOND) private readonly respond: Respond,
  ) {}

  @Get(':id/diff')
  @Answers('What changed on a list from one day to another, and by which events and publications', diffAnswer)
  async diff(
    @Param({ schema: listParam }) { id: list }: z.infer<typeof listParam>,
    @Query({ schema: diffQuery }) { cursor, limit, knownAt, minPosition, format, ...asked }: z.infer<typeof diffQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const bound = { list, knownAt, ...asked };
    const place = cursor === undefined ? undefined : decodeCursor<Place>(bound, cursor);
    const asOf = await settle(this.sources, { knownAt: place ? String(place.knownAt) : knownAt, minPosition });
    const question = { ...asked, list, to: place?.to ?? asked.to ?? today() };
    if (format === 'csv') {
      const answer = await this.queries.execute(new GetDiff(asOf, question));
      const name = `${list}_${question.from}_${question.to}.csv`;
      await reply
        .header('demarche-position', String(asOf.position))
        .header('content-disposition', `attachment; filename="${name}"`)
        .type('text/csv; charset=utf-8; header=present')
        .send(diffCsv(answer));
      return;
    }
    await this.respond(request, reply, asOf, async () => {
      const offset = place?.offset ?? 0;
      const answer = await this.queries.execute(new GetDiff(asOf, question, { offset, limit }));
      const total = Object.values(answer.counts).reduce((sum, count) => sum + count, 0);
      const last: Place = { offset: offset + limit, to: question.to, knownAt: asOf.knownAt };
      return { ...answer, next: last.offset < total ? encodeCursor(bound, last) : null };
    });
  }

  @Get(':id/activity')
  @Answers('How much a list moved, by month and programme', activityAnswer)
  async activity(
    @Param({ schema: listParam }) { id: list }: z.infer<typeof listParam>,
    @Query({ schema: activityQuery }) { knownAt, minPosition, ...asked }: z.infer<typeof activityQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, { knownAt, minPosition });
    await this.respond(request, reply, asOf, () => this.queries.execute(new GetActivity(asOf, { ...asked, list })));
  }
}
