import type { AsOf, MatchAnswer, MatchBody, MatchExample, MatchQuery } from '#contract';
import { InputError, NotFoundError } from '#domain';
import { entitiesOf, aboutsOf, EVERYTHING, type Edition, type Entity } from '#exports';
import { scorers, wholeName, type NameInput, type Match, type Party, type Scorer } from '#matching';
import {
  dayNumber,
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
  const { query } = matching;
  const party = queriedParty(example);
  const candidates = candidatesOf(matching, party);
  const scored = await scoredOf(matching, party, candidates);
  const { id, schema, properties } = example;
  return {
    status: 200,
    results: scored.slice(0, query.limit).map((each) => resultOf(each, query)),
    // Who is looked at by name alone is not read before it is known that he is told.
    total: {
      value: isPlain(matching, party) ? candidates.length : scored.length,
      relation: candidates.length < wantedOf(matching, party) ? 'eq' : 'gte',
    },
    query: { ...(id !== undefined && { id }), schema, properties },
  };
}

interface Scored {
  period: Found;
  entity: Entity;
  match: Match;
}

/** Candidates with all that is known of them, the likeliest first. */
async function scoredOf(matching: Matching, party: Party, candidates: readonly Candidate[]): Promise<Scored[]> {
  const { scorer, query, readSide, asOf, weights } = matching;
  const read = isPlain(matching, party) ? candidates.slice(0, query.limit) : candidates;
  const byId = new Map(read.map((each) => [each.designation, each]));
  const periods = (await exportedByIds(readSide.pool, [...byId.keys()], asOf)).filter(isOnRecord);
  const abouts = aboutsOf(matching.edition);
  return periods
    .filter((period) => changedSince(period, query.changed_since))
    .flatMap((period) => {
      const { party: entity } = entitiesOf(period, abouts.get(period.list)!);
      const listed = listedParty(period.record, entity.schema);
      const { asked = '', name = period.subject.name } = byId.get(period.id)!;
      const [one, other] = [scorer.prepare(asked, entity.schema), scorer.prepare(name, entity.schema)];
      const match = scorer.compare(one, other, { query: party, candidate: listed }, { weights });
      return match.score >= query.cutoff ? [{ period, entity, match }] : [];
    })
    .sort((a, b) => byMatch(a.match, b.match) || (a.period.id < b.period.id ? -1 : 1));
}

const byMatch = (a: Match, b: Match) => b.score - a.score || b.evidence - a.evidence;

const resultOf = ({ period, entity, match }: Scored, query: MatchQuery): Result => ({
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
});

/** Who may be meant: by a number, or by the best pair of a name that is asked for and one that is listed. */
interface Candidate {
  designation: string;
  asked?: string;
  name?: string;
}

/**
 * By name, the likeliest first, and before them by number. Particulars only lower a score, so that where they are given more are
 * looked at: what is behind by its name may come before what they contradict.
 */
function candidatesOf(matching: Matching, party: Party): Candidate[] {
  const { rows, asOf, query, filter } = matching;
  const { names, schema, identifiers = [] } = party;
  const moment = { on: dayNumber(asOf.on), knownAt: asOf.knownAt };
  const limit = wantedOf(matching, party);
  const best = new Map<string, Candidate & { match: Match }>();
  for (const asked of names)
    for (const found of rows.search({ name: asked, schema }, moment, filter, { limit, cutoff: query.cutoff })) {
      const known = best.get(found.designation);
      if (!known || byMatch(found.match, known.match) < 0)
        best.set(found.designation, { ...found, asked: wholeName(asked) });
    }
  const byName = [...best.values()].sort(
    (a, b) => byMatch(a.match, b.match) || (a.designation < b.designation ? -1 : 1),
  );
  const byNumber = new Set(identifiers.flatMap(({ value }) => rows.withNumber(value, moment, filter)));
  const numbered = [...byNumber].map((designation) => best.get(designation) ?? { designation, asked: firstOf(names) });
  return [...numbered, ...byName.filter(({ designation }) => !byNumber.has(designation))].slice(0, MOST_LOOKED_AT);
}

const firstOf = ([name]: readonly NameInput[]) => name && wholeName(name);

const SPARE = 15;
/** Whether names alone decide. */
const isPlain = (
  { query, weights }: Matching,
  { birthDates = [], countries = [], gender, identifiers = [] }: Party,
): boolean =>
  birthDates.length + countries.length + identifiers.length + Object.keys(weights).length === 0 &&
  gender === undefined &&
  query.changed_since === undefined;

const wantedOf = (matching: Matching, party: Party): number =>
  Math.min(MOST_LOOKED_AT, (isPlain(matching, party) ? 1 : 4) * matching.query.limit + SPARE);

const changedSince = ({ event }: Found, since: string | undefined): boolean =>
  since === undefined ||
  Date.parse(event.recordedAt) >=
    Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(since) || !since.includes('T') ? since : `${since}Z`);
