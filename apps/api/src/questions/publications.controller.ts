import { Readable } from 'node:stream';
import { z } from 'zod';
import { questions } from '#contract';
import { NotFoundError } from '#domain';
import { listsAt, publicationOf, publicationsOf, resolveAsOf } from '#read-models';
import { publishedBytes } from '#sources';
import { cut, pages } from '../http/page.ts';
import { question, route, type Asked } from '../http/question.ts';
import { takesGzip } from '../http/codings.ts';
import { compressedTag, matches } from '../http/etags.ts';

type OfOne = Pick<Asked<typeof questions.publication>, 'params' | 'readSide' | 'served'>;

/** What was published, and its file; null where that is not kept. Throws NotFoundError. */
async function publishedAs({ params: { id, sha256 }, readSide, served }: OfOne, knownAt: number) {
  const publication = await publicationOf(readSide.pool, id, sha256, knownAt);
  if (!publication) throw new NotFoundError(`${id} has no publication ${sha256}`);
  return { publication, artefact: (await served.ledger.artefacts?.find(sha256)) ?? null };
}

export const publications = [
  pages(questions.publications, {
    place: z.strictObject({ after: z.int().nonnegative(), knownAt: z.int().nonnegative() }),
    bound: ({ params: { id }, query: { knownAt } }) => ({ list: id, knownAt }),
    async page({ params: { id }, query: { limit }, asOf, place, readSide: { pool } }) {
      if ((await listsAt(pool, asOf, { list: id })).length === 0) throw new NotFoundError(`There is no list ${id}`);
      const { knownAt, position } = asOf;
      const found = await publicationsOf(pool, id, { after: place?.after ?? 0, knownAt, limit: limit + 1 });
      const { shown, after } = cut(found, limit);
      return { knownAt, position, items: shown, next: after && { after: after.position, knownAt } };
    },
  }),

  question(
    questions.publication,
    async (asked) => {
      const { knownAt } = asked.asOf;
      const { id, sha256 } = asked.params;
      const { publication, artefact } = await publishedAs(asked, knownAt);
      const { index, count } = (await asked.readSide.log.find(publication.position))!.batch;
      const fromPosition = publication.position - index;
      return {
        knownAt,
        ...publication,
        fromPosition,
        toPosition: fromPosition + count - 1,
        artefact: artefact && {
          bytes: artefact.bytes,
          stored: artefact.stored,
          url: `/v1/lists/${id}/publications/${sha256}/artefact`,
        },
      };
    },
    // Its file may be kept later.
    { pinned: () => false },
  ),

  route(questions.artefact, async (asked) => {
    const { params, readSide, served, request, reply } = asked;
    const { id, sha256 } = params;
    const { position } = await resolveAsOf(readSide, {});
    const { publication, artefact } = await publishedAs(asked, position);
    const { artefacts } = served.ledger;
    if (!artefact || !artefacts) throw new NotFoundError(`The file ${sha256} is not kept; ingest it once more`);
    // The bytes are what the name says: whoever has them may keep them.
    const etag = `"${sha256}"`;
    const isGzipped = takesGzip(request);
    void reply
      .header('etag', isGzipped ? compressedTag(etag, 'gzip') : etag)
      .header('cache-control', served.responder.cacheControl(true))
      .header('vary', 'accept-encoding')
      .header('content-disposition', `attachment; filename="${id}_${publication.publishedOn ?? sha256}"`)
      .type('application/octet-stream');
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    if (isGzipped)
      return reply
        .header('content-encoding', 'gzip')
        .header('content-length', artefact.stored)
        .send(Readable.from(artefacts.read(sha256)));
    return reply.header('content-length', artefact.bytes).send(Readable.from(publishedBytes(artefacts, sha256)));
  }),
];
