import type { ServerOptions } from 'node:http';
import type { FastifyServerOptions } from 'fastify';
import { sendProblem } from '#nest-kit';
import { headersOf, requestIdOf } from './headers.ts';
import { refuseConnection, unreadable } from './refusals.ts';

const MAX_BODY_BYTES = 256 * 1024 * 1024;
/** An id of 400 characters in any script, percent-encoded, and as much again. */
const LONGEST_PARAMETER = 8_000;

/** What yente has at its root is found there too, so that its clients need no other address. */
const LIKE_YENTE = /^\/(match|search|entities|algorithms|catalog|reconcile)(?=[/?]|$)/;

/** How requests are taken, before any route. */
export const fastifyOptions = (
  readsOpen: boolean,
  trustProxy: string | undefined,
): FastifyServerOptions & { http: ServerOptions } => ({
  bodyLimit: MAX_BODY_BYTES,
  forceCloseConnections: true,
  ...(trustProxy !== undefined && { trustProxy }),
  rewriteUrl: ({ url = '/' }) => (LIKE_YENTE.test(url) ? `/v1${url}` : url),
  genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
  routerOptions: { maxParamLength: LONGEST_PARAMETER },
  frameworkErrors: (error, request, reply) => {
    void reply.headers(headersOf(request, readsOpen));
    void sendProblem(request, reply, unreadable(error.statusCode, error.message));
  },
  clientErrorHandler: refuseConnection,
  // Node would refuse such a request without a problem; it is done below.
  http: { requireHostHeader: false },
});
