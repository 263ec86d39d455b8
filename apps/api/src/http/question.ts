import { Controller, Get, Inject, Param, Query, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Reach } from '#access';
import { Needs, OfAccount } from '#nest-kit';
import type { AsOf, QuestionRoute, Sent } from '#contract';
import { resolveAsOf, type ReadSide } from '#read-models';
import type { Exports } from '#exports';
import type { MatchSide } from '#screening';
import type { Ledger } from '#sources';
import { SERVED } from '../api.tokens.ts';
import type { Live } from '../live/live.ts';
import { nestPath } from './nest-path.ts';
import type { Form, Responder } from './responder.ts';
import { signalOf, type Workload } from './workload.ts';

/** What questions are answered with. */
export interface Served {
  readSide: ReadSide;
  ledger: Ledger;
  responder: Responder;
  work: Workload;
  /** The files that exports are made into. */
  exports: Exports;
  /** All names, in memory, and the datasets that they are told of. */
  screening: Omit<MatchSide, 'readSide'>;
  /** For who follows the log. */
  live: Live;
  /** Whether who asks may read, for routes that say more to them, or for long. */
  mayRead(request: FastifyRequest): Promise<boolean>;
  /** A list and its authority, for keys that are narrowed to one of them. */
  reachOfList(list: string): Promise<Reach>;
}

/** A question whose parameters are as the contract has them. */
export interface Asked<Route extends QuestionRoute> {
  params: z.infer<Route['params']>;
  query: z.infer<Route['query']>;
  /** Long work with them stops when the caller hangs up. */
  readSide: ReadSide;
  served: Served;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What may stand in a query whatever the question: its two times, how fresh the answer has to be, and which page it is. */
export interface Times {
  on?: string;
  knownAt?: string;
  minPosition?: number;
  cursor?: string;
  explain?: boolean;
}

/** A question with its times resolved. */
export type AskedAsOf<Route extends QuestionRoute> = Asked<Route> & { asOf: AsOf };

export type AnswerOf<Route extends QuestionRoute> = Sent<z.infer<NonNullable<Route['answer']>>>;

/** The controller of one route. */
export function route<Route extends QuestionRoute>(
  { path, params: paramsShape, query: queryShape, ofAccount = false }: Route,
  handle: (asked: Asked<Route>) => Promise<unknown>,
): Type {
  @Controller()
  @(ofAccount ? OfAccount() : Needs('read'))
  class QuestionController {
    constructor(@Inject(SERVED) private readonly served: Served) {}

    @Get(nestPath(path))
    async answer(
      @Param({ schema: paramsShape }) params: z.infer<Route['params']>,
      @Query({ schema: queryShape }) query: z.infer<Route['query']>,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ) {
      const { served } = this;
      const readSide = { ...served.readSide, signal: signalOf(request, reply) };
      await handle({ params, query, readSide, served, request, reply });
    }
  }
  return QuestionController;
}

export interface Answering<Route extends QuestionRoute> {
  /** The version of the stream, for the ETag: If-Match takes it, so that a caller can say what he has read. */
  version?: (asked: AskedAsOf<Route>, answer: AnswerOf<Route>) => Promise<number> | number;
  /** Whether nothing can change the answer, so that it may be kept; left out, its two times decide. */
  pinned?: (query: z.infer<Route['query']>) => boolean;
  /** The answer depends on more than the log, so it is made anew each time. */
  fresh?: boolean;
  /** Whether it is long work, of which little is done at a time. */
  heavy?: (query: z.infer<Route['query']>, readSide: ReadSide) => boolean;
  /** It is kept though it is large: made once, many ask for it. */
  large?: boolean;
  /** How the answer is written down; JSON, where left out. What has several forms has to be `fresh`. */
  form?: (asked: AskedAsOf<Route>) => Form<AnswerOf<Route>>;
}

/** The controller of a question: resolves its times, and sends what `answer` makes. */
export const question = <Route extends QuestionRoute>(
  asRoute: Route,
  answer: (asked: AskedAsOf<Route>) => Promise<AnswerOf<Route>>,
  options: Answering<Route> = {},
): Type =>
  route(asRoute, async (asked) => {
    const asOf = await resolveAsOf(asked.readSide, asked.query);
    await respond(asRoute, { ...asked, asOf }, answer, options);
  });

/** Sends the answer to a question whose times are resolved. */
export async function respond<Route extends QuestionRoute>(
  { query: shape, negotiated }: Route,
  asked: AskedAsOf<Route>,
  answer: (asked: AskedAsOf<Route>) => Promise<unknown>,
  { version, pinned, fresh = false, heavy, large, form }: Answering<Route>,
): Promise<void> {
  const { asOf, query, served, request, reply } = asked;
  await served.responder.respond(request, reply, asOf, () => answer(asked) as Promise<AnswerOf<Route> & object>, {
    version: version && ((made) => version(asked, made)),
    pinned: !fresh && (pinned ? pinned(query) : isPinned(query as Times, 'on' in shape.shape)),
    fresh,
    heavy: heavy?.(query, served.readSide) ?? false,
    large,
    form: form?.(asked),
    negotiated,
  });
}

const POSITION = /^\d{1,15}$/;

/**
 * Whether a question names both of its times so that nothing can change its answer: a day, where it has one, and a position.
 * An explanation tells what is not yet known, which changes.
 */
export const isPinned = ({ on, knownAt, cursor, explain }: Times, hasDay: boolean): boolean =>
  !explain && (cursor !== undefined || (POSITION.test(knownAt ?? '') && (!hasDay || on !== undefined)));
