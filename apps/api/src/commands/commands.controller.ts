import type { IncomingMessage } from 'node:http';
import { Body, Controller, HttpStatus, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { commands, nothing, type CommandRoute } from '#contract';
import { canonicalize, type DomainCommand } from '#domain';
import { streamsOnce } from '#event-log';
import { callerOf, Needs, requireWithin } from '#nest-kit';
import type { Once, Width } from '#access';
import type { Ledger } from '#sources';
import { LEDGER, ONCE } from '../api.tokens.ts';
import { nestPath } from '../http/nest-path.ts';
import { matchingOf } from './if-match.ts';
import { createLookups } from './lookups.ts';
import { plans, type Body as CommandBody, type Plan } from './plans.ts';
import { parseBody, readJson } from './read-json.ts';
import { RecordFact, type Outcome } from './record.command.ts';

/** A controller for each route that records something: all of them do the same, with another plan. */
export const commandControllers: Type[] = Object.entries(commands).map(([name, route]) =>
  controllerOf(route, plans[name as keyof typeof commands]),
);

function controllerOf({ path, params, body: shape, needsMatch = false }: CommandRoute, plan: Plan): Type {
  @Controller()
  class CommandController {
    constructor(
      private readonly bus: CommandBus,
      @Inject(LEDGER) private readonly ledger: Ledger,
      @Inject(ONCE) private readonly once: Once,
    ) {}

    @Post(nestPath(path))
    @Needs('write')
    async record(
      @Param({ schema: params }) { id = '' }: { id?: string },
      @Query({ schema: nothing }) _none: z.infer<typeof nothing>,
      @Body() body: IncomingMessage | undefined,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ) {
      const { id: actor, width } = callerOf(request);
      const matching = matchingOf(request.headers['if-match'], needsMatch);
      const sent = await readJson(request.headers, body);
      const key = request.headers['idempotency-key'] as string | undefined;
      // The same members in another order are the same request.
      const same = `POST ${request.url}\n${canonicalize(sent)}`;
      const { status, answer, text } = await this.once({ actor, key, request: same }, async (given) => {
        const readStream = streamsOnce(this.ledger.log);
        const planned = await plan(
          { id, body: parseBody(shape, sent) as CommandBody, now: new Date().toISOString() },
          createLookups({ ...this.ledger.log, readStream }),
        );
        // An event never changes: who has read it has read what is there.
        const isUnchanged = planned.of !== undefined && matching?.events.includes(planned.of);
        const expected = isUnchanged ? undefined : matching?.versions;
        const options = { expected, key: given, actor, readStream };
        const within = { ...planned, commandFor: (state: object) => checked(planned.commandFor(state), width) };
        const { isNew, recorded } = await this.bus.execute(new RecordFact(within, options));
        return { status: isNew ? HttpStatus.CREATED : HttpStatus.OK, answer: recorded };
      });
      const { position, version, event } = answer as Outcome['recorded'];
      if (position && event)
        void reply
          .header('location', `/v1/events/${event.id}`)
          .header('demarche-position', String(position))
          .header('etag', `"${version}"`);
      await reply.status(status).type('application/json; charset=utf-8').send(text);
    }
  }
  return CommandController;
}

/** A command, where it lies within what its key is for. Throws ProblemError (403). */
function checked(command: DomainCommand, width: Width): DomainCommand {
  const { list, authority } = command.data as { list?: string; authority?: string };
  requireWithin(width, [{ list, authority }]);
  return command;
}
