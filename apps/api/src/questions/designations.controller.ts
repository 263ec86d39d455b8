import { z } from 'zod';
import { questions } from '#contract';
import { isDay, MAX_LIST_ID, NotFoundError } from '#domain';
import {
  answerDesignation,
  answerDesignations,
  answerHistory,
  pageKeyOf,
  withExplanations,
  type DesignationFilter,
} from '#read-models';
import { cut, pages } from '../http/page.ts';
import { question } from '../http/question.ts';
import { unknownScope } from './known.ts';

type PagedRoute = typeof questions.countryDesignations | typeof questions.listDesignations;

const place = z.strictObject({
  on: z.string().refine(isDay),
  knownAt: z.int().nonnegative(),
  after: z.strictObject({ list: z.string().max(MAX_LIST_ID), name: z.string().max(400), id: z.string().max(500) }),
});

type Asked = z.infer<typeof questions.countryDesignations.query>;

/** What stands on the lists of a country, or on one list, in pages. */
export function pageOfDesignations<Route extends PagedRoute>(
  route: Route,
  scopeOf: (params: z.infer<Route['params']>) => Pick<DesignationFilter, 'authority' | 'list'>,
) {
  const filterOf = (params: object, { list, status: statuses, type, program, q }: Asked): DesignationFilter => ({
    list,
    type,
    program,
    q,
    statuses,
    ...scopeOf(params as z.infer<Route['params']>),
  });
  return pages<PagedRoute, z.infer<typeof place>>(route, {
    place,
    bound: ({ params, query }) => ({ ...filterOf(params, query), on: query.on, knownAt: query.knownAt }),
    async page({ params, query, asOf, place: from, readSide }) {
      const { limit, explain } = query;
      const filter = filterOf(params, query);
      const answer = await answerDesignations(readSide, asOf, filter, { after: from?.after, limit: limit + 1 });
      if (!answer) throw new NotFoundError(unknownScope(filter));
      const { shown, after } = cut(answer.items, limit);
      const { on, knownAt } = asOf;
      const page = { ...answer, next: after && { after: pageKeyOf(after.value), on, knownAt } };
      if (!explain) return { ...page, items: shown };
      return withExplanations(readSide, { ...page, items: shown.map(({ value }) => value) });
    },
    heavy: ({ explain }) => explain ?? false,
  });
}

export const designations = [
  question(
    questions.designation,
    ({ params: { id }, query: { explain = false }, asOf, readSide }) =>
      answerDesignation(readSide, asOf, id, { explain }),
    { version: (_, { version }) => version },
  ),

  question(questions.history, ({ params: { id }, asOf, readSide }) => answerHistory(readSide, asOf, id)),
];
