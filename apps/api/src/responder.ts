import type { FastifyReply, FastifyRequest } from 'fastify';
import { ANSWERING, type AnswerSources, type AsOf } from '#read-models';

interface Kept {
  position: number;
  /** When it was made: a question may leave its day to today's date. */
  madeOn: number;
  etag: string;
  headers: Record<string, string>;
  body: Buffer;
}

const KEPT = 500;
const MAX_KEPT_BYTES = 256 * 1024;

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const DAY_MS = 86_400_000;
const dayNumber = () => Math.floor(Date.now() / DAY_MS);

/** Questions whose answer does not hang on the projection's position alone: an instant has to be looked up, or waited for. */
const MAY_WAIT = /[?&](knownAt|minPosition)=/;

/**
 * Sends answers that hold for as long as the read models stand still: with a strong ETag, as 304 where the caller has it,
 * and from memory where the same was asked before. The ETag is the projection's position; where the question leaves the
 * day to today's date, the day too, because tomorrow's answer is another.
 */
export function createResponder({ progress }: AnswerSources) {
  const kept = new Map<string, Kept>();

  const keep = (url: string, answer: Kept) => {
    kept.delete(url);
    if (answer.body.length <= MAX_KEPT_BYTES) kept.set(url, answer);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  };

  return {
    async respond<Answer extends object>(
      request: FastifyRequest,
      reply: FastifyReply,
      { position, on }: Pick<AsOf, 'position' | 'on'>,
      answer: () => Promise<Answer>,
      /** What else the answer hangs on, in a few letters; such an answer is made anew each time. */
      also?: string,
    ): Promise<void> {
      const { url } = request;
      const hangsOn = [position, ...(/[?&](on|cursor)=/.test(url) ? [] : [on]), ...(also === undefined ? [] : [also])];
      const etag = `"${hangsOn.join('-')}"`;
      const headers = {
        etag,
        'demarche-position': String(position),
        'cache-control': 'no-cache',
      };
      if (matches(request.headers['if-none-match'], etag)) return void reply.headers(headers).status(304).send();
      let known = kept.get(url);
      if (known?.etag !== etag) {
        known = { position, madeOn: dayNumber(), etag, headers, body: Buffer.from(JSON.stringify(await answer())) };
        if (also === undefined) keep(url, known);
      }
      void reply.headers({ ...headers, ...JSON_TYPE }).send(known.body);
    },

    /**
     * Answers what was asked before in the same words, before anything is read of it; false where that will not do. Past
     * Fastify, whose part of it would take longer than all the rest.
     */
    async repeat({ method, url, headers }: FastifyRequest, reply: FastifyReply): Promise<boolean> {
      const known = kept.get(url);
      if (!known || method !== 'GET' || MAY_WAIT.test(url)) return false;
      if (known.position !== (await progress.position(ANSWERING)) || known.madeOn !== dayNumber()) return false;
      reply.hijack();
      if (matches(headers['if-none-match'], known.etag)) reply.raw.writeHead(304, known.headers).end();
      else
        reply.raw
          .writeHead(200, { ...known.headers, ...JSON_TYPE, 'content-length': known.body.length })
          .end(known.body);
      return true;
    },
  };
}
export type Responder = ReturnType<typeof createResponder>;
export type Respond = Responder['respond'];

/** If-None-Match as RFC 9110 section 13.1.2 has it: a list, or a star; weak ones compare by their opaque part. */
function matches(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  return header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag);
}
