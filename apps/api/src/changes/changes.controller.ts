import { randomUUID } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { contentHash, InputError, NotFoundError } from '#domain';
import { decodeCursor, encodeCursor } from '#nest-kit';
import {
  diffCsv,
  diffItems,
  listsAt,
  outlineDiff,
  settle,
  today,
  type AnswerSources,
  type AsOf,
  type DiffQuestion,
} from '#read-models';
import { openSpool } from '#sources';
import { RESPOND, RESPONDER, SOURCES, WORK } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { activityQuery, diffQuery, isPinned, listParam, places, type Place } from '../questions.ts';
import { compressedTag, matches, takesGzip, type Respond, type Responder } from '../responder.ts';
import { activityAnswer, diffAnswer } from '../schemas.ts';
import { signalOf, type Workload } from '../workload.ts';
import { GetActivity, GetDiff } from './changes.queries.ts';

/** Another start may be of another version. */
const MADE_BY = randomUUID();

@Controller('v1/lists')
export class ChangesController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(RESPOND) private readonly respond: Respond,
    @Inject(RESPONDER) private readonly responder: Responder,
    @Inject(WORK) private readonly work: Workload,
  ) {}

  @Get(':id/diff')
  @Answers('What changed on a list from one day to another, and by which events and publications', diffAnswer)
  async diff(
    @Param({ schema: listParam }) { id: list }: z.infer<typeof listParam>,
    @Query({ schema: diffQuery }) query: z.infer<typeof diffQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { cursor, limit, knownAt, minPosition, format, ...asked } = query;
    const bound = { list, knownAt, ...asked };
    const place = cursor === undefined ? undefined : decodeCursor(places.diff, bound, cursor);
    const asOf = await settle(this.sources, { knownAt: place ? String(place.knownAt) : knownAt, minPosition });
    const question = { ...asked, list, to: place?.to ?? asked.to ?? today() };
    if (question.from > question.to)
      throw new InputError(`${question.from} is later than ${question.to}; from is the earlier day`, '/from');
    const pinned = isPinned({ ...query, on: asked.to }, true);
    if (format === 'csv') return this.sendCsv(asOf, question, pinned, request, reply);
    const answer = async (signal: AbortSignal) => {
      const offset = place?.offset ?? 0;
      const found = await this.queries.execute(new GetDiff(asOf, question, signal, { offset, limit }));
      const total = Object.values(found.counts).reduce((sum, count) => sum + count, 0);
      const last: Place<'diff'> = { offset: offset + limit, to: question.to, knownAt: asOf.knownAt };
      return { ...found, next: last.offset < total ? encodeCursor(bound, last) : null };
    };
    await this.respond(request, reply, asOf, answer, { heavy: true, pinned });
  }

  /** All changes in one file. What is behind them is fetched while it is sent: it is held for some changes at a time. */
  private async sendCsv(
    asOf: AsOf,
    question: DiffQuestion,
    pinned: boolean,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { list, from, to } = question;
    const sources = { ...this.sources, signal: signalOf(request, reply) };
    if ((await listsAt(sources.pool, { on: to, knownAt: asOf.knownAt }, { list })).length === 0)
      throw new NotFoundError(`No list ${list} was known at position ${asOf.knownAt}`);
    // Sent before it is all there, so its tag is of what it is made of: the question, and this process's software.
    const etag = `"${contentHash([question, asOf.knownAt, MADE_BY]).slice(0, 24)}"`;
    void reply.headers({
      ...{ etag, vary: 'accept-encoding', 'cache-control': this.responder.cacheControl(pinned) },
      'demarche-position': String(asOf.position),
    });
    if (matches(request.headers['if-none-match'], etag)) return void (await reply.status(304).send());
    const spool = await openSpool();
    try {
      await this.work.heavy.run(async () => {
        const { changes, ...outline } = await outlineDiff(sources, asOf, question);
        for await (const lines of diffCsv(list, diffItems(sources, outline, changes)))
          await spool.write(Buffer.from(lines));
      }, sources.signal);
      // Set down on disk, so that nobody who reads slowly keeps others from their turn.
      const { gzipped } = await spool.end();
      void reply
        .header('content-disposition', `attachment; filename="${list}_${from}_${to}.csv"`)
        .type('text/csv; charset=utf-8; header=present');
      const isGzipped = takesGzip(request);
      if (isGzipped) void reply.headers({ 'content-encoding': 'gzip', etag: compressedTag(etag) });
      const file = Readable.from(gzipped);
      const body = isGzipped ? file : pipeline(file, createGunzip(), () => undefined);
      const sent = finished(body).catch(() => undefined);
      void reply.send(body);
      await sent;
    } finally {
      await spool.discard();
    }
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
    await this.respond(request, reply, asOf, () => this.queries.execute(new GetActivity(asOf, { ...asked, list })), {
      heavy: true,
    });
  }
}
