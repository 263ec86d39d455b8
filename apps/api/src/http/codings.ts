import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { qualityOfCoding } from './accept.ts';
import { compressedTag } from './etags.ts';

const compress = promisify(gzip);

/** Below it, a packet holds it as it is. */
const WORTH_COMPRESSING = 1_400;

/** An answer as bytes, and compressed where somebody took that. */
export interface Coded {
  etag: string;
  body: Buffer;
  gzipped?: Buffer;
}

/** Whether the caller takes gzip: RFC 9110 section 12.5.3. */
export const takesGzip = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  qualityOfCoding(headers['accept-encoding'], 'gzip') > 0;

const isCompressed = ({ body }: Coded, request: FastifyRequest) =>
  body.length >= WORTH_COMPRESSING && takesGzip(request);

/** The ETag of the coding that a caller gets. */
export const tagFor = (coded: Coded, request: FastifyRequest): string =>
  isCompressed(coded, request) ? compressedTag(coded.etag) : coded.etag;

/** The bytes that a caller gets, and the headers that say so: compressed, where he takes that and it is worth it. */
export async function codedFor(
  coded: Coded,
  request: FastifyRequest,
): Promise<{ headers: Record<string, string>; body: Buffer }> {
  if (!isCompressed(coded, request)) return { headers: {}, body: coded.body };
  coded.gzipped ??= await compress(coded.body, { level: 4 });
  return { headers: { 'content-encoding': 'gzip', etag: compressedTag(coded.etag) }, body: coded.gzipped };
}
