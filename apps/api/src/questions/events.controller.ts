import { z } from 'zod';
import { questions } from '#contract';
import { publicBytes } from '#event-log';
import { answerThread, formOf, today } from '#read-models';
import { eventKey, eventOf } from '../http/event-of.ts';
import { preferredType } from '../http/accept.ts';
import { binaryMode } from '../http/binary-mode.ts';
import { withQuery } from '../http/links.ts';
import { answerPage, cut, turnTo, type Paging } from '../http/page.ts';
import { question, route, type AnswerOf, type Asked } from '../http/question.ts';
import { matches } from '../http/etags.ts';
import type { Form } from '../http/responder.ts';
import { exportEvents } from '../live/export.ts';
import { sharerOf } from '../http/workload.ts';
import { checkAfter, checkFilter, filterOf } from './event-filter.ts';

type Events = Asked<typeof questions.events>;

/** Throws InputError or NotFoundError for what no events can be told of. */
async function checkEvents(asked: Events): Promise<void> {
  await checkFilter(asked);
  await checkAfter(asked);
}

/** Waits until there is an event to tell, for as long as the question says. */
async function arrival({ query, served: { live }, readSide: { signal } }: Events): Promise<void> {
  const { wait = 0, cursor, after = 0 } = query;
  if (wait === 0 || cursor !== undefined) return;
  const until = Date.now() + wait * 1000;
  await live.follow(async () => {
    for (let position = after; Date.now() < until && !signal!.aborted;) {
      const { events: found, upTo } = await live.after(position, filterOf(query), 1);
      if (found.length > 0) return;
      position = upTo;
      await live.change(position, until - Date.now(), signal!);
    }
  });
}

const paging: Paging<typeof questions.events, number> = {
  place: z.int().nonnegative(),
  bound: ({ query }) => filterOf(query),
  check: checkEvents,
  async asOf(asked) {
    await arrival(asked);
    const head = await asked.readSide.log.head();
    return { on: today(), knownAt: head, position: head };
  },
  async page({ query, place, readSide: { log } }) {
    const { limit, after = 0 } = query;
    const found = await log.read({ ...filterOf(query), after: place ?? after, limit: limit + 1 });
    const { shown, after: last } = cut(found, limit);
    return { items: shown.map(formOf), next: last?.position ?? null };
  },
  fresh: true,
};

const EVENT_TYPES = ['application/cloudevents+json', 'application/json'] as const;

/** The representations of a page, and what each is called in `format`. */
const FORMATS = {
  'application/json': 'json',
  'application/cloudevents-batch+json': 'cloudevents',
  'application/x-ndjson': 'ndjson',
} as const;
const TYPES = Object.keys(FORMATS) as (keyof typeof FORMATS)[];

/** A page as a CloudEvents batch, which has no room for the next one: that is in the header. */
const batchOf = ({ request }: Events): Form<AnswerOf<typeof questions.events>> => ({
  type: 'application/cloudevents-batch+json; charset=utf-8',
  write: ({ items }) => JSON.stringify(items),
  headers: ({ next }): Record<string, string> =>
    next === null ? {} : { link: `<${withQuery(request, { cursor: String(next) })}>; rel="next"` },
});

export const events = [
  route(questions.events, async (asked) => {
    const { query, request } = asked;
    const format = query.format ?? FORMATS[preferredType(request.headers.accept, TYPES)];
    if (format !== 'ndjson') {
      const form = format === 'cloudevents' ? batchOf : undefined;
      return answerPage(questions.events, await turnTo(asked, paging), { ...paging, form });
    }
    await checkEvents(asked);
    return asked.served.work.exports.run(() => exportEvents(asked), asked.readSide.signal, sharerOf(request));
  }),

  route(questions.event, async ({ params: { id }, readSide, served, request, reply }) => {
    const event = await eventOf(readSide.log, id);
    const isBinary = preferredType(request.headers.accept, EVENT_TYPES) === 'application/json';
    // An event never changes, so its ETag is its id, and whoever has it may keep it.
    const etag = isBinary ? `"${event.id}-binary"` : `"${event.id}"`;
    void reply.header('etag', etag).header('vary', 'accept');
    void reply.header('cache-control', served.responder.cacheControl(true));
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    if (!isBinary) return reply.type('application/cloudevents+json; charset=utf-8').send(publicBytes(event));
    const { headers, body } = binaryMode(event);
    return reply.headers(headers).send(body);
  }),

  question(questions.thread, ({ params: { id }, asOf, readSide }) => answerThread(readSide, asOf, eventKey(id))),
];
