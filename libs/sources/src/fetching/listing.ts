import { z } from 'zod';
import type { Download } from '../list-source.ts';
import { FetchFailed, withoutQuery } from './failure.ts';
import { pieces, request, retryAfter, type Asking } from './get.ts';

const files = z.array(z.object({ fileName: z.string(), hashCodes: z.string() }));
const hashes = z.object({ 'SHA-256': z.string().regex(/^[0-9a-f]{64}$/i) });

/** The SHA-256 that the authority publishes of a file of its own. */
export async function publishedSha256(
  { url: address, file }: NonNullable<Download['listing']>,
  asking: Asking,
): Promise<string> {
  const url = new URL(address);
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await request(url, { method: 'POST', headers, body: '{}' }, asking);
  if (response.statusCode !== 200)
    throw new FetchFailed(
      'listing',
      `${withoutQuery(url)} answered ${response.statusCode}`,
      retryAfter(response.headers),
    );
  const body: Uint8Array[] = [];
  for await (const piece of pieces(response, url, asking.limits.listingBytes)) body.push(piece);
  try {
    const listed = files.parse(JSON.parse(Buffer.concat(body).toString())).find(({ fileName }) => fileName === file);
    return hashes.parse(JSON.parse(listed!.hashCodes))['SHA-256'].toLowerCase();
  } catch {
    throw new FetchFailed('listing', `${withoutQuery(url)} does not tell the SHA-256 of ${file}`);
  }
}
