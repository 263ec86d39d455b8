import type { ScreeningDifference } from '#contract';
import { listOf } from '#domain';
import { today } from '#read-models';
import type { Runs, Watched } from '#runs';
import { customerOf, type Customer } from '../customers/customer.ts';
import type { Row } from '../customers/read-csv.ts';
import { scorerOf, type MatchSide } from '../match.ts';
import type { Compared } from './compare.ts';
import { questionOf, type Hit } from './screen.ts';
import { differencesBetween, type Watching } from './watch.ts';

const MOST_EVENTS = 50;
const MOST_DIFFERENCES = 10_000;

interface Looking extends Pick<Watching, 'inTurn'> {
  runs: Runs;
  side: MatchSide;
}

/** Looks what changed in the result of a run since it was looked at last, keeps it, and has webhooks told. */
export async function look({ runs, side, inTurn }: Looking, watched: Watched, knownAt: number): Promise<void> {
  const { run, question } = watched;
  try {
    const on = question.isToday ? today() : question.on;
    const before = { on: watched.on, knownAt: watched.knownAt, position: knownAt };
    const after = { on, knownAt, position: knownAt };
    const asked = { question: questionOf(question), scorer: scorerOf(question, side.names.scorer), inTurn };
    const found: ScreeningDifference[] = [];
    for await (const some of differencesBetween(side, { before, after }, asked, customersOf(runs, run, on)))
      if (found.push(...some.flatMap(differencesOf)) > MOST_DIFFERENCES) break;
    const differences = found.slice(0, MOST_DIFFERENCES);
    await runs.looked(watched, { on, knownAt }, { differences, isWhole: differences.length === found.length });
  } catch (error) {
    await runs.giveBackWatched(watched);
    throw error;
  }
}

async function* customersOf(runs: Runs, run: string, on: string): AsyncGenerator<Customer[]> {
  for await (const { rows } of runs.customers(run)) yield (rows as Row[]).map((row) => customerOf(row, on));
}

const differencesOf = ({ customer: { id, line, name }, differences }: Compared): ScreeningDifference[] =>
  differences.map(({ designation, change, before, after, events }) => ({
    customer: { id, line, name },
    designation,
    list: listOf(designation),
    change,
    before: before ? hitOf(before) : null,
    after: after ? hitOf(after) : null,
    events: events.slice(0, MOST_EVENTS).map(({ position, id: event, type }) => ({ position, id: event, type })),
  }));

const hitOf = ({ score, caption, status, possible }: Hit) => ({ score, caption, status, possible });
