import { lookups, questions } from '#contract';
import { EVERYTHING } from '#exports';
import { algorithmsOf, answerEntity, answerMatch, answerSearch, catalogOf } from '#screening';
import { lookup } from '../http/lookup.ts';
import { question } from '../http/question.ts';

/** More queries than this are done one batch after the other. */
const HEAVY_FROM = 10;

/** What begins with a name. */
export const names = [
  lookup(
    lookups.match,
    ({ readSide, served, asOf, query, body }) =>
      answerMatch({ ...served.screening, readSide }, asOf, query, body, EVERYTHING),
    ({ queries }) => Object.keys(queries).length > HEAVY_FROM,
  ),
  lookup(
    lookups.matchDataset,
    ({ params: { dataset }, readSide, served, asOf, query, body }) =>
      answerMatch({ ...served.screening, readSide }, asOf, query, body, dataset),
    ({ queries }) => Object.keys(queries).length > HEAVY_FROM,
  ),
  question(questions.search, ({ readSide, served, asOf, query: { list, ...query } }) =>
    answerSearch({ ...served.screening, readSide }, asOf, { ...query, ...(list && { lists: [list] }) }),
  ),
  question(questions.entity, ({ params: { entity }, readSide, served, asOf }) =>
    answerEntity({ ...served.screening, readSide }, asOf, entity),
  ),
  question(questions.algorithms, async ({ served }) => algorithmsOf(served.screening.names.scorer)),
  question(questions.catalog, ({ readSide, asOf }) => catalogOf(readSide, asOf)),
];
