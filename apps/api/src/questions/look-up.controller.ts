import type { IncomingMessage } from 'node:http';
import { Body, Controller, HttpCode, HttpStatus, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { lookups, type BatchAnswer } from '#contract';
import { Needs, parseJson, problemOf } from '#nest-kit';
import { lookUpDesignations, resolveAsOf, type LookedUp } from '#read-models';
import { SERVED } from '../api.tokens.ts';
import { parseBody, readText, requireJson } from '../commands/read-json.ts';
import { nestPath } from '../http/nest-path.ts';
import type { Served } from '../http/question.ts';
import { signalOf } from '../http/workload.ts';

const { path, query, body: shape } = lookups.designations;

/** More than a page of them is done one after the other. */
const HEAVY_FROM = 500;

/** Many designations at once. A question whose body is too long for an address: it records nothing. */
@Controller()
export class LookUpController {
  constructor(@Inject(SERVED) private readonly served: Served) {}

  @Post(nestPath(path))
  @HttpCode(HttpStatus.OK)
  @Needs('read')
  async lookUp(
    @Query({ schema: query }) times: z.infer<typeof query>,
    @Body() body: IncomingMessage | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    requireJson(request.headers['content-type']);
    const { designations } = parseBody(shape, parseJson(await readText(body)));
    const asked = designations.map((each) => (typeof each === 'string' ? each : `${each.list}:${each.reference}`));
    const readSide = { ...this.served.readSide, signal: signalOf(request, reply) };
    const asOf = await resolveAsOf(readSide, times);
    await this.served.responder.respond<BatchAnswer>(
      request,
      reply,
      asOf,
      async () => ({ ...asOf, items: (await lookUpDesignations(readSide, asOf, asked)).map(itemOf) }),
      { fresh: true, heavy: asked.length > HEAVY_FROM },
    );
  }
}

const itemOf = (found: LookedUp): BatchAnswer['items'][number] =>
  'designation' in found
    ? { asked: found.asked, found: true, designation: found.designation }
    : { asked: found.asked, found: false, problem: problemOf({ status: 404, code: 'not-found', detail: found.why }) };
