import type { AsOf } from '#contract';
import type { Subject } from '#domain';
import { createNameIndex, plainNumber, type Scorer } from '#matching';
import { affectedBetween, exportedByIds, SCHEMAS } from '#read-models';
import type { Customer } from '../customers/customer.ts';
import { listsLookedAt, type MatchSide } from '../match.ts';
import { namesOf, numbersOf, queriedParty } from '../parties.ts';
import { compareCustomers, type Between, type Compared } from './compare.ts';
import { BATCH, queryAt, type ScreeningQuestion } from './screen.ts';

const READ = 500;

export interface Watching {
  question: ScreeningQuestion;
  scorer: Scorer;
  /** Has a piece of work wait for its turn among what others ask. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * What differs for customers between two moments. Customers are compared only where one of their names or numbers may mean a
 * designation that changed in between, so that all of them are gone through in seconds.
 */
export async function* differencesBetween(
  side: MatchSide,
  { before, after }: Between,
  { question, scorer, inTurn }: Watching,
  customers: AsyncIterable<readonly Customer[]>,
): AsyncGenerator<Compared[]> {
  const ids = await affectedDesignations(side, { before, after }, question);
  if (ids.length === 0) return;
  const mayMean = await meaning(side, [before, after], ids, { scorer, cutoff: question.threshold });
  let meant: Customer[] = [];
  const compare = async () => {
    const asked = meant;
    const compared = await inTurn(() => compareCustomers(side, { before, after }, question, asked));
    meant = [];
    return compared.filter(({ differences }) => differences.length > 0);
  };
  for await (const some of customers) {
    meant.push(...some.filter(mayMean));
    while (meant.length >= BATCH) {
      const rest = meant.splice(BATCH);
      yield await compare();
      meant = rest;
    }
  }
  if (meant.length > 0) yield await compare();
}

/** The designations that changed, and all those of lists that came or went. */
async function affectedDesignations(
  { readSide: { pool }, editions }: MatchSide,
  { before, after }: Between,
  question: ScreeningQuestion,
): Promise<string[]> {
  const [then, now] = await Promise.all(
    [before, after].map(async (moment) => {
      const query = await queryAt(editions, moment, question);
      return listsLookedAt(editions, moment, query);
    }),
  );
  const same = then!.filter((list) => now!.includes(list));
  const other = [...then!, ...now!].filter((list) => !same.includes(list));
  return affectedBetween(pool, { same, other }, atPosition(before), atPosition(after));
}

const atPosition = ({ on, knownAt }: AsOf) => ({ on, position: knownAt });

/** Whether a customer may mean one of some designations, as they stand at one of some moments. */
async function meaning(
  { readSide }: MatchSide,
  moments: readonly AsOf[],
  ids: readonly string[],
  { scorer, cutoff }: { scorer: Scorer; cutoff: number },
): Promise<(customer: Customer) => boolean> {
  const index = createNameIndex(scorer);
  const numbers = new Set<string>();
  const always = { validFrom: -Infinity, validTo: Infinity, knownFrom: 0, knownTo: Infinity };
  const add = (subject: Subject, entity: number) => {
    index.open({ entity, names: namesOf(subject), schema: SCHEMAS[subject.type], ...always });
    for (const { value } of numbersOf(subject)) numbers.add(plainNumber(value));
  };
  for (let from = 0; from < ids.length; from += READ)
    for (const moment of moments) {
      const found = await exportedByIds(readSide.pool, ids.slice(from, from + READ), moment);
      for (const [at, { record }] of found.entries()) add(record.subject, from + at);
    }
  return ({ example }) => {
    if (!example) return false;
    const { names, schema, identifiers = [] } = queriedParty(example);
    if (identifiers.some(({ value }) => numbers.has(plainNumber(value)))) return true;
    return names.some((name) => index.search({ name, schema }, { limit: 1, cutoff }).length > 0);
  };
}
