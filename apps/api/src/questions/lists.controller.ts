import { questions } from '#contract';
import { listStream, NotFoundError } from '#domain';
import { listsOnRecord, reviewsOf, versionOf } from '#read-models';
import { freshnessOf, withFreshness } from '#sources';
import { question } from '../http/question.ts';
import { pageOfDesignations } from './designations.controller.ts';

export const lists = [
  question(
    questions.lists,
    async ({ asOf, readSide }) => {
      const [found, freshness] = await Promise.all([
        listsOnRecord(readSide, asOf),
        freshnessOf(readSide.pool, new Date()),
      ]);
      return { ...asOf, items: withFreshness(found, freshness), next: null };
    },
    { fresh: true },
  ),

  question(
    questions.list,
    async ({ params: { id }, asOf, readSide }) => {
      const { pool } = readSide;
      const [found, reviews, freshness] = await Promise.all([
        listsOnRecord(readSide, asOf, { list: id }),
        reviewsOf(pool, id, asOf.knownAt),
        freshnessOf(pool, new Date()),
      ]);
      const [item] = found;
      if (!item) throw new NotFoundError(`There is no list ${id}`);
      const [fresh] = withFreshness([{ ...item, reviews }], freshness);
      return { ...asOf, ...fresh! };
    },
    {
      version: ({ params: { id }, asOf, readSide }) => versionOf(readSide.pool, listStream(id), asOf.knownAt),
      fresh: true,
    },
  ),

  pageOfDesignations(questions.listDesignations, ({ id }) => ({ list: id })),
];
