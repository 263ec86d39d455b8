import type { AsOf, MatchAnswer, MatchExample, MatchQuery } from '#contract';
import { EVERYTHING } from '#exports';
import type { RunQuestion } from '#runs';
import type { Customer } from '../customers/customer.ts';
import type { Editions } from '../editions.ts';
import { answerMatch, type MatchSide } from '../match.ts';

/** What a run asks of every customer. */
export interface ScreeningQuestion {
  /** The score from which a designation is a hit. */
  threshold: number;
  /** Hits that are told for one customer, at most. */
  limit: number;
  scorer?: string;
  include_dataset?: string[];
}

/** What is asked of every customer of a run. */
export const questionOf = ({ threshold, limit, scorer, include_dataset }: RunQuestion): ScreeningQuestion => ({
  threshold,
  limit,
  scorer,
  ...(include_dataset && { include_dataset }),
});

export type Hit = MatchAnswer['responses'][string]['results'][number];

export interface Screened {
  customer: Customer;
  /** The best first. */
  hits: Hit[];
  /** Hits that there are. */
  total: number;
}

/** Customers that are screened together. */
export const BATCH = 100;

/** What is asked of a match: nothing below the threshold is told. */
export const queryOf = (question: ScreeningQuestion): MatchQuery => ({ ...question, cutoff: question.threshold });

/** The same of a day and a position at which some of its datasets may not be known yet, or no longer. */
export async function queryAt(editions: Editions, asOf: AsOf, question: ScreeningQuestion): Promise<MatchQuery> {
  const query = queryOf(question);
  if (!query.include_dataset) return query;
  const known = await editions.datasets(asOf);
  return { ...query, include_dataset: query.include_dataset.filter((each) => known.has(each)) };
}

/** Screens up to 100 customers: the same answer whenever the same is asked of the same (D, K). */
export async function screenCustomers(
  side: MatchSide,
  asOf: AsOf,
  question: ScreeningQuestion,
  customers: readonly Customer[],
): Promise<Screened[]> {
  const queries: Record<string, MatchExample> = {};
  for (const { line, example } of customers) if (example) queries[line] = example;
  const query = await queryAt(side.editions, asOf, question);
  const { responses } = await answerMatch(side, asOf, query, { queries }, EVERYTHING);
  return customers.map((customer) => {
    const answer = responses[customer.line];
    return { customer, hits: answer?.results ?? [], total: answer?.total.value ?? 0 };
  });
}
