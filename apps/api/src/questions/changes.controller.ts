import { randomUUID } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { questions } from '#contract';
import { contentHash, InputError, isDay, NotFoundError } from '#domain';
import {
  answerActivity,
  answerDiff,
  diffCsv,
  diffItems,
  listsAt,
  outlineDiff,
  today,
  type DiffQuestion,
} from '#read-models';
import { openSpool } from '#sources';
import { answerPage, turnTo, type PageAsked, type Paging } from '../http/page.ts';
import { isPinned, question, route } from '../http/question.ts';
import { takesGzip } from '../http/codings.ts';
import { compressedTag, matches } from '../http/etags.ts';

type Diff = typeof questions.diff;
type Query = z.infer<Diff['query']>;

const place = z.strictObject({
  offset: z.int().nonnegative(),
  to: z.string().refine(isDay),
  knownAt: z.int().nonnegative(),
});
type DiffAsked = PageAsked<Diff, z.infer<typeof place>>;

const pinned = (query: Query) => isPinned({ ...query, on: query.to }, true);

const paging: Paging<Diff, z.infer<typeof place>> = {
  place,
  bound: ({ params: { id: list }, query: { from, to, reparse, knownAt } }) => ({ list, from, to, reparse, knownAt }),
  async page(asked) {
    const { asOf, query, readSide } = asked;
    const offset = asked.place?.offset ?? 0;
    const found = await answerDiff(readSide, asOf, questionOf(asked), { offset, limit: query.limit });
    const total = Object.values(found.counts).reduce((sum, count) => sum + count, 0);
    const last = { offset: offset + query.limit, to: found.to, knownAt: asOf.knownAt };
    return { ...found, next: last.offset < total ? last : null };
  },
  heavy: () => true,
  pinned,
};

function questionOf({ params: { id: list }, query: { from, to, reparse }, place: begun }: DiffAsked): DiffQuestion {
  const question = { from, reparse, list, to: begun?.to ?? to ?? today() };
  if (from > question.to)
    throw new InputError(`${from} is later than ${question.to}; from is the earlier day`, '/from');
  return question;
}

export const changes = [
  route(questions.diff, async (asked) => {
    const turned = await turnTo(asked, paging);
    await (asked.query.format === 'csv' ? sendCsv(turned) : answerPage(questions.diff, turned, paging));
  }),

  question(
    questions.activity,
    ({ params: { id: list }, query: { from, to, reparse }, asOf, readSide }) =>
      answerActivity(readSide, asOf, { list, from, to, reparse }),
    { heavy: () => true, pinned: () => false },
  ),
];

/** Another start may be of another version. */
const MADE_BY = randomUUID();

/** All changes in one file. What is behind them is fetched while it is sent: it is held for some changes at a time. */
async function sendCsv(asked: DiffAsked): Promise<void> {
  const { asOf, readSide, served, request, reply } = asked;
  const asQuestion = questionOf(asked);
  const { list, from, to } = asQuestion;
  if ((await listsAt(readSide.pool, { on: to, knownAt: asOf.knownAt }, { list })).length === 0)
    throw new NotFoundError(`No list ${list} was known at position ${asOf.knownAt}`);
  // Sent before it is all there, so its tag is of what it is made of: the question, and this process's software.
  const etag = `"${contentHash([asQuestion, asOf.knownAt, MADE_BY]).slice(0, 24)}"`;
  void reply.headers({
    etag,
    vary: 'accept-encoding',
    'cache-control': served.responder.cacheControl(pinned(asked.query)),
    'demarche-position': String(asOf.position),
  });
  if (matches(request.headers['if-none-match'], etag)) return void (await reply.status(304).send());
  const spool = await openSpool();
  try {
    await served.work.heavy.run(async () => {
      const { changes: all, ...outline } = await outlineDiff(readSide, asOf, asQuestion);
      for await (const lines of diffCsv(list, diffItems(readSide, outline, all))) await spool.write(Buffer.from(lines));
    }, readSide.signal);
    // Set down on disk, so that nobody who reads slowly keeps others from their turn.
    const { gzipped } = await spool.end();
    void reply
      .header('content-disposition', `attachment; filename="${list}_${from}_${to}.csv"`)
      .type('text/csv; charset=utf-8; header=present');
    const isGzipped = takesGzip(request);
    if (isGzipped) void reply.headers({ 'content-encoding': 'gzip', etag: compressedTag(etag, 'gzip') });
    const file = Readable.from(gzipped);
    const body = isGzipped ? file : pipeline(file, createGunzip(), () => undefined);
    const sent = finished(body).catch(() => undefined);
    void reply.send(body);
    await sent;
  } finally {
    await spool.discard();
  }
}
