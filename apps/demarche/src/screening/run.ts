import type { Printed } from '#contract';
import type { BatchResult } from '#runs';
import { BATCH, doBatch, headerOf, type Customer, type RunWork } from '#screening';
import { say } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { customersIn, type Checked } from './input-file.ts';
import { openPart, type Counts, type RunOf } from './part-file.ts';

export interface Screening extends RunWork {
  scorer: string;
  input: string;
  checkedInput: Checked;
  out: string;
}

/** Screens a file of customers into a result, going on where a run was killed; gives what it takes to repeat it. */
export async function runScreening(asked: Screening): Promise<Printed['screen']> {
  const { asOf, input, checkedInput, out } = asked;
  const run = runOf(asked);
  const part = await openPart(out, run);
  if (part.anew) say(`Begins anew: ${part.anew}.`);
  const resumedAt = part.counts.rows;
  if (resumedAt > 0) say(`Goes on after ${resumedAt} of ${checkedInput.rows} rows.`);
  const bar = progressBar(checkedInput.rows);
  let counts = part.counts;
  try {
    let head = part.isEmpty ? headerOf(asked) : '';
    const { on } = asOf;
    for await (const batch of customersIn(input, { on, sha256: run.inputSha256, skip: resumedAt, size: BATCH })) {
      const done = await doBatch(asked, batch);
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

const counted = (
  before: Counts,
  customers: readonly Customer[],
  { hits, rowsWithHits, noted }: BatchResult,
): Counts => ({
  rows: before.rows + customers.length,
  hits: before.hits + hits,
  rowsWithHits: before.rowsWithHits + rowsWithHits,
  noted: before.noted + noted,
});
