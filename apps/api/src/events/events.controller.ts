import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { publicBytes, publicForm, type EventLog } from '#event-log';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { settle, type AnswerSources } from '#read-models';
import { LOG, RESPOND, RESPONDER, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { knownStreams, knownType } from '../known.ts';
import { asOfQuery, eventParam, eventsQuery, isPinned, noQuery, places } from '../questions.ts';
import { eventAnswer, eventsAnswer, threadAnswer } from '../schemas.ts';
import { matches, type Respond, type Responder } from '../responder.ts';
import { GetEvent, GetEvents, GetThread } from './events.queries.ts';

const DESIGNATION = 'designation-';
/** What we only read better than before is no news. */
const NEWS = { exceptCause: 'reparse' };
const threadQuery = asOfQuery.omit({ on: true });

@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(LOG) private readonly log: EventLog,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(RESPOND) private readonly respond: Respond,
    @Inject(RESPONDER) private readonly responder: Responder,
  ) {}

  @Get()
  @Answers('Events in the order they were recorded', eventsAnswer)
  async all(
    @Query({ schema: eventsQuery }) question: z.infer<typeof eventsQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { cursor, limit, after = 0, type, country, list, subject, reparse } = question;
    const stream = subject?.includes(':') && !subject.startsWith(DESIGNATION) ? DESIGNATION + subject : subject;
    knownType(type);
    await knownStreams(this.log, { list, stream });
    const bound = { type, country, list, stream, reparse };
    const start = cursor === undefined ? after : decodeCursor(places.position, bound, cursor);
    const head = await this.log.head();
    const answer = async () => {
      const found = await this.queries.execute(
        new GetEvents({
          after: start,
          limit: limit + 1,
          type,
          authority: country,
          list,
          stream,
          ...(reparse ? {} : NEWS),
        }),
      );
      const items = found.slice(0, limit);
      const next = found.length > limit ? encodeCursor(bound, items.at(-1)!.position) : null;
      return { items: items.map(publicForm), next };
    };
    await this.respond(request, reply, { position: head }, answer, { fresh: true });
  }

  @Get(':id')
  @Answers('One event by its id or its position: the canonical bytes', eventAnswer)
  async one(
    @Param({ schema: eventParam }) { id }: z.infer<typeof eventParam>,
    @Query({ schema: noQuery }) _none: z.infer<typeof noQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const event = await this.queries.execute(new GetEvent(id));
    // An event never changes, so its ETag is its id, and whoever has it may keep it.
    const etag = `"${event.id}"`;
    void reply.header('etag', etag).header('cache-control', this.responder.cacheControl(true));
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    return reply.type('application/cloudevents+json; charset=utf-8').send(publicBytes(event));
  }

  @Get(':id/thread')
  @Answers('An event and what reacted to it, to any depth', threadAnswer)
  async thread(
    @Param({ schema: eventParam }) { id }: z.infer<typeof eventParam>,
    @Query({ schema: threadQuery }) question: z.infer<typeof threadQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    await this.respond(request, reply, asOf, () => this.queries.execute(new GetThread(asOf, id)), {
      pinned: isPinned(question, false),
    });
  }
}
