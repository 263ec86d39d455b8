import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { service } from '#contract';
import { docsPage, DOCS_POLICY } from './docs/page.ts';
import { asyncApiDocument } from './openapi/asyncapi.ts';
import { openApiDocument, type OpenApi } from './openapi/document.ts';
import { takesGzip } from './codings.ts';
import { compressedTag, matches } from './etags.ts';

/** Serves what describes the service: for programs, and for people. */
export function serveDocuments(fastify: FastifyInstance): void {
  const openapi = openApiDocument();
  serveDocument(fastify, service.openapi, JSON.stringify(openapi));
  serveDocument(fastify, service.asyncapi, JSON.stringify(asyncApiDocument()));
  serveDocument(fastify, service.docs, docsPage(openapi as OpenApi), { 'content-security-policy': DOCS_POLICY });
}

/** A document that is the same for as long as the process lives: with its ETag, and compressed for who takes that. */
function serveDocument(
  fastify: FastifyInstance,
  { path, type }: { path: string; type: string },
  content: string,
  headers: Record<string, string> = {},
): void {
  const document = Buffer.from(content);
  const etag = `"${createHash('sha256').update(document).digest('hex').slice(0, 24)}"`;
  const gzipped = gzipSync(document);
  fastify.get(path, (request, reply) => {
    const isCompressed = takesGzip(request);
    const tag = isCompressed ? compressedTag(etag, 'gzip') : etag;
    void reply.headers({ etag: tag, 'cache-control': 'no-cache', vary: 'accept-encoding', ...headers });
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    void reply.type(`${type}; charset=utf-8`);
    if (!isCompressed) return reply.send(document);
    return reply.header('content-encoding', 'gzip').send(gzipped);
  });
}
