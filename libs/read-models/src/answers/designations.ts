import type { AsOf, Designation, DesignationsAnswer } from '#contract';
import {
  designationsOn,
  pageKeyOf,
  type DesignationFilter,
  type PageKey,
} from '../models/designation-timeline/page.ts';
import { combineCoverage } from '../models/list-register/coverage.ts';
import { listsAt } from '../models/list-register/queries.ts';
import { Written } from '../memory/written.ts';
import type { ReadSide } from './as-of.ts';
import { explanationsOf } from './explanations.ts';

/**
 * What stands on a country's lists (or one list) on a day, as known at a position, with the coverage of those lists.
 * Null where neither the country nor the list is known.
 */
export async function answerDesignations(
  readSide: ReadSide,
  asOf: AsOf,
  filter: DesignationFilter,
  page: { after?: PageKey; limit: number },
): Promise<WrittenDesignations | null> {
  const [lists, items] = await Promise.all([listsOf(readSide, asOf, filter), pageAt(readSide, asOf, filter, page)]);
  if (lists.length === 0) return null;
  const coverages = lists.map(({ id, coverage }) => ({ list: id, ...coverage }));
  const combined = combineCoverage(lists.map(({ coverage }) => coverage));
  return { ...asOf, coverage: { ...combined, lists: coverages }, items };
}

/** The lists from memory, else from the tables. */
const listsOf = ({ pool, index }: ReadSide, asOf: AsOf, { authority, list }: DesignationFilter) =>
  index ? index.listsAt(asOf, { authority, list }) : listsAt(pool, asOf, { authority, list });

/** The answer with its items as they are sent. */
export type WrittenDesignations = Omit<DesignationsAnswer, 'items'> & { items: Written<Designation>[] };

/** A page from memory, else from the table. */
const pageAt = async (
  { pool, index }: ReadSide,
  asOf: AsOf,
  filter: DesignationFilter,
  page: { after?: PageKey; limit: number },
): Promise<Written<Designation>[]> =>
  (await index?.page(asOf, filter, page)) ?? (await designationsOn(pool, asOf, filter, page)).map(Written.of);

/** All pages in one: for files, where nobody turns pages. */
export async function answerAllDesignations(
  readSide: ReadSide,
  asOf: AsOf,
  filter: DesignationFilter,
): Promise<DesignationsAnswer | null> {
  const limit = 1_000;
  const answer = await answerDesignations(readSide, asOf, filter, { limit });
  if (!answer) return null;
  const items = answer.items.map(({ value }) => value);
  for (let { length } = items; length === limit;) {
    const page = await pageAt(readSide, asOf, filter, { after: pageKeyOf(items.at(-1)!), limit });
    items.push(...page.map(({ value }) => value));
    ({ length } = page);
  }
  return { ...answer, items };
}

/** The same answer, each item with why it is so. */
export async function withExplanations<Answer extends DesignationsAnswer>(
  readSide: ReadSide,
  answer: Answer,
): Promise<Answer> {
  const explanations = await explanationsOf(
    readSide,
    answer,
    answer.items.map(({ id }) => id),
  );
  return { ...answer, items: answer.items.map((item) => ({ ...item, explanation: explanations.get(item.id)! })) };
}
