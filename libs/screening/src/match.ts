import type { AsOf, MatchAnswer, MatchBody, MatchExample, MatchQuery } from '#contract';
import { InputError, NotFoundError } from '#domain';
import { entitiesOf, aboutsOf, EVERYTHING, type Edition } from '#exports';
import { scorers, type Match, type Party, type Scorer } from '#matching';
import {
  exportedByIds,
  isOnRecord,
  ON_RECORD,
  type NameFilter,
  type NameRows,
  type Names,
  type ReadSide,
} from '#read-models';
import type { Editions } from './editions.ts';
import { listedParty, queriedParty } from './parties.ts';
import { explanationsOf, featuresOf } from './yente-features.ts';

type Answered = MatchAnswer['responses'][string];
type Result = Answered['results'][number];
type Found = Awaited<ReturnType<typeof exportedByIds>>[number];

export interface MatchSide {
  readSide: ReadSide;
  names: Names;
  editions: Editions;
}

/** Designations that are looked at in full for one query: more than this are never told apart by their particulars. */
const MOST_LOOKED_AT = 150;
const DAY_MS = 86_400_000;
export const dayNumber = (day: string): number => Date.parse(day) / DAY_MS;

/** The version of the scorer that is asked for. Throws InputError that names those there are. */
export function scorerOf({ scorer, algorithm }: Pick<MatchQuery, 'scorer' | 'algorithm'>, current: Scorer): Scorer {
  const asked = scorer ?? (algorithm === 'best' ? undefined : algorithm);
  if (asked === undefined) return current;
  const found = Object.hasOwn(scorers, asked) ? scorers[asked] : undefined;
  if (!found) {
    const pointer = scorer === undefined ? '/algorithm' : '/scorer';
    throw new InputError(`There is no scorer ${asked}; there are ${Object.keys(scorers).join(', ')}`, pointer);
  }
  return found;
}

/** Answers up to 100 queries on one day, as known at one position: the same bytes whenever the same is asked. */
export async function answerMatch(
  { readSide, names, editions }: MatchSide,
  asOf: AsOf,
  query: MatchQuery,
  { queries, weights = {} }: MatchBody,
  dataset: string,
): Promise<MatchAnswer> {
  const scorer = scorerOf(query, names.scorer);
  const edition = await editions.of(asOf, dataset);
  const rows = await names.upTo(asOf.knownAt);
  const matching = {
    readSide,
    rows,
    scorer,
    asOf,
    query,
    weights,
    edition,
    filter: await filterOf(editions, asOf, query, edition),
  };
  const responses: Record<string, Answered> = {};
  for (const [name, example] of Object.entries(queries)) {
    readSide.signal?.throwIfAborted();
    responses[name] = await answerOne(matching, example);
  }
  return { ...asOf, scorer: scorer.version, responses, limit: query.limit };
}

interface Matching {
  readSide: ReadSide;
  rows: NameRows;
  scorer: Scorer;
  asOf: AsOf;
  query: MatchQuery;
  weights: Record<string, number>;
  edition: Edition;
  filter: NameFilter;
}

/** The lists that are looked at. Throws InputError for a dataset that there is not. */
async function filterOf(editions: Editions, asOf: AsOf, query: MatchQuery, edition: Edition): Promise<NameFilter> {
  const listsOf = async (datasets: readonly string[], pointer: string) => {
    const lists = new Set<string>();
    for (const dataset of datasets) {
      const found = await editions.of(asOf, dataset).catch((error: unknown) => {
        throw error instanceof NotFoundError ? new InputError(error.message, pointer) : error;
      });
      for (const { id } of found.lists) lists.add(id);
    }
    return lists;
  };
  const included = query.include_dataset && (await listsOf(query.include_dataset, '/include_dataset'));
  const excluded = await listsOf(query.exclude_dataset ?? [], '/exclude_dataset');
  const lists = edition.lists.map(({ id }) => id).filter((id) => (!included || included.has(id)) && !excluded.has(id));
  return { lists: new Set(lists), statuses: new Set(ON_RECORD) };
}

