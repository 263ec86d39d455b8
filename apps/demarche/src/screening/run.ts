import type { AsOf, Printed } from '#contract';
import {
  BATCH,
  resultHeader,
  resultLines,
  screenCustomers,
  type Customer,
  type MatchSide,
  type Screened,
  type ScreeningQuestion,
} from '#screening';
import { say } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { customersIn, type Checked } from './input-file.ts';
import { openPart, type Counts, type RunOf } from './part-file.ts';

export interface Screening {
  side: MatchSide;
  asOf: AsOf;
  question: ScreeningQuestion;
  scorer: string;
  input: string;
  checkedInput: Checked;
  out: string;
}

/** Screens a file of customers into a result, going on where a run was killed; gives what it takes to repeat it. */
export async function runScreening(screening: Screening): Promise<Printed['screen']> {
  const { side, asOf, question, input, checkedInput, out } = screening;
  const run = runOf(screening);
  const part = await openPart(out, run);
  if (part.anew) say(`Begins anew: ${part.anew}.`);
  const resumedAt = part.counts.rows;
  if (resumedAt > 0) say(`Goes on after ${resumedAt} of ${checkedInput.rows} rows.`);
  const bar = progressBar(checkedInput.rows);
  let counts = part.counts;
  try {
    let head = part.isEmpty ? resultHeader : '';
    const { on } = asOf;
    for await (const batch of customersIn(input, { on, sha256: run.inputSha256, skip: resumedAt, size: BATCH })) {
      const screened = await screenCustomers(side, asOf, question, batch);
      counts = counted(counts, screened);
      await part.add(head + screened.map(resultLines).join(''), counts);
      head = '';
      bar.at(counts.rows, `${counts.rows} rows`);
    }
    if (head !== '') await part.add(head, counts);
  } catch (error) {
    await part.close();
    throw error;
  } finally {
    bar.clear();
  }
  return { input, out, ...run, ...counts, resumedAt, ignored: checkedInput.ignored, sha256: await part.finish() };
}

const runOf = ({ asOf, question, scorer, checkedInput }: Screening): RunOf => ({
  inputSha256: checkedInput.sha256,
  on: asOf.on,
  knownAt: asOf.knownAt,
  scorer,
  threshold: question.threshold,
  limit: question.limit,
  datasets: [...(question.include_dataset ?? [])].sort(),
  compareKnownAt: null,
});

const counted = (before: Counts, screened: readonly Screened[]): Counts => ({
  rows: before.rows + screened.length,
  hits: before.hits + sum(screened, ({ hits }) => hits.length),
  rowsWithHits: before.rowsWithHits + sum(screened, ({ hits }) => (hits.length > 0 ? 1 : 0)),
  noted: before.noted + sum(screened, ({ customer }) => noted(customer)),
});

const sum = (all: readonly Screened[], of: (each: Screened) => number) =>
  all.reduce((total, each) => total + of(each), 0);
const noted = ({ notes }: Customer) => (notes.length > 0 ? 1 : 0);
