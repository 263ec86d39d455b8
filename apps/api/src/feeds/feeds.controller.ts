import { questions } from '#contract';
import { withinHead } from '#event-log';
import { today } from '#read-models';
import { respond, route, type Answering, type Asked } from '../http/question.ts';
import { checkFilter } from '../questions/event-filter.ts';
import { atomOf } from './atom.ts';
import { readFeed } from './feed.ts';
import { jsonFeedOf } from './json-feed.ts';

type FeedRoute = typeof questions.eventsAtom | typeof questions.eventsJsonFeed;

/** What every feed has: of now, or an archive page, which never changes. */
const answering: Answering<FeedRoute> = { fresh: true };

/** The times of a feed. Throws InputError where its page is one of a log that has not come so far. */
async function asked<Route extends FeedRoute>(question: Asked<Route>) {
  await checkFilter(question);
  const { log } = question.readSide;
  const { before = 1 } = question.query;
  const head = await log.head();
  // The archive of all that there is lies before the next event.
  if (before !== head + 1) await withinHead(log, before, '/before');
  return { ...question, asOf: { on: today(), knownAt: head, position: head } };
}

export const feeds = [
  route(questions.eventsAtom, async (question) =>
    respond(questions.eventsAtom, await asked(question), readFeed, {
      ...answering,
      form: () => ({ type: 'application/atom+xml; charset=utf-8', write: atomOf }),
    }),
  ),
  route(questions.eventsJsonFeed, async (question) =>
    respond(questions.eventsJsonFeed, await asked(question), async (each) => jsonFeedOf(await readFeed(each)), {
      ...answering,
      form: () => ({ type: 'application/feed+json; charset=utf-8', write: JSON.stringify }),
    }),
  ),
];
