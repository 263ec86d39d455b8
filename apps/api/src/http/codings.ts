import { promisify } from 'node:util';
import { gzip, zstdCompress } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { preferencesOf, qualityOfCoding } from './accept.ts';
import { COMPRESSIONS, compressedTag, type Compression } from './etags.ts';

const [asGzip, asZstd] = [promisify(gzip), promisify(zstdCompress)];
const COMPRESS: Record<Compression, (body: Buffer) => Promise<Buffer>> = {
  zstd: (body) => asZstd(body),
  gzip: (body) => asGzip(body, { level: 4 }),
};

/** Below it, a packet holds it as it is. */
const WORTH_COMPRESSING = 1_400;

/** An answer as bytes, and compressed as somebody took it. */
export interface Coded {
  etag: string;
  body: Buffer;
  compressed: Partial<Record<Compression, Buffer>>;
}

/** Whether the caller takes gzip: RFC 9110 section 12.5.3. */
export const takesGzip = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  qualityOfCoding(headers['accept-encoding'], 'gzip') > 0;

/** The coding that a caller takes most readily, the better where two are as welcome: RFC 9110 section 12.5.3. */
export function codingFor(header: string | undefined): Compression | 'identity' {
  const own = preferencesOf(header ?? '').find(({ name }) => name === 'identity')?.quality ?? 0;
  const [first, ...others] = COMPRESSIONS.map((coding) => ({ coding, quality: qualityOfCoding(header, coding) }));
  const best = others.reduce((found, each) => (each.quality > found.quality ? each : found), first!);
  return best.quality > 0 && best.quality >= own ? best.coding : 'identity';
}

/** How an answer is compressed for a caller, where that is worth it. */
function compressionFor({ body }: Coded, { headers }: FastifyRequest): Compression | undefined {
  const coding = body.length < WORTH_COMPRESSING ? 'identity' : codingFor(headers['accept-encoding']);
  return coding === 'identity' ? undefined : coding;
}

/** The ETag of the coding that a caller gets. */
export function tagFor(coded: Coded, request: FastifyRequest): string {
  const coding = compressionFor(coded, request);
  return coding ? compressedTag(coded.etag, coding) : coded.etag;
}

/** The bytes that a caller gets, and the headers that say so. */
export async function codedFor(
  coded: Coded,
  request: FastifyRequest,
): Promise<{ headers: Record<string, string>; body: Buffer }> {
  const coding = compressionFor(coded, request);
  if (!coding) return { headers: {}, body: coded.body };
  const body = (coded.compressed[coding] ??= await COMPRESS[coding](coded.body));
  return { headers: { 'content-encoding': coding, etag: compressedTag(coded.etag, coding) }, body };
}
