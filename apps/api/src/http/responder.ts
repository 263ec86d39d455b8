import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AsOf } from '#contract';
import { ANSWERING, type ReadSide } from '#read-models';
import { listed, preferredType, takesType } from './accept.ts';
import { readTags } from './etags.ts';
import { signalOf, type Workload } from './workload.ts';

const compress = promisify(gzip);

interface Kept {
  position: number;
  /** When it was made: a question may leave its day to today's date, and a mended read model answers anew. */
  madeAt: number;
  etag: string;
  headers: Record<string, string>;
  type: string;
  body: Buffer;
  gzipped?: Buffer;
}

const KEPT_BYTES = 32 * 1024 * 1024;
const MAX_KEPT_BYTES = 256 * 1024;
const MAX_LARGE_BYTES = 4 * 1024 * 1024;
const KEPT_MS = 5_000;
/** Below it, a packet holds it as it is. */
const WORTH_COMPRESSING = 1_400;

const JSON_FORM: Form = { type: 'application/json; charset=utf-8', write: JSON.stringify };
const DAY_MS = 86_400_000;
const dayNumber = (at: number) => Math.floor(at / DAY_MS);

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
  const kept = new Map<string, Kept>();
  let bytes = 0;
  const sizeOf = ({ body, gzipped }: Kept) => body.length + (gzipped?.length ?? 0);

  const forget = (url: string) => {
    const known = kept.get(url);
    if (!known) return;
    kept.delete(url);
    bytes -= sizeOf(known);
  };
  const keep = (url: string, answer: Kept, maxBytes: number) => {
    forget(url);
    if (answer.body.length > maxBytes) return;
    kept.set(url, answer);
    bytes += sizeOf(answer);
    while (bytes > KEPT_BYTES) forget(kept.keys().next().value!);
  };
  const isFresh = ({ position, madeAt }: Kept, now: number, at: number) =>
    position === now && at - madeAt < KEPT_MS && dayNumber(madeAt) === dayNumber(at);
  const cacheControl = (pinned: boolean) =>
    pinned
      ? `${readsOpen ? 'public' : 'private'}, max-age=31536000, immutable`
      : readsOpen
        ? 'no-cache'
        : 'private, no-cache';

  return {
    cacheControl,

    async respond<Answer extends object>(
      request: FastifyRequest,
      reply: FastifyReply,
      { position }: Pick<AsOf, 'position'>,
      answer: (signal: AbortSignal) => Promise<Answer>,
      {
        version,
        pinned = false,
        fresh = false,
        heavy = false,
        large = false,
        form = JSON_FORM,
        negotiated,
      }: RespondOptions<Answer> = {},
    ): Promise<void> {
      const { url } = request;
      // An answer of several forms is in the one that was chosen.
      if (form === JSON_FORM && !negotiated) preferredType(request.headers.accept, ['application/json']);
      let known = kept.get(url);
      if (!known || fresh || !isFresh(known, position, Date.now())) {
        const signal = signalOf(request, reply);
        known = await work[heavy ? 'heavy' : 'light'].run(async () => {
          const made = await answer(signal);
          const body = Buffer.from(form.write(made));
          const prefix = version ? `${await version(made)}-` : '';
          const etag = `"${prefix}${createHash('sha256').update(body).digest('hex').slice(0, 24)}"`;
          const headers = {
            etag,
            'demarche-position': String(position),
            'cache-control': cacheControl(pinned),
            vary: negotiated ? 'accept, accept-encoding' : 'accept-encoding',
            ...form.headers?.(made),
          };
          return { position, madeAt: Date.now(), etag, headers, type: form.type, body };
        }, signal);
        if (!fresh) keep(url, known, large ? MAX_LARGE_BYTES : MAX_KEPT_BYTES);
      }
      if (request.method !== 'POST' && matches(request.headers['if-none-match'], known.etag))
        return void reply
          .headers({ ...known.headers, etag: tagFor(known, request) })
          .status(304)
          .send();
      const sent = await formFor(known, request);
      void reply.headers({ ...known.headers, 'content-type': known.type, ...sent.headers }).send(sent.body);
    },

    /** What was answered to the same question a moment ago, where it would be the answer again. */
    async recent({ method, url, headers }: FastifyRequest): Promise<Kept | null> {
      const known = kept.get(url);
      if (!known || method !== 'GET' || MAY_WAIT.test(url)) return null;
      if (!takesType(headers.accept, 'application/json')) return null;
      return isFresh(known, await progress.position(ANSWERING), Date.now()) ? known : null;
    },

    /**
     * Sends it once more. Past Fastify, whose part of it would take longer than all the rest. `headers` are those that every
     * answer has.
     */
    async repeat(
      known: Kept,
      request: FastifyRequest,
      reply: FastifyReply,
      headers: Readonly<Record<string, string>>,
    ): Promise<void> {
      const isKnown = matches(request.headers['if-none-match'], known.etag);
      const sent = isKnown ? undefined : await formFor(known, request);
      reply.hijack();
      if (!sent) reply.raw.writeHead(304, { ...headers, ...known.headers, etag: tagFor(known, request) }).end();
      else
        reply.raw
          .writeHead(200, {
            ...headers,
            ...known.headers,
            'content-type': known.type,
            ...sent.headers,
            'content-length': sent.body.length,
          })
          .end(sent.body);
    },
  };

  /** The answer compressed, where the caller takes that and it is worth it. */
  async function formFor(known: Kept, request: FastifyRequest): Promise<{ headers: object; body: Buffer }> {
    if (!isCompressed(known, request)) return { headers: {}, body: known.body };
    if (!known.gzipped) {
      known.gzipped = await compress(known.body, { level: 5 });
      if (kept.get(request.url) === known) bytes += known.gzipped.length;
    }
    return {
      headers: { 'content-encoding': 'gzip', etag: compressedTag(known.etag) },
      body: known.gzipped,
    };
  }
}
export type Responder = ReturnType<typeof createResponder>;

const isCompressed = ({ body }: Kept, request: FastifyRequest) =>
  body.length >= WORTH_COMPRESSING && takesGzip(request);
const tagFor = (known: Kept, request: FastifyRequest) =>
  isCompressed(known, request) ? compressedTag(known.etag) : known.etag;

const COMPRESSED = '-gzip';

/** The same in another coding has other bytes, and so another strong ETag. */
export const compressedTag = (etag: string): string => `${etag.slice(0, -1)}${COMPRESSED}"`;

/** Whether the caller takes gzip: RFC 9110 section 12.5.3. */
export function takesGzip({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const accepted = listed(String(headers['accept-encoding'] ?? ''));
  const found = accepted.find(([coding]) => coding === 'gzip') ?? accepted.find(([coding]) => coding === '*');
  return found !== undefined && !isRefused(found.slice(1));
}

const isRefused = (parameters: readonly string[]) => parameters.some((each) => /^q=0(\.0*)?$/.test(each));

/** If-None-Match as RFC 9110 section 13.1.2 has it: a list, or a star; weak ones, and those of either coding, compare alike. */
export function matches(header: string | undefined, etag: string): boolean {
  const tags = header ? readTags(header) : null;
  if (tags === null || tags === '*') return tags === '*';
  return tags.some(({ value }) => `"${value}"` === etag || `"${value}"` === compressedTag(etag));
}
