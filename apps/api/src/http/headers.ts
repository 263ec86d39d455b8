import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** As the caller calls it, where that can stand in a header and in a log; else one of ours. */
export const requestIdOf = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();

const EXPOSED = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Demarche-Position',
  'Last-Modified',
  'Repr-Digest',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
].join(', ');

/**
 * What every answer has: which request it answers, that it is what it says it is, and that it runs nothing, whoever shows it
 * (OWASP, HTTP Headers). Where the caller came by TLS, it stays with TLS (RFC 6797).
 */
export const headersOf = (
  { id, protocol }: Pick<FastifyRequest, 'id'> & { protocol?: string },
  readsOpen: boolean,
): Record<string, string> => ({
  'x-request-id': String(id),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': readsOpen ? 'cross-origin' : 'same-origin',
  ...(protocol === 'https' && { 'strict-transport-security': 'max-age=31536000' }),
  // What everybody may read a page of another site may read too; it can send no key along.
  ...(readsOpen && { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED }),
});

/** What a page of another site may send: it may read, where everybody may, and nothing else. */
export const preflightOf = (methods: readonly string[], readsOpen: boolean): Record<string, string> =>
  readsOpen && methods.includes('GET')
    ? {
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': 'If-None-Match, Last-Event-ID, Range, X-Request-Id',
        'access-control-max-age': '86400',
      }
    : {};
