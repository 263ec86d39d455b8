import { lookups, questions } from '#contract';
import { EVERYTHING } from '#exports';
import { algorithmsOf, answerEntity, answerEntitySearch, answerMatch, answerSearch, catalogOf } from '#screening';
import { lookup } from '../http/lookup.ts';
import { question } from '../http/question.ts';
import { knownStreams } from './known.ts';
import { isHeavyMatch, matchSideOf } from './match-side.ts';

/** What begins with a name. */
export const names = [
  lookup(
    lookups.match,
    ({ asOf, query, body, ...asked }) => answerMatch(matchSideOf(asked), asOf, query, body, EVERYTHING),
    isHeavyMatch,
  ),
  lookup(
    lookups.matchDataset,
    ({ params, asOf, query, body, ...asked }) => answerMatch(matchSideOf(asked), asOf, query, body, params.dataset),
    isHeavyMatch,
  ),
  question(questions.search, async ({ asOf, query: { list, ...query }, ...asked }) => {
    await knownStreams(asked.readSide.log, { list });
    return answerSearch(matchSideOf(asked), asOf, { ...query, ...(list && { lists: [list] }) });
  }),
  question(questions.searchDataset, ({ asOf, params, query, ...asked }) =>
    answerEntitySearch(matchSideOf(asked), asOf, params.dataset, query),
  ),
  question(questions.entity, ({ params, query: { nested = true }, asOf, ...asked }) =>
    answerEntity(matchSideOf(asked), asOf, params.entity, { nested }),
  ),
  question(questions.algorithms, async ({ served }) => algorithmsOf(served.screening.names.scorer)),
  question(questions.catalog, ({ readSide, asOf }) => catalogOf(readSide, asOf)),
];