/** The lists that a question looks at, in the order of their names. Throws InputError for a dataset that there is not. */
export async function listsLookedAt(editions: Editions, asOf: AsOf, query: MatchQuery): Promise<string[]> {
  const edition = await editions.of(asOf, EVERYTHING);
  return [...(await filterOf(editions, asOf, query, edition)).lists!].sort();
}

async function answerOne(matching: Matching, example: MatchExample): Promise<Answered> {
  const { scorer, query, readSide, asOf, weights } = matching;
  const party = queriedParty(example);
  const ids = candidatesOf(matching, party);
  const periods = (await exportedByIds(readSide.pool, ids, asOf)).filter(isOnRecord);
  const abouts = aboutsOf(matching.edition);
  const scored = periods
    .filter((period) => changedSince(period, query.changed_since))
    .flatMap((period) => {
      const { party: entity } = entitiesOf(period, abouts.get(period.list)!);
      const match = matchOf(scorer, party, listedParty(period.record, entity.schema), weights);
      return match && match.score >= query.cutoff ? [{ period, entity, match }] : [];
    })
    .sort(
      (a, b) =>
        b.match.score - a.match.score || b.match.evidence - a.match.evidence || (a.period.id < b.period.id ? -1 : 1),
    );
  const results = scored.slice(0, query.limit).map(({ period, entity, match }): Result => ({
    ...entity,
    designation: period.id,
    score: match.score,
    match: match.score >= query.threshold,
    evidence: match.evidence,
    missing: match.missing,
    features: featuresOf(match),
    ...(query.explanations === false
      ? { explanations: {}, explanation: null }
      : { explanations: explanationsOf(match), explanation: match.explanation }),
  }));
  const { id, schema, properties } = example;
  return {
    ...{ status: 200, results },
    total: { value: scored.length, relation: ids.length < wantedOf(party, query) ? 'eq' : 'gte' },
    query: { ...(id !== undefined && { id }), schema, properties },
  };
}

/**
 * By number first, then by each name, the likeliest first. Particulars only lower a score, so that where they are given more are
 * looked at: what is behind by its name may come before what they contradict.
 */
function candidatesOf({ rows, asOf, query, filter }: Matching, party: Party): string[] {
  const { names, schema, identifiers = [] } = party;
  const moment = { on: dayNumber(asOf.on), knownAt: asOf.knownAt };
  const found = new Set(identifiers.flatMap(({ value }) => rows.withNumber(value, moment, filter)));
  const limit = Math.min(MOST_LOOKED_AT, wantedOf(party, query));
  for (const name of names)
    for (const { designation } of rows.search({ name, schema }, moment, filter, { limit, cutoff: query.cutoff }))
      found.add(designation);
  return [...found].slice(0, MOST_LOOKED_AT);
}

const SPARE = 15;
const wantedOf = ({ birthDates = [], countries = [], gender, identifiers = [] }: Party, query: MatchQuery): number => {
  const isPlain =
    birthDates.length + countries.length + identifiers.length === 0 && gender === undefined && !query.changed_since;
  return isPlain ? query.limit + SPARE : 4 * query.limit + SPARE;
};

/** Of a party without a name, its numbers alone are compared. */
const matchOf = (scorer: Scorer, query: Party, candidate: Party, weights: Record<string, number>): Match | undefined =>
  query.names.length > 0
    ? scorer.match(query, candidate, { weights })
    : scorer.compare(
        scorer.prepare('', candidate.schema),
        scorer.prepare(candidate.names[0]!, candidate.schema),
        { query, candidate },
        { weights },
      );

const changedSince = ({ event }: Found, since: string | undefined): boolean =>
  since === undefined ||
  Date.parse(event.recordedAt) >=
    Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(since) || !since.includes('T') ? since : `${since}Z`);
