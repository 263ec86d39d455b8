import type { AsOf, Printed } from '#contract';
import {
  BATCH,
  compareCustomers,
  comparisonHeader,
  comparisonLines,
  resultHeader,
  resultLines,
  screenCustomers,
  type Between,
  type Customer,
  type MatchSide,
  type ScreeningQuestion,
} from '#screening';
import { say } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { customersIn, type Checked } from './input-file.ts';
import { openPart, type Counts, type RunOf } from './part-file.ts';

export interface Screening {
  side: MatchSide;
  asOf: AsOf;
  /** Where the file tells what differs as known then. */
  compareWith?: AsOf;
  question: ScreeningQuestion;
  scorer: string;
  input: string;
  checkedInput: Checked;
  out: string;
}

/** Screens a file of customers into a result, going on where a run was killed; gives what it takes to repeat it. */
export async function runScreening(asked: Screening): Promise<Printed['screen']> {
  const { asOf, input, checkedInput, out } = asked;
  const run = runOf(asked);
  const work = workOf(asked);
  const part = await openPart(out, run);
  if (part.anew) say(`Begins anew: ${part.anew}.`);
  const resumedAt = part.counts.rows;
  if (resumedAt > 0) say(`Goes on after ${resumedAt} of ${checkedInput.rows} rows.`);
  const bar = progressBar(checkedInput.rows);
  let counts = part.counts;
  try {
    let head = part.isEmpty ? work.header : '';
    const { on } = asOf;
    for await (const batch of customersIn(input, { on, sha256: run.inputSha256, skip: resumedAt, size: BATCH })) {
      const done = await work.batch(batch);
      counts = counted(counts, batch, done);
      await part.add(head + done.lines, counts);
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

const runOf = ({ asOf, compareWith, question, scorer, checkedInput }: Screening): RunOf => ({
  inputSha256: checkedInput.sha256,
  on: asOf.on,
  knownAt: asOf.knownAt,
  scorer,
  threshold: question.threshold,
  limit: question.limit,
  datasets: [...(question.include_dataset ?? [])].sort(),
  compareKnownAt: compareWith?.knownAt ?? null,
});

/** What a run does with customers, batch by batch, and how its file begins. */
interface Work {
  header: string;
  batch: (customers: Customer[]) => Promise<Done>;
}
interface Done {
  lines: string;
  /** Lines that tell of a designation, for each customer. */
  told: number[];
}

function screening({ side, asOf, question }: Screening): Work {
  return {
    header: resultHeader,
    async batch(customers) {
      const screened = await screenCustomers(side, asOf, question, customers);
      return { lines: screened.map(resultLines).join(''), told: screened.map(({ hits }) => hits.length) };
    },
  };
}

function comparing({ side, question }: Screening, between: Between): Work {
  return {
    header: comparisonHeader,
    async batch(customers) {
      const compared = await compareCustomers(side, between, question, customers);
      return {
        lines: compared.map(comparisonLines).join(''),
        told: compared.map(({ differences }) => differences.length),
      };
    },
  };
}

function workOf(screened: Screening): Work {
  const { asOf, compareWith } = screened;
  if (!compareWith) return screening(screened);
  const [before, after] = [asOf, compareWith].sort((a, b) => a.knownAt - b.knownAt) as [AsOf, AsOf];
  return comparing(screened, { before, after });
}

const counted = (before: Counts, customers: readonly Customer[], { told }: Done): Counts => ({
  rows: before.rows + customers.length,
  hits: before.hits + told.reduce((sum, each) => sum + each, 0),
  rowsWithHits: before.rowsWithHits + told.filter((each) => each > 0).length,
  noted: before.noted + customers.filter(({ notes }) => notes.length > 0).length,
});
