import { z } from 'zod';
import { questions } from '#contract';
import { isAuthority, isDay, NotFoundError } from '#domain';
import { answerAtlas, concernsOf, countriesOn } from '#read-models';
import { cut, pages } from '../http/page.ts';
import { question } from '../http/question.ts';
import { pageOfDesignations } from './designations.controller.ts';
import { knownType, unknownScope } from './known.ts';

const day = z.string().refine(isDay);
const position = z.int().nonnegative();

export const countries = [
  question(questions.countries, async ({ asOf, readSide }) => ({
    ...asOf,
    items: await countriesOn(readSide, asOf),
    next: null,
  })),

  question(questions.country, async ({ params: { code }, asOf, readSide }) => {
    const [country] = await countriesOn(readSide, asOf, code);
    if (!country) throw new NotFoundError(`Nothing is recorded of ${code}`);
    return { ...asOf, ...country };
  }),

  question(
    questions.atlas,
    async ({ query: { by, country: authority, list }, asOf, readSide }) => {
      const answer = await answerAtlas(readSide, asOf, { by, authority, list });
      if (!answer) throw new NotFoundError(unknownScope({ authority, list }));
      return answer;
    },
    // Without the index in memory every period that is known is read.
    { large: true, heavy: (_, { index }) => index?.isGivenUp() ?? true },
  ),

  pageOfDesignations(questions.countryDesignations, ({ code }) => ({ authority: code })),

  pages(questions.timeline, {
    place: z.strictObject({ knownAt: position, after: z.strictObject({ day, latest: day, position }) }),
    bound: ({ params: { code }, query: { role, type, from, to, knownAt } }) => ({
      code,
      role,
      type,
      from,
      to,
      knownAt,
    }),
    check({ params: { code }, query }) {
      if (!isAuthority(code)) throw new NotFoundError(`There is no country ${code}`);
      knownType(query.type);
    },
    async page({ params: { code }, query: { limit, ...filter }, asOf: { knownAt, position }, place, readSide }) {
      const found = await concernsOf(readSide.pool, code, knownAt, filter, { after: place?.after, limit: limit + 1 });
      const { shown, after } = cut(found, limit);
      return {
        knownAt,
        position,
        items: shown.map(({ item }) => item),
        next: after && { after: after.key, knownAt },
      };
    },
  }),
];
