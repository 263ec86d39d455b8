import { resolve } from 'node:path';
import type { Command } from 'commander';
import { matchQuery, type MatchQuery, type Printed } from '#contract';
import { InputError } from '#domain';
import type { ReadSide } from '#read-models';
import type { Screening } from '../screening/run.ts';
import { checked } from '../terminal/parameters.ts';
import { checkOut } from '../terminal/out-file.ts';
import { printJson, printLine, say } from '../terminal/print.ts';
import { repeated } from '../terminal/repeated.ts';
import type { Context } from '../context.ts';

interface Options {
  on?: string;
  knownAt?: string;
  compareKnownAt?: string;
  out: string;
  dataset?: string[];
  limit?: string;
  threshold?: string;
  scorer?: string;
  json?: true;
}

/** `screen customers.csv --out result.csv`: every customer of a file against the lists, so that it can be repeated. */
export function screen(program: Command, { answering, fail }: Context): void {
  program
    .command('screen')
    .description('every customer of a file against the lists; the same (day, position, scorer) gives the same bytes')
    .argument('<customers>', 'CSV with a header (name, birthDate, country, number …), or .ndjson')
    .requiredOption('--out <file>', 'where the result goes, as CSV; what a killed run left there is gone on with')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--compare-known-at <position|instant>', 'tell what differs as known then, and by which events')
    .option('--dataset <dataset>', 'only these lists, as demarche_un_sc; may be repeated', repeated)
    .option('--limit <number>', 'hits of a customer at most; 5 where left out')
    .option('--threshold <score>', 'the score from which it is a hit; 0.7 where left out')
    .option('--scorer <version>', 'a version of the scorer; the current one where left out')
    .option('--json', 'the report as JSON')
    .action(async (input: string, options: Options) => {
      const { dataset, on, knownAt, compareKnownAt, out, json, ...rest } = options;
      const asked = { ...rest, on, knownAt, include_dataset: dataset };
      const query = checked(matchQuery.safeParse(asked), { include_dataset: '--dataset' });
      if (resolve(input) === resolve(out)) throw new InputError('--out is the file of the customers; name another');
      await checkOut(out);
      await answering({ on, knownAt }, async ({ url, readSide, asOf, resolveAsOf }) => {
        const { lockOut } = await import('../screening/out-lock.ts');
        const lock = await lockOut(url, out);
        if (!lock) {
          say(`--out: another run is writing ${out}; wait until it has ended, or name another file.`);
          return fail();
        }
        try {
          const compareWith =
            compareKnownAt === undefined ? undefined : await resolveAsOf({ on: asOf.on, knownAt: compareKnownAt });
          const report = await screenFile({ input, out, readSide, asOf, compareWith, query });
          if (json) printJson<Printed['screen']>(report);
          else print(report);
        } finally {
          await lock.release();
        }
      });
    });
}

interface Asked extends Pick<Screening, 'input' | 'out' | 'asOf' | 'compareWith'> {
  readSide: ReadSide;
  query: MatchQuery;
}

async function screenFile({ input, out, readSide, asOf, compareWith, query }: Asked): Promise<Printed['screen']> {
  const { schemaOf } = await import('#exports');
  const { createNames } = await import('#read-models');
  const { createEditions, listsLookedAt, scorerOf } = await import('#screening');
  const { checkInput } = await import('../screening/input-file.ts');
  const { runScreening } = await import('../screening/run.ts');
  const names = createNames(readSide.pool, schemaOf);
  const editions = createEditions(readSide);
  const { version: scorer } = scorerOf(query, names.scorer);
  // A dataset that there is not is told before the file is read.
  await listsLookedAt(editions, asOf, query);
  if (compareWith) await listsLookedAt(editions, compareWith, query);
  const checkedInput = await checkInput(input, asOf.on);
  if (checkedInput.ignored.length > 0) say(`Ignored columns: ${checkedInput.ignored.join(', ')}.`);
  const question = { ...query, scorer };
  return runScreening({
    side: { readSide, names, editions },
    asOf,
    compareWith,
    question,
    scorer,
    input,
    checkedInput,
    out,
  });
}

function print(report: Printed['screen']): void {
  const { rows, rowsWithHits, hits, noted, inputSha256, on, knownAt, compareKnownAt } = report;
  const { scorer, threshold, limit, out, sha256 } = report;
  if (noted > 0) say(`${noted} rows have a note: something of them was left out.`);
  const found =
    compareKnownAt === null
      ? `${rowsWithHits} with hits, ${hits} hits`
      : `${rowsWithHits} differ as known at ${compareKnownAt}, in ${hits} lines`;
  printLine(
    `${rows} rows, ${found}; input ${inputSha256}, on ${on}, known at ${knownAt}, scorer ${scorer}, threshold ${threshold}, limit ${limit}; ${out} ${sha256}`,
  );
}
