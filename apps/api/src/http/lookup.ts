import type { IncomingMessage } from 'node:http';
import {
  Body,
  Controller,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  type Type,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { LookupRoute } from '#contract';
import { Needs } from '#nest-kit';
import { resolveAsOf } from '#read-models';
import { SERVED } from '../api.tokens.ts';
import { readForm } from '../commands/read-form.ts';
import { parseBody, readJson } from '../commands/read-json.ts';
import { nestPath } from './nest-path.ts';
import type { AnswerOf, AskedAsOf, Served } from './question.ts';
import { signalOf } from './workload.ts';

/** A question with its body and its times. */
export type LookedUpAsOf<Route extends LookupRoute> = AskedAsOf<Route> & { body: z.infer<Route['body']> };

/** The controller of a question whose body says what is asked about: it records nothing, and whoever may read may ask it. */
export function lookup<Route extends LookupRoute>(
  { path, params: paramsShape, query: queryShape, body: bodyShape, isForm = false }: Route,
  answer: (asked: LookedUpAsOf<Route>) => Promise<AnswerOf<Route> & object>,
  isHeavy: (body: z.infer<Route['body']>) => boolean,
): Type {
  @Controller()
  class LookupController {
    constructor(@Inject(SERVED) private readonly served: Served) {}

    @Post(nestPath(path))
    @HttpCode(HttpStatus.OK)
    @Needs('read')
    async lookUp(
      @Param({ schema: paramsShape }) params: z.infer<Route['params']>,
      @Query({ schema: queryShape }) query: z.infer<Route['query']>,
      @Body() sent: IncomingMessage | undefined,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ) {
      const body = parseBody(bodyShape, await (isForm ? readForm : readJson)(request.headers, sent)) as z.infer<
        Route['body']
      >;
      const { served } = this;
      const readSide = { ...served.readSide, signal: signalOf(request, reply) };
      const asOf = await resolveAsOf(readSide, query);
      const asked = { params, query, body, readSide, served, request, reply, asOf };
      await served.responder.respond(request, reply, asOf, () => answer(asked), { fresh: true, heavy: isHeavy(body) });
    }
  }
  return LookupController;
}
