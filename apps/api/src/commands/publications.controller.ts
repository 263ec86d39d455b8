import type { IncomingMessage } from 'node:http';
import { Body, Controller, HttpStatus, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ingest, type PublicationOptions } from '#contract';
import { NotFoundError } from '#domain';
import { callerOf, Needs } from '#nest-kit';
import { sourceOf, type IngestReport, type Ledger } from '#sources';
import { ASIDE, LEDGER, WORK } from '../api.tokens.ts';
import { nestPath } from '../http/nest-path.ts';
import { sharerOf, signalOf, type Workload } from '../http/workload.ts';
import { withBodyOnDisk } from './body-on-disk.ts';
import { ingestAside, type Aside } from './ingest-aside.ts';

/** Ingests one publication of a list: what `demarche ingest` does. */
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

@Controller()
export class PublicationsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(WORK) private readonly work: Workload,
  ) {}

  @Post(nestPath(ingest.path))
  @Needs('write')
  async ingest(
    @Param({ schema: ingest.params }) { id }: z.infer<typeof ingest.params>,
    @Query({ schema: ingest.query }) options: PublicationOptions,
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
      sharerOf(request),
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
          detail,
          code,
          ...report,
        }),
      );
  }
}
