import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AsOf } from '#read-models';

interface Kept {
  etag: string;
  body: string;
}

const KEPT = 500;
const MAX_KEPT_BYTES = 256 * 1024;

/**
 * Sends answers that hold for as long as the read models stand still: with a strong ETag, as 304 where the caller has it,
 * and from memory where the same was asked before. The ETag is the projection's position; where the question leaves the
 * day to today's date, the day too, because tomorrow's answer is another.
 */
export function createResponder() {
  const kept = new Map<string, Kept>();

  return async function respond<Answer extends object>(
    request: FastifyRequest,
    reply: FastifyReply,
    { position, on }: Pick<AsOf, 'position' | 'on'>,
    answer: () => Promise<Answer>,
  ): Promise<void> {
    const { url } = request;
    const etag = /[?&](on|cursor)=/.test(url) ? `"${position}"` : `"${position}-${on}"`;
    void reply
      .header('etag', etag)
      .header('demarche-position', String(position))
      .header('cache-control', 'no-cache')
      .type('application/json; charset=utf-8');
    if (matches(request.headers['if-none-match'], etag)) {
      void reply.status(304).send();
      return;
    }
    let known = kept.get(url);
    if (known?.etag !== etag) {
      known = { etag, body: JSON.stringify(await answer()) };
      kept.delete(url);
      if (known.body.length <= MAX_KEPT_BYTES) kept.set(url, known);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    }
    void reply.send(known.body);
  };
}
export type Respond = ReturnType<typeof createResponder>;

/** If-None-Match as RFC 9110 section 13.1.2 has it: a list, or a star; weak ones compare by their opaque part. */
function matches(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  return header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag);
}
