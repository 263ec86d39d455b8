import type { Pool } from 'pg';
import { InputError, isDay, type Explanation } from '#domain';
import { instantOf, type EventLog } from '#event-log';
import type { Progress } from '#subscriptions';
import {
  designationsOn,
  pageKeyOf,
  type DesignationFilter,
  type DesignationItem,
  type PageKey,
} from './designation-timeline/queries.ts';
import { combineCoverage, type Coverage } from './list-register/coverage.ts';
import { listsAt } from './list-register/queries.ts';
import { explanationsOf } from './explanations.ts';

/** Where answers come from. */
export interface AnswerSources {
  /** In the role `demarche_reader`. */
  pool: Pool;
  log: EventLog;
  progress: Progress;
  /** Aborts when nobody waits for the answer any more; long work stops then. */
  signal?: AbortSignal;
}

/** The question's two times, settled: a day, and a position that is in the read models. */
export interface AsOf {
  on: string;
  knownAt: number;
  /** How far the read models have come; never less than `knownAt`. */
  position: number;
}

/** The read models that answers are made of. */
export const ANSWERING = [
  'designation-timeline',
  'list-register',
  'country-overview',
  'subjects',
  'diplomacy',
  'threads',
  'country-timeline',
] as const;

/** The read models have not come so far yet; try again. REST answers 503. */
export class NotYetProjectedError extends Error {
  override readonly name = 'NotYetProjectedError';
}

const WAIT_MS = 10_000;

/** Today, as the server's clock has it in UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/**
 * Settles `on` (a day, today where left out) and `knownAt` (a position, or an RFC 3339 instant that means the last position
 * at or before it; now where left out), and waits until the read models have come to `knownAt` and `minPosition`.
 * Throws InputError for what cannot be read or lies beyond the log's head, NotYetProjectedError after ten seconds.
 */
export async function settle(
  { log, progress }: AnswerSources,
  { on = today(), knownAt, minPosition = 0 }: { on?: string; knownAt?: string; minPosition?: number },
): Promise<AsOf> {
  if (!isDay(on)) throw new InputError(`${on} is not a day; write YYYY-MM-DD`, '/on');
  const wanted = knownAt === undefined ? undefined : await positionOf(log, knownAt);
  if (minPosition > 0) await withinHead(log, minPosition, '/minPosition');
  let position = await progress.position(ANSWERING);
  const needed = Math.max(minPosition, wanted ?? 0);
  if (position < needed) {
    if (!(await progress.waitFor(ANSWERING, needed, WAIT_MS)))
      throw new NotYetProjectedError(`The read models are at ${position}, ${needed} is not in yet; try again`);
    position = await progress.position(ANSWERING);
  }
  return { on, knownAt: wanted ?? position, position };
}

const POSITION = /^\d{1,15}$/;

async function positionOf(log: EventLog, knownAt: string): Promise<number> {
  if (POSITION.test(knownAt)) return withinHead(log, Number(knownAt), '/knownAt');
  if (instantOf(knownAt) === null) {
    const hint = /\d \d\d:\d\d$/.test(knownAt) ? '; write + as %2B' : '';
    throw new InputError(
      `${knownAt.slice(0, 100)} is neither a position nor an instant; write 412 or 2024-06-05T12:00:00Z${hint}`,
      '/knownAt',
    );
  }
  return log.positionAt(knownAt);
}

async function withinHead(log: EventLog, position: number, pointer: string): Promise<number> {
  const head = await log.head();
  if (position > head) throw new InputError(`${position} lies beyond the log, whose last position is ${head}`, pointer);
  return position;
}

export interface DesignationsAnswer extends AsOf {
  coverage: Coverage & { lists: (Coverage & { list: string })[] };
  items: (DesignationItem & { explanation?: Explanation })[];
}

/**
 * What stands on a country's lists (or one list) on a day, as known at a position, with the coverage of those lists.
 * Null where neither the country nor the list is known.
 */
export async function answerDesignations(
  { pool }: AnswerSources,
  asOf: AsOf,
  filter: DesignationFilter,
  page: { after?: PageKey; limit: number },
): Promise<DesignationsAnswer | null> {
  const [lists, items] = await Promise.all([listsAt(pool, asOf, filter), designationsOn(pool, asOf, filter, page)]);
  if (lists.length === 0) return null;
  const coverages = lists.map(({ id, coverage }) => ({ list: id, ...coverage }));
  const combined = combineCoverage(lists.map(({ coverage }) => coverage));
  return { ...asOf, coverage: { ...combined, lists: coverages }, items };
}

/** All pages in one: for files, where nobody turns pages. */
export async function answerAllDesignations(
  sources: AnswerSources,
  asOf: AsOf,
  filter: DesignationFilter,
): Promise<DesignationsAnswer | null> {
  const limit = 1_000;
  const answer = await answerDesignations(sources, asOf, filter, { limit });
  for (let page = answer?.items ?? []; page.length === limit;) {
    page = await designationsOn(sources.pool, asOf, filter, { after: pageKeyOf(page.at(-1)!), limit });
    answer!.items.push(...page);
  }
  return answer;
}

/** The same answer, each item with why it is so. */
export async function withExplanations<Answer extends DesignationsAnswer>(
  sources: AnswerSources,
  answer: Answer,
): Promise<Answer> {
  const explanations = await explanationsOf(
    sources,
    answer,
    answer.items.map(({ id }) => id),
  );
  return { ...answer, items: answer.items.map((item) => ({ ...item, explanation: explanations.get(item.id)! })) };
}
