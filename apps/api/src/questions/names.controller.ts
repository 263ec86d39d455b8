import { lookups, questions } from '#contract';
import { EVERYTHING } from '#exports';
import { algorithmsOf, answerEntity, answerMatch, answerSearch, catalogOf } from '#screening';
import { lookup } from '../http/lookup.ts';
import { question } from '../http/question.ts';
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
  question(questions.search, ({ asOf, query: { list, ...query }, ...asked }) =>
    answerSearch(matchSideOf(asked), asOf, { ...query, ...(list && { lists: [list] }) }),
  ),
  question(questions.entity, ({ params, asOf, ...asked }) => answerEntity(matchSideOf(asked), asOf, params.entity)),
  question(questions.algorithms, async ({ served }) => algorithmsOf(served.screening.names.scorer)),
  question(questions.catalog, ({ readSide, asOf }) => catalogOf(readSide, asOf)),
];
