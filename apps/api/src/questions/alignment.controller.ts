import { z } from 'zod';
import { questions } from '#contract';
import { InputError, isDay } from '#domain';
import { answerAlignment } from '#read-models';
import { cut, pages } from '../http/page.ts';

export const alignment = [
  pages(questions.alignment, {
    place: z.strictObject({
      before: z.int().nonnegative(),
      on: z.string().refine(isDay),
      knownAt: z.int().nonnegative(),
    }),
    bound: ({ query: { list, with: other, alignment, from, to, on, knownAt } }) => ({
      list,
      with: other,
      alignment,
      from,
      to,
      on,
      knownAt,
    }),
    check({ query: { from, to } }) {
      if ((from === undefined) !== (to === undefined))
        throw new InputError('A span has both ends', from === undefined ? '/from' : '/to');
    },
    async page({ query: { list, with: other, alignment, from, to, limit }, asOf, place, readSide }) {
      const span = from !== undefined && to !== undefined ? { from, to } : undefined;
      const before = place?.before ?? 0;
      const wanted = { alignment, before, limit: limit + 1 };
      const { items, ...about } = await answerAlignment(readSide, asOf, { list, with: other, span }, wanted);
      const { shown, after } = cut(items, limit);
      const { on, knownAt } = asOf;
      return { ...about, items: shown, next: after && { before: before + limit, on, knownAt } };
    },
    heavy: () => true,
  }),
];
