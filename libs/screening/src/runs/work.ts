import type { AsOf } from '#contract';
import type { BatchResult } from '#runs';
import type { Customer } from '../customers/customer.ts';
import type { MatchSide } from '../match.ts';
import { compareCustomers, comparisonHeader, comparisonLines } from './compare.ts';
import { resultHeader, resultLines } from './result-lines.ts';
import { screenCustomers, type ScreeningQuestion } from './screen.ts';

/** What is done with the customers of a run. */
export interface RunWork {
  side: MatchSide;
  asOf: AsOf;
  /** Where the result tells what differs as known then. */
  compareWith?: AsOf | undefined;
  question: ScreeningQuestion;
}

/** The first line of a run's result. */
export const headerOf = ({ compareWith }: Pick<RunWork, 'compareWith'>): string =>
  compareWith ? comparisonHeader : resultHeader;

/** Screens up to 100 customers of a run: the same whenever it is done. */
export async function doBatch(work: RunWork, customers: readonly Customer[]): Promise<BatchResult> {
  const told = await (work.compareWith ? compared(work, work.compareWith, customers) : screened(work, customers));
  return {
    lines: told.map(({ lines }) => lines).join(''),
    rowsWithHits: told.filter(({ hits }) => hits > 0).length,
    hits: told.reduce((sum, { hits }) => sum + hits, 0),
    noted: customers.filter(({ notes }) => notes.length > 0).length,
  };
}

async function screened({ side, asOf, question }: RunWork, customers: readonly Customer[]) {
  const all = await screenCustomers(side, asOf, question, customers);
  return all.map((each) => ({ lines: resultLines(each), hits: each.hits.length }));
}

async function compared({ side, asOf, question }: RunWork, compareWith: AsOf, customers: readonly Customer[]) {
  const [before, after] = [asOf, compareWith].sort((a, b) => a.knownAt - b.knownAt) as [AsOf, AsOf];
  const all = await compareCustomers(side, { before, after }, question, customers);
  return all.map((each) => ({ lines: comparisonLines(each), hits: each.differences.length }));
}
