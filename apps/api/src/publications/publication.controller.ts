import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus, Query as BusQuery, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { NotFoundError } from '#domain';
import { publicationOf, settle, type AnswerSources, type PublicationItem } from '#read-models';
import { publishedBytes, type Artefact, type Ledger } from '#sources';
import { LEDGER, RESPOND, RESPONDER, SOURCES } from '../api.tokens.ts';
import { Answers } from '../openapi/answers.ts';
import { asOfQuery, noQuery, publicationParam } from '../questions.ts';
import { compressedTag, matches, takesGzip, type Respond, type Responder } from '../responder.ts';
import { publicationAnswer } from '../schemas.ts';

const knownQuery = asOfQuery.omit({ on: true });

interface PublicationReport extends PublicationItem {
  fromPosition: number;
  toPosition: number;
  artefact: Artefact | null;
}

/** One publication of a list: what came of it. */
export class GetPublication extends BusQuery<PublicationReport> {
  constructor(
    readonly knownAt: number,
    readonly list: string,
    readonly sha256: string,
  ) {
    super();
  }
}

@QueryHandler(GetPublication)
export class GetPublicationHandler implements IQueryHandler<GetPublication> {
  constructor(
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {}

  async execute({ knownAt, list, sha256 }: GetPublication): Promise<PublicationReport> {
    const { pool, log } = this.sources;
    const publication = await publicationOf(pool, list, sha256, knownAt);
    if (!publication) throw new NotFoundError(`${list} has no publication ${sha256}`);
    const [recorded, artefact] = await Promise.all([
      log.find(publication.position),
      this.ledger.artefacts?.find(sha256) ?? null,
    ]);
    const { index, count } = recorded!.batch;
    const fromPosition = publication.position - index;
    return { ...publication, fromPosition, toPosition: fromPosition + count - 1, artefact };
  }
}

@Controller('v1/lists/:id/publications/:sha256')
export class PublicationController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SOURCES) private readonly sources: AnswerSources,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(RESPOND) private readonly respond: Respond,
    @Inject(RESPONDER) private readonly responder: Responder,
  ) {}

  @Get()
  @Answers('One publication: what it changed, what was not known in it, what was set aside and why', publicationAnswer)
  async report(
    @Param({ schema: publicationParam }) { id, sha256 }: z.infer<typeof publicationParam>,
    @Query({ schema: knownQuery }) question: z.infer<typeof knownQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const asOf = await settle(this.sources, question);
    const answer = async () => {
      const { artefact, ...report } = await this.queries.execute(new GetPublication(asOf.knownAt, id, sha256));
      const url = `/v1/lists/${id}/publications/${sha256}/artefact`;
      const kept = artefact && { bytes: artefact.bytes, stored: artefact.stored, url };
      return { knownAt: asOf.knownAt, ...report, artefact: kept };
    };
    await this.respond(request, reply, asOf, answer);
  }

  @Get('artefact')
  @ApiOperation({ summary: 'The file of a publication, byte for byte as it was published' })
  @ApiOkResponse({ description: 'Compressed on the way where the caller takes gzip' })
  async artefact(
    @Param({ schema: publicationParam }) { id, sha256 }: z.infer<typeof publicationParam>,
    @Query({ schema: noQuery }) _none: z.infer<typeof noQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { position } = await settle(this.sources, {});
    const { publishedOn, artefact } = await this.queries.execute(new GetPublication(position, id, sha256));
    const { artefacts } = this.ledger;
    if (!artefact || !artefacts) throw new NotFoundError(`The file ${sha256} is not kept; ingest it once more`);
    // The bytes are what the name says: whoever has them may keep them.
    const etag = `"${sha256}"`;
    const isGzipped = takesGzip(request);
    void reply
      .header('etag', isGzipped ? compressedTag(etag) : etag)
      .header('cache-control', this.responder.cacheControl(true))
      .header('vary', 'accept-encoding')
      .header('content-disposition', `attachment; filename="${id}_${publishedOn ?? sha256}"`)
      .type('application/octet-stream');
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    if (isGzipped)
      return reply
        .header('content-encoding', 'gzip')
        .header('content-length', artefact.stored)
        .send(Readable.from(artefacts.read(sha256)));
    return reply.header('content-length', artefact.bytes).send(Readable.from(publishedBytes(artefacts, sha256)));
  }
}
