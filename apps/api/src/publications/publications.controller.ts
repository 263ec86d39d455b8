import type { IncomingMessage } from 'node:http';
import { Body, Controller, HttpStatus, Param, Post, Query, Req, Res } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { day, NotFoundError } from '#domain';
import { callerOf, Needs } from '#nest-kit';
import { sourceOf, type IngestReport, type Ledger } from '#sources';
import { ASIDE, LEDGER, WORK } from '../api.tokens.ts';
import { openApiSchema } from '../openapi/answers.ts';
import { flag, listParam } from '../questions.ts';
import { ingestReport } from '../schemas.ts';
import { signalOf, type Workload } from '../workload.ts';
import { withBodyOnDisk } from './body-on-disk.ts';
import { ingestAside, type Aside } from './ingest-aside.ts';

const publicationOptions = z.strictObject({
  publishedOn: day.optional().describe('Where the file carries no date of its own'),
  force: z.string().min(1).max(2_000).optional().describe('Why a guard is overridden; recorded'),
  backfill: flag.optional().describe('Put an older publication in its place in history'),
  dryRun: flag.optional(),
});
type PublicationOptions = z.infer<typeof publicationOptions>;

/** Takes in one publication of a list: what `demarche ingest` does. */
export class IngestPublication extends Command<IngestReport> {
  constructor(
    readonly list: string,
    /** Where the file was set down. */
    readonly path: string,
    readonly options: PublicationOptions,
    readonly actor: string,
  ) {
    super();
  }
}

@CommandHandler(IngestPublication)
export class IngestPublicationHandler implements ICommandHandler<IngestPublication> {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(ASIDE) private readonly aside: Aside | undefined,
  ) {}

  execute({ list, path, options, actor }: IngestPublication): Promise<IngestReport> {
    const observedAt = new Date().toISOString();
    return ingestAside(this.ledger, this.aside, list, path, { ...options, actor, observedAt });
  }
}

@Controller('v1/lists')
export class PublicationsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(WORK) private readonly work: Workload,
  ) {}

  @Post(':id/publications')
  @Needs('write')
  @ApiOperation({ summary: 'Take in a publication: the file as it was published, plain or gzip' })
  @ApiConsumes('application/octet-stream', 'application/xml', 'application/gzip')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ description: 'What it changed', schema: openApiSchema(ingestReport, 'output') })
  async ingest(
    @Param({ schema: listParam }) { id }: z.infer<typeof listParam>,
    @Query({ schema: publicationOptions }) options: PublicationOptions,
    @Body() body: IncomingMessage | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    if (!sourceOf(id, this.ledger.lists)) throw new NotFoundError(`There is no reader for ${id}`);
    const signal = signalOf(request, reply);
    // Set down first: who sends slowly holds a file open, and keeps nobody from being compared and recorded.
    const report = await this.work.uploads.run(
      () =>
        withBodyOnDisk(body, (path) =>
          this.work.ingest.run(
            () => this.commands.execute(new IngestPublication(id, path, options, callerOf(request).id)),
            signal,
          ),
        ),
      signal,
    );
    if (report.toPosition !== null) void reply.header('demarche-position', String(report.toPosition));
    if (!report.rejected) {
      const status = report.toPosition === null ? HttpStatus.OK : HttpStatus.CREATED;
      await reply.status(status).send(report);
      return;
    }
    const { code, detail } = report.rejected;
    await reply
      .status(HttpStatus.UNPROCESSABLE_ENTITY)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `https://demarche.dev/problems/${code}`,
          title: 'The publication was refused',
          status: HttpStatus.UNPROCESSABLE_ENTITY,
          ...{ detail, code },
          ...report,
        }),
      );
  }
}
