import type { FastifyInstance, FastifyRequest } from 'fastify';
import { widthOf, type Audit, type Identify, type RateLimits } from '#access';
import { bearerOf, callerOf, sendProblem } from '#nest-kit';
import { headersOf, preflightOf } from './headers.ts';
import { countAddress, countKey } from './limits.ts';
import { watchRoutes } from './methods.ts';
import { NO_EXPECTATION, NO_HOST, NO_PROXY, noSuchMethod, refuse, STARTING } from './refusals.ts';
import type { Responder } from './responder.ts';

export interface Receiving {
  readsOpen: boolean;
  isStarted: () => boolean;
  limits: RateLimits;
  responder: Responder;
  identify: Identify;
}

/** What is looked at of a request before any route: whether it may be answered now, and by what methods. */
export function receive(fastify: FastifyInstance, receiving: Receiving): void {
  const { readsOpen, isStarted, limits, responder } = receiving;
  const methodsOf = watchRoutes(fastify);
  fastify.server.on('checkExpectation', (_request, { socket }) => socket && refuse(socket, NO_EXPECTATION));
  fastify.server.on('connect', (_request, socket) => refuse(socket, NO_PROXY));
  fastify.addHook('onRequest', async (request, reply) => {
    const headers = headersOf(request, readsOpen);
    const isOfApi = request.url.startsWith('/v1');
    const tooMany = isOfApi ? countAddress(limits, request, headers) : undefined;
    const found =
      hostsOf(request) !== 1 && request.raw.httpVersion === '1.1'
        ? NO_HOST
        : isOfApi && !isStarted()
          ? STARTING
          : tooMany;
    if (found) return sendProblem(request, reply.headers(headers), found);
    // A repeated question is answered before any route.
    const known = await responder.recent(request);
    if (known && (await mayReadAll(receiving, request, headers))) {
      await responder.repeat(known, request, reply, headers);
      return reply;
    }
    void reply.headers(headers);
    const methods = methodsOf(request.url);
    if (methods.length === 0 || (methods.includes(request.method) && request.method !== 'OPTIONS')) return undefined;
    void reply.header('allow', methods.join(', '));
    if (request.method === 'OPTIONS') return reply.headers(preflightOf(methods, readsOpen)).status(204).send();
    return sendProblem(request, reply, noSuchMethod(request.method, methods));
  });
}

/** How many hosts a request names: of two, a proxy might take the other (RFC 9112 section 3.2). */
const hostsOf = ({ raw: { rawHeaders } }: FastifyRequest): number =>
  rawHeaders.filter((name, at) => at % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length;

/**
 * Whether the caller may read whatever there is; one with a key is counted then. Whoever may not is left to the guard, which
 * says why.
 */
async function mayReadAll(
  { readsOpen, identify, limits }: Receiving,
  { headers: { authorization } }: FastifyRequest,
  headers: Record<string, string>,
): Promise<boolean> {
  if (authorization === undefined) return readsOpen;
  const caller = await identify(bearerOf(authorization));
  if (!caller || (!readsOpen && widthOf(caller.scopes, 'read') !== 'all')) return false;
  return countKey(limits, caller.id, headers) === undefined;
}

const REFUSED: ReadonlySet<number> = new Set([401, 403, 429]);

/** Who was not let do something stands in the audit trail; keys of nobody are counted by the address that tries them. */
export function tellRefusals(fastify: FastifyInstance, audit: Audit, limits: RateLimits): void {
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    const target = `${request.method} ${request.routeOptions.url ?? '(no such route)'}`;
    if (REFUSED.has(statusCode))
      audit.refused({ actor: callerOf(request).id, address: request.ip, status: statusCode, target });
    if (statusCode === 401 && request.headers.authorization !== undefined) limits.takeAddress(request.ip);
    done();
  });
}
