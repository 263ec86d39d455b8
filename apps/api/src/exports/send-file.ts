import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '#contract';
import type { Coding, KeptFile } from '#exports';
import { codingFor } from '../http/codings.ts';
import { compressedTag, matches } from '../http/etags.ts';
import { rangeOf } from './ranges.ts';

export interface Sending {
  kept: KeptFile;
  /** What it is called where it is put down. */
  filename: string;
  type: string;
  position: number;
  /** RFC 3339: when it came to be what it is. */
  at: string;
  cacheControl: string;
}

/**
 * Sends a file that is kept, or a part of it, in the coding that the caller takes. Each coding has an ETag and a digest of its own
 * (RFC 9530). A part is one of the bytes as they are, unless If-Range says that the caller has others of a coding.
 */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, sending: Sending): Promise<void> {
  const { kept, filename, type, position, at, cacheControl } = sending;
  const base = `${position}-${kept.sha256.slice(0, 16)}`;
  const coding = codingOf(request, base);
  const { bytes, sha256 } = kept.codings[coding];
  const etag = tagOf(base, coding);
  const modified = new Date(at).toUTCString();
  void reply.headers({
    etag,
    'cache-control': cacheControl,
    vary: 'accept-encoding',
    'demarche-position': String(position),
    'last-modified': modified,
    'accept-ranges': 'bytes',
  });
  if (isUnchanged(request, base, at)) return void (await reply.status(304).send());
  void reply.headers({
    'repr-digest': `sha-256=:${sha256}:`,
    'content-disposition': `attachment; filename="${filename}"`,
    ...(coding !== 'identity' && { 'content-encoding': coding }),
  });
  const range = isSame(request.headers['if-range'], etag, modified) ? rangeOf(request.headers.range, bytes) : null;
  if (range === 'none') {
    for (const name of ['repr-digest', 'content-disposition', 'content-encoding', 'etag', 'last-modified'])
      void reply.removeHeader(name);
    void reply.headers({ 'content-range': `bytes */${bytes}`, 'cache-control': 'no-store' });
    throw new ProblemError(416, 'range-not-satisfiable', `The file has ${bytes} bytes; the range begins after them`);
  }
  // Opened before anything is told: who has it open can read it to its end, whoever removes its name.
  const file = await open(kept.path(coding), 'r');
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  void reply.type(type).header('content-length', end - start + 1);
  if (range) void reply.status(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
  if (request.method === 'HEAD' || bytes === 0) {
    await file.close();
    // A stream, so that the length stays that of the file.
    return void (await reply.send(Readable.from([])));
  }
  await reply.send(file.createReadStream({ start, end, highWaterMark: 256 * 1024 }));
}

const tagOf = (base: string, coding: Coding) =>
  coding === 'identity' ? `"${base}"` : compressedTag(`"${base}"`, coding);

/** Programs that ask for a part name the codings that they can expand, as always; of a part, they can expand none. */
function codingOf({ headers }: FastifyRequest, base: string): Coding {
  const coding = codingFor(headers['accept-encoding']);
  return headers.range === undefined || headers['if-range'] === tagOf(base, coding) ? coding : 'identity';
}

/** Whether the caller has it already, in whatever coding. */
function isUnchanged({ headers }: FastifyRequest, base: string, at: string): boolean {
  const header = headers['if-none-match'];
  if (header === undefined) {
    const since = Date.parse(headers['if-modified-since'] ?? '');
    return !Number.isNaN(since) && Math.floor(Date.parse(at) / 1000) * 1000 <= since;
  }
  return matches(header, `"${base}"`);
}

/** Whether a part goes with what the caller has of it: RFC 9110 section 13.1.5. */
const isSame = (ifRange: string | string[] | undefined, etag: string, modified: string): boolean =>
  ifRange === undefined || ifRange === etag || ifRange === modified;
