import { lookups, questions, type AsOf } from '#contract';
import { EVERYTHING } from '#exports';
import {
  answerExtend,
  answerReconcile,
  entityById,
  manifestOf,
  proposeProperties,
  suggestEntities,
  suggestProperties,
  suggestTypes,
} from '#screening';
import type { z } from 'zod';
import { resolveAsOf } from '#read-models';
import { baseOf } from '../http/links.ts';
import { lookup } from '../http/lookup.ts';
import { question, respond, route, type Answering, type Asked, type Served } from '../http/question.ts';
import { isHeavyMatch, matchSideOf } from '../questions/match-side.ts';
import { PREVIEW_POLICY, previewOf } from './preview.ts';

type Service = Pick<Asked<typeof questions.reconcile>, 'readSide' | 'served' | 'request'> & { asOf: AsOf };
type Sent = Pick<z.infer<typeof lookups.reconcile.body>, 'queries' | 'extend'>;

/** What this protocol asks in one place: names, properties, or what the service is. */
function answer(
  asked: Service & { query: { on?: string; knownAt?: string } },
  { queries, extend }: Sent,
  dataset: string,
) {
  const { asOf, request, query } = asked;
  const side = matchSideOf(asked);
  if (queries) return answerReconcile(side, asOf, queries, dataset);
  if (extend) return answerExtend(side, asOf, extend, dataset);
  return manifestOf(side, asOf, dataset, { base: baseOf(request), times: timesOf(query) });
}

/** The times that were asked for, as a query; empty for the newest. */
const timesOf = ({ on, knownAt }: { on?: string; knownAt?: string }): string =>
  new URLSearchParams(
    Object.entries({ on, knownAt }).filter((each): each is [string, string] => each[1] !== undefined),
  ).toString();

interface OfDataset<Query> {
  asOf: AsOf;
  params: { dataset: string };
  query: Query;
  served: Served;
}

/** What is the same for all datasets. Throws NotFoundError for one that there is not. */
const ofDataset =
  <Query, Answer>(answer: (query: Query) => Answer) =>
  async ({ asOf, params, query, served }: OfDataset<Query>) => {
    await served.screening.editions.of(asOf, params.dataset);
    return answer(query);
  };

/** The W3C Reconciliation Service API 0.2, for OpenRefine. */
export const reconcile = [
  question(questions.reconcile, (asked) => answer(asked, asked.query, EVERYTHING), {
    fresh: true,
    heavy: isHeavyMatch,
  }),
  question(questions.reconcileDataset, (asked) => answer(asked, asked.query, asked.params.dataset), {
    fresh: true,
    heavy: isHeavyMatch,
  }),
  lookup(lookups.reconcile, (asked) => answer(asked, asked.body, EVERYTHING), isHeavyMatch),
  lookup(lookups.reconcileDataset, (asked) => answer(asked, asked.body, asked.params.dataset), isHeavyMatch),
  question(questions.suggestEntities, ({ asOf, params, query, ...asked }) =>
    suggestEntities(matchSideOf(asked), asOf, params.dataset, query),
  ),
  question(questions.suggestProperties, ofDataset(suggestProperties)),
  question(questions.suggestTypes, ofDataset(suggestTypes)),
  question(questions.proposeProperties, ofDataset(proposeProperties)),
  route(questions.preview, async (asked) => {
    const asOf = await resolveAsOf(asked.readSide, asked.query);
    const answering: Answering<typeof questions.preview> = {
      fresh: true,
      form: () => ({
        type: 'text/html; charset=utf-8',
        write: previewOf,
        headers: () => ({ 'content-security-policy': PREVIEW_POLICY }),
      }),
    };
    void asked.reply.removeHeader('x-frame-options');
    const found = () => entityById(matchSideOf(asked), asOf, asked.params.dataset, asked.query.id);
    await respond(questions.preview, { ...asked, asOf }, found, answering);
  }),
];
