import type { IncomingMessage } from 'node:http';
import {
  applyDecorators,
  Body,
  Controller,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  type Type,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { canonicalize } from '#domain';
import { callerOf, KEY_PATTERN, Needs, parseJson, type Once } from '#nest-kit';
import { LOOKUPS, ONCE } from '../api.tokens.ts';
import { TAGS_PATTERN } from '../etags.ts';
import { openApiSchema } from '../openapi/answers.ts';
import { designationParam, eventParam, listParam, noQuery, subjectParam } from '../questions.ts';
import { recorded } from '../schemas.ts';
import type { Lookups } from './lookups.ts';
import { matchingOf } from './if-match.ts';
import { parseBody, readText, requireJson } from './read-json.ts';
import { RecordFact } from './record.command.ts';
import { commandSpecs, type Body as CommandBody, type CommandSpec } from './specs.ts';

const PARAMS = { lists: listParam, designations: designationParam, subjects: subjectParam, events: eventParam };

/** What stands in a path is checked as where it is asked for. */
function paramsOf({ path }: Pick<CommandSpec, 'path'>): z.ZodType {
  const [noun] = path.split('/') as [keyof typeof PARAMS];
  return path.includes(':id') ? PARAMS[noun] : noQuery;
}

/** A controller for each route that records something: all of them do the same, with another plan. */
export const commandControllers: Type[] = commandSpecs.map((spec) => {
  const pathParams = paramsOf(spec);

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
      @Param({ schema: pathParams }) { id = '' }: { id?: string },
      @Query({ schema: noQuery }) _none: z.infer<typeof noQuery>,
      @Body() body: IncomingMessage | undefined,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ) {
      const { id: actor } = callerOf(request);
      const matching = matchingOf(request.headers['if-match'], spec.needsMatch ?? false);
      requireJson(request.headers['content-type']);
      const sent = parseJson(await readText(body));
      const key = request.headers['idempotency-key'] as string | undefined;
      // The same members in another order are the same request.
      const same = `POST ${request.url}\n${canonicalize(sent)}`;
      const answer = await this.once({ actor, key, request: same }, async (name) => {
        const command = {
          id,
          body: parseBody(spec.body, sent) as CommandBody,
          now: new Date().toISOString(),
        };
        const plan = await spec.plan(command, this.lookups);
        // An event never changes: who has read it has read what is there.
        const isUnchanged = plan.of !== undefined && matching?.events.includes(plan.of);
        const expected = isUnchanged ? undefined : matching?.versions;
        const { isNew, recorded: done } = await this.commands.execute(
          new RecordFact(plan, { expected, key: name, actor }),
        );
        return { status: isNew ? HttpStatus.CREATED : HttpStatus.OK, body: JSON.stringify(done) };
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

function Documented({ summary, body, needsMatch = false }: CommandSpec) {
  const schema = openApiSchema(recorded, 'output');
  return applyDecorators(
    ApiOperation({ summary }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      schema: { type: 'string', maxLength: 255, pattern: KEY_PATTERN },
      description: 'Of your own making; a retry with it is answered alike',
    }),
    ApiHeader({
      name: 'If-Match',
      required: needsMatch,
      schema: { type: 'string', pattern: TAGS_PATTERN },
      description: 'ETags that the GET gave, of which one has to be the present one; or a star',
    }),
    ApiBody({ schema: openApiSchema(body, 'input') }),
    ApiCreatedResponse({ description: 'The event and its position', schema }),
    ApiOkResponse({ description: 'Nothing was left to do: the event says so already', schema }),
  );
}
