import type { Readable } from 'node:stream';
import {
  applyDecorators,
  Body,
  Controller,
  HttpStatus,
  Inject,
  Param,
  Post,
  Req,
  Res,
  type Type,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InputError } from '#domain';
import { callerOf, Needs, ProblemError, type Once } from '#nest-kit';
import { LOOKUPS, ONCE } from '../api.tokens.ts';
import { openApiSchema } from '../openapi/answers.ts';
import { recorded } from '../schemas.ts';
import type { Lookups } from './lookups.ts';
import { parseBody, readText } from './read-json.ts';
import { RecordFact } from './record.command.ts';
import { commandSpecs, type Body as CommandBody, type CommandSpec } from './specs.ts';

/** A controller for each route that records something: all of them do the same, with another plan. */
export const commandControllers: Type[] = commandSpecs.map((spec) => {
  @Controller('v1')
  class CommandController {
    constructor(
      private readonly commands: CommandBus,
      @Inject(LOOKUPS) private readonly lookups: Lookups,
      @Inject(ONCE) private readonly once: Once,
    ) {}

    @Post(spec.path)
    @Needs('write')
    @Documented(spec)
    async record(
      @Param('id') id: string | undefined,
      @Body() body: Readable | undefined,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ) {
      const { id: actor } = callerOf(request);
      const expected = versionIn(request.headers['if-match'], spec.needsMatch ?? false);
      const text = await readText(body);
      const key = request.headers['idempotency-key'] as string | undefined;
      const answer = await this.once({ actor, key, request: `POST ${request.url}\n${text}` }, async (name) => {
        const command = {
          id: id ?? '',
          body: parseBody(spec.body, text) as CommandBody,
          now: new Date().toISOString(),
        };
        const plan = await spec.plan(command, this.lookups);
        const done = await this.commands.execute(new RecordFact(plan, { expected, key: name, actor }));
        return { status: done.event ? HttpStatus.CREATED : HttpStatus.OK, body: JSON.stringify(done) };
      });
      const { position, version, event } = JSON.parse(answer.body) as {
        position?: number;
        version?: number;
        event?: { id: string };
      };
      if (position && event)
        void reply
          .header('location', `/v1/events/${event.id}`)
          .header('demarche-position', String(position))
          .header('etag', `"${version}"`);
      await reply.status(answer.status).type('application/json; charset=utf-8').send(answer.body);
    }
  }
  return CommandController;
});

const VERSION = /^"(\d{1,9})"$/;

/** The stream's version that the caller has seen, from If-Match; `*` is any. */
function versionIn(header: string | undefined, needed: boolean): number | undefined {
  if (header === undefined && needed)
    throw new ProblemError(
      HttpStatus.PRECONDITION_REQUIRED,
      'if-match-missing',
      'Send If-Match with the `version` of what you have read, so that nobody’s change is lost',
    );
  if (header === undefined || header === '*') return undefined;
  const version = VERSION.exec(header)?.[1];
  if (version === undefined) throw new InputError('If-Match is a stream’s version in quotes, as "3"', '/if-match');
  return Number(version);
}

function Documented({ path, summary, body }: CommandSpec) {
  const schema = openApiSchema(recorded, 'output');
  return applyDecorators(
    ApiOperation({ summary, operationId: path.replaceAll(/[:/]+/g, '-') }),
    ApiBearerAuth(),
    ...(path.includes(':id') ? [ApiParam({ name: 'id', schema: { type: 'string' } })] : []),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'Of your own making; a retry with it is answered alike',
    }),
    ApiBody({ schema: openApiSchema(body, 'input') }),
    ApiCreatedResponse({ description: 'The event and its position', schema }),
    ApiOkResponse({ description: 'Nothing was left to do: that was recorded before', schema }),
  );
}
