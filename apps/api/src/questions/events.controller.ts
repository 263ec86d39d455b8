import { designationStream, isDesignationStream } from '#domain';
import { z } from 'zod';
import { questions } from '#contract';
import { publicBytes } from '#event-log';
import { answerThread, formOf, today } from '#read-models';
import { eventKey, eventOf } from '../http/event-of.ts';
import { cut, pages } from '../http/page.ts';
import { question, route } from '../http/question.ts';
import { matches } from '../http/responder.ts';
import { knownStreams, knownType } from './known.ts';

/** The stream that is asked for by its name or by a designation. */
const streamOf = (subject: string | undefined) =>
  subject?.includes(':') && !isDesignationStream(subject) ? designationStream(subject) : subject;

export const events = [
  pages(questions.events, {
    place: z.int().nonnegative(),
    bound: ({ query: { type, country, list, subject, reparse } }) => ({
      type,
      country,
      list,
      stream: streamOf(subject),
      reparse,
    }),
    async check({ query: { type, list, subject }, readSide: { log } }) {
      knownType(type);
      await knownStreams(log, { list, stream: streamOf(subject) });
    },
    async asOf({ readSide: { log } }) {
      const head = await log.head();
      return { on: today(), knownAt: head, position: head };
    },
    async page({ query: { limit, after = 0, type, country, list, subject, reparse }, place, readSide: { log } }) {
      const found = await log.read({
        after: place ?? after,
        limit: limit + 1,
        type,
        authority: country,
        list,
        stream: streamOf(subject),
        // What only a reparse changed is no news.
        exceptCause: reparse ? undefined : 'reparse',
      });
      const { shown, after: last } = cut(found, limit);
      return { items: shown.map(formOf), next: last?.position ?? null };
    },
    fresh: true,
  }),

  route(questions.event, async ({ params: { id }, readSide, served, request, reply }) => {
    const event = await eventOf(readSide.log, id);
    // An event never changes, so its ETag is its id, and whoever has it may keep it.
    const etag = `"${event.id}"`;
    void reply.header('etag', etag).header('cache-control', served.responder.cacheControl(true));
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    return reply.type('application/cloudevents+json; charset=utf-8').send(publicBytes(event));
  }),

  question(questions.thread, ({ params: { id }, asOf, readSide }) => answerThread(readSide, asOf, eventKey(id))),
];
