import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { AsOf } from '#contract';
import { ANSWERING, Written, type ReadSide } from '#read-models';
import { preferredType, takesType } from './accept.ts';
import { codedFor, tagFor, type Coded } from './codings.ts';
import { matches } from './etags.ts';
import { signalOf, type Workload } from './workload.ts';

/** An answer that was made, with all that is sent with it. */
interface MadeAnswer extends Coded {
  position: number;
  /** When it was made: a mended read model answers anew. */
  madeAt: number;
  /** The day on which it was asked: a question may leave its own day to today's date. */
  askedOn: number;
  headers: Record<string, string>;
  type: string;
}

const KEPT_BYTES = 32 * 1024 * 1024;
const MAX_KEPT_BYTES = 256 * 1024;
const MAX_LARGE_BYTES = 4 * 1024 * 1024;
const KEPT_MS = 5_000;
/** Headers of an answer, and its entry. */
const BYTES_AN_ANSWER = 1_000;
/** With what it takes compressed, at most. */
const sizeOf = ({ body }: MadeAnswer, url: string): number => BYTES_AN_ANSWER + 2 * url.length + 2 * body.length;

const itemJson = (item: unknown): string => (item instanceof Written ? item.json : (JSON.stringify(item) ?? 'null'));

/** What `JSON.stringify` gives; items that were written before are not written again. */
function writeJson(answer: object): string {
  const members = Object.entries(answer).flatMap(([name, value]: [string, unknown]) => {
    const text = Array.isArray(value) ? `[${value.map(itemJson).join(',')}]` : JSON.stringify(value);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(',')}}`;
}
const JSON_FORM: Form<object> = { type: 'application/json; charset=utf-8', write: writeJson };
const DAY_MS = 86_400_000;
const dayNumber = (at: number) => Math.floor(at / DAY_MS);

/** Whether it would be the answer again, where the read models are at a position. */
const isFresh = ({ position, madeAt, askedOn }: MadeAnswer, now: number, at = Date.now()): boolean =>
  position === now && at - madeAt < KEPT_MS && askedOn === dayNumber(at);

/** Questions whose answer does not hang on the projection's position alone: an instant has to be looked up, or waited for. */
const MAY_WAIT = /[?&](knownAt|minPosition)=/;

/** How an answer is written down. */
export interface Form<Answer = unknown> {
  type: string;
  write: (answer: Answer) => string;
  /** More headers, made of the answer. */
  headers?: (answer: Answer) => Record<string, string>;
}

interface RespondOptions<Answer> {
  /** Its version goes into the ETag, which If-Match then takes: whoever changes the stream says what he has read. */
  version?: (answer: Answer) => Promise<number> | number;
  /** Nothing can change the answer: whoever has it may keep it. */
  pinned?: boolean;
  /** It hangs on more than the log, so it is made anew each time. */
  fresh?: boolean;
  /** It is compared with few others at a time. */
  heavy?: boolean;
  /** It is kept though it is large. */
  large?: boolean;
  /** JSON, where left out. */
  form?: Form<Answer>;
  /** Whether Accept has a say in its form. */
  negotiated?: boolean;
}

/**
 * Sends answers with a strong ETag, the hash of their bytes: another version of the software, a read model that was mended
 * and a compressed form have others, and nothing has one that is not there. As 304 where the caller has it, and from memory
 * where the same was asked a moment ago.
 */
export function createResponder({ progress }: ReadSide, { readsOpen, work }: { readsOpen: boolean; work: Workload }) {
  const kept = new LRUCache<string, MadeAnswer>({ maxSize: KEPT_BYTES, sizeCalculation: sizeOf });
  const cacheControl = cacheControlOf(readsOpen);

  return {
    cacheControl,

    async respond<Answer extends object>(
      request: FastifyRequest,
      reply: FastifyReply,
      { position }: Pick<AsOf, 'position'>,
      answer: (signal: AbortSignal) => Promise<Answer>,
      options: RespondOptions<Answer> = {},
    ): Promise<void> {
      const { form = JSON_FORM, negotiated, pinned = false, fresh = false, heavy = false, large = false } = options;
      // An answer of several forms is in the one that was chosen.
      if (form === JSON_FORM && !negotiated) preferredType(request.headers.accept, ['application/json']);
      const askedOn = dayNumber(Date.now() - reply.elapsedTime);
      let known = kept.get(request.url);
      if (!known || fresh || !isFresh(known, position)) {
        const signal = signalOf(request, reply);
        const making = { ...options, form, askedOn, cacheControl: cacheControl(pinned) };
        known = await work[heavy ? 'heavy' : 'light'].run(
          async () => madeOf(await answer(signal), position, making),
          signal,
        );
        if (!fresh && known.body.length <= (large ? MAX_LARGE_BYTES : MAX_KEPT_BYTES)) kept.set(request.url, known);
      }
      if (request.method !== 'POST' && matches(request.headers['if-none-match'], known.etag))
        return void reply
          .headers({ ...known.headers, etag: tagFor(known, request) })
          .status(304)
          .send();
      const sent = await codedFor(known, request);
      void reply.headers({ ...known.headers, 'content-type': known.type, ...sent.headers }).send(sent.body);
    },

    /** What was answered to the same question a moment ago, where it would be the answer again. */
    async recent({ method, url, headers }: FastifyRequest): Promise<MadeAnswer | null> {
      const known = kept.get(url);
      if (!known || method !== 'GET' || MAY_WAIT.test(url)) return null;
      if (!takesType(headers.accept, 'application/json')) return null;
      return isFresh(known, await progress.position(ANSWERING)) ? known : null;
    },

    repeat,
  };
}
export type Responder = ReturnType<typeof createResponder>;

/** Whether others may keep an answer, and for how long. */
const cacheControlOf = (readsOpen: boolean) => (pinned: boolean) => {
  if (pinned) return `${readsOpen ? 'public' : 'private'}, max-age=31536000, immutable`;
  return readsOpen ? 'no-cache' : 'private, no-cache';
};

type Making<Answer> = RespondOptions<Answer> & { form: Form<Answer>; cacheControl: string; askedOn: number };

/** Writes an answer down, with its ETag. */
async function madeOf<Answer extends object>(
  answer: Answer,
  position: number,
  { form, version, negotiated, cacheControl, askedOn }: Making<Answer>,
): Promise<MadeAnswer> {
  const body = Buffer.from(form.write(answer));
  const prefix = version ? `${await version(answer)}-` : '';
  const etag = `"${prefix}${hash('sha256', body).slice(0, 24)}"`;
  const headers = {
    etag,
    'demarche-position': String(position),
    'cache-control': cacheControl,
    vary: negotiated ? 'accept, accept-encoding' : 'accept-encoding',
    ...form.headers?.(answer),
  };
  return { position, madeAt: Date.now(), askedOn, etag, headers, type: form.type, body, compressed: {} };
}

/**
 * Sends an answer once more. Past Fastify, whose part of it would take longer than all the rest. `headers` are those that every
 * answer has.
 */
async function repeat(
  known: MadeAnswer,
  request: FastifyRequest,
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const isKnown = matches(request.headers['if-none-match'], known.etag);
  const sent = isKnown ? undefined : await codedFor(known, request);
  reply.hijack();
  if (!sent) {
    reply.raw.writeHead(304, { ...headers, ...known.headers, etag: tagFor(known, request) }).end();
    return;
  }
  const { headers: coding, body } = sent;
  const own = { ...known.headers, 'content-type': known.type, ...coding, 'content-length': body.length };
  reply.raw.writeHead(200, { ...headers, ...own }).end(body);
}
