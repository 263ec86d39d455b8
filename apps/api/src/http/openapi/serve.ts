import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { compressedTag, matches, takesGzip } from '../responder.ts';

/** Serves a document that is the same for as long as the process lives: with its ETag, and compressed for who takes that. */
export function serveDocument(fastify: FastifyInstance, path: string, type: string, content: string): void {
  const document = Buffer.from(content);
  const etag = `"${createHash('sha256').update(document).digest('hex').slice(0, 24)}"`;
  const gzipped = gzipSync(document);
  fastify.get(path, (request, reply) => {
    void reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept-encoding');
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    void reply.type(type);
    if (!takesGzip(request)) return reply.send(document);
    return reply.headers({ 'content-encoding': 'gzip', etag: compressedTag(etag) }).send(gzipped);
  });
}
