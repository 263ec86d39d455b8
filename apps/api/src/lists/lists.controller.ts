import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { settle, versionOf, type AnswerSources } from '#read-models';
import { freshnessOf, withFreshness } from '#sources';
import { RESPOND, SOURCES } from '../api.tokens.ts';
import { respondDesignations } from '../designations/page.ts';
import { Answers } from '../openapi/answers.ts';
import {
  asOfQuery,
  designationsQuery,
  isPinned,
  listParam,
  places,
  publicationsQuery,
  type Place,
} from '../questions.ts';
import type { Respond } from '../responder.ts';
import { designationsAnswer, listAnswer, listsAnswer, publicationsAnswer } from '../schemas.ts';
import { GetList, GetLists, GetPublications } from './lists.queries.ts';

const listDesignationsQuery = designationsQuery.omit({ list: true });

@Controller('v1/lists')
export class ListsController {
  constructor(
    readonly queries: QueryBus,
    @Inject(SOURCES) readonly sources: AnswerSources,
    @Inject(RESPOND) readonly respond: Respond,
  ) {}

  @Get()
  @Answers('Every list, with what we can answer for', listsAnswer)
  async all(
    @Query({ schema: asOfQuery }) question: z.infer<typeof asOfQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    const freshness = await freshnessOf(this.sources.pool, new Date());
    const answer = async () => {
      const items = withFreshness(await this.queries.execute(new GetLists(asOf)), freshness);
      return { ...asOf, items, next: null };
    };
    await this.respond(request, reply, asOf, answer, { fresh: true });
  }

  @Get(':id')
  @Answers('One list: its coverage and its audits', listAnswer)
  async one(
    @Param({ schema: listParam }) { id }: z.infer<typeof listParam>,
    @Query({ schema: asOfQuery }) question: z.infer<typeof asOfQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    const freshness = await freshnessOf(this.sources.pool, new Date());
    const answer = async () => {
      const [item] = withFreshness([await this.queries.execute(new GetList(asOf, id))], freshness);
      return { ...asOf, ...item };
    };
    await this.respond(request, reply, asOf, answer, {
      version: () => versionOf(this.sources.pool, `list-${id}`, asOf.knownAt),
      fresh: true,
    });
  }

  @Get(':id/designations')
  @Answers('What stands on a list on a day, as known at a position', designationsAnswer)
  async designations(
    @Param({ schema: listParam }) { id }: z.infer<typeof listParam>,
    @Query({ schema: listDesignationsQuery }) question: z.infer<typeof listDesignationsQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await respondDesignations(this, { list: id }, question, request, reply);
  }

  @Get(':id/publications')
  @Answers('A list’s publications, taken in or rejected, in the order they were recorded', publicationsAnswer)
  async publications(
    @Param({ schema: listParam }) { id }: z.infer<typeof listParam>,
    @Query({ schema: publicationsQuery }) question: z.infer<typeof publicationsQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { cursor, limit, knownAt, minPosition } = question;
    const bound = { list: id, knownAt };
    const place = cursor === undefined ? undefined : decodeCursor(places.publications, bound, cursor);
    const asOf = await settle(this.sources, { knownAt: place ? String(place.knownAt) : knownAt, minPosition });
    const answer = async () => {
      const after = place?.after ?? 0;
      const found = await this.queries.execute(new GetPublications(asOf, id, { after, limit: limit + 1 }));
      const items = found.slice(0, limit);
      const next: Place<'publications'> | null =
        found.length > limit ? { after: items.at(-1)!.position, knownAt: asOf.knownAt } : null;
      return { knownAt: asOf.knownAt, position: asOf.position, items, next: next && encodeCursor(bound, next) };
    };
    await this.respond(request, reply, asOf, answer, { pinned: isPinned(question, false) });
  }
}
