import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Body, Controller, HttpStatus, Param, Query, Req, RequestMapping, RequestMethod, Res } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ManagementRoute, Sent } from '#contract';
import { callerOf, Needs, OfAccount, type Caller } from '#nest-kit';
import { parseBody, readJson } from '../commands/read-json.ts';
import { nestPath } from './nest-path.ts';

/** What is asked of the service itself, checked by its shapes. */
export interface Managing<Route extends ManagementRoute> {
  params: z.infer<Route['params']>;
  query: z.infer<Route['query']>;
  body: Route['body'] extends z.ZodObject ? z.infer<Route['body']> : undefined;
  /** A file that is sent. */
  sent: IncomingMessage | undefined;
  /** Who asks. */
  caller: Caller;
  request: FastifyRequest;
}

type Managed<Route extends ManagementRoute> = Route['answer'] extends z.ZodType ? Sent<z.infer<Route['answer']>> : void;

/** The controller of a route of the service itself. Its answers hold what is for one caller alone, and are kept nowhere. */
export function manage<Route extends ManagementRoute>(
  {
    method,
    path,
    scope,
    params: paramsShape,
    query: queryShape,
    body: bodyShape,
    answer,
    status,
    hasTag = false,
  }: Route,
  handle: (asked: Managing<Route>) => Promise<Managed<Route>>,
): Type {
  @Controller()
  class ManagementController {
    @RequestMapping({ path: nestPath(path), method: METHODS[method] })
    @Needs(scope)
    @OfAccount()
    async answer(
      @Param({ schema: paramsShape }) params: z.infer<Route['params']>,
      @Query({ schema: queryShape }) query: z.infer<Route['query']>,
      @Body() sent: IncomingMessage | undefined,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ) {
      const body = bodyShape ? await bodyOf(bodyShape, sent, request) : undefined;
      const asked = { params, query, body, sent, caller: callerOf(request), request } as Managing<Route>;
      const made = await handle(asked);
      void reply.header('cache-control', 'no-store');
      if (answer === null) return reply.status(HttpStatus.NO_CONTENT).send();
      const text = JSON.stringify(made);
      if (hasTag) void reply.header('etag', tagOf(made as { version: number }, text));
      return reply
        .status(status ?? HttpStatus.OK)
        .type('application/json; charset=utf-8')
        .send(text);
    }
  }
  return ManagementController;
}

/** Of exactly these bytes; the version is what If-Match looks at, since how a thing goes is no change of it. */
const tagOf = ({ version }: { version: number }, text: string) =>
  `"${version}-${createHash('sha256').update(text).digest('hex').slice(0, 24)}"`;

const METHODS = {
  get: RequestMethod.GET,
  post: RequestMethod.POST,
  patch: RequestMethod.PATCH,
  delete: RequestMethod.DELETE,
} as const;

async function bodyOf(shape: z.ZodObject, sent: IncomingMessage | undefined, { headers }: FastifyRequest) {
  return parseBody(shape, await readJson(headers, sent));
}
