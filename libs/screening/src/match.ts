import { setImmediate } from 'node:timers/promises';
import type { AsOf, MatchAnswer, MatchBody, MatchExample, MatchQuery } from '#contract';
import { InputError, NotFoundError } from '#domain';
import { entitiesOf, aboutsOf, EVERYTHING, type Edition, type Entity } from '#exports';
import {
  byLikelihood,
  scorers,
  wholeName,
  type Hit,
  type Match,
  type NameInput,
  type Party,
  type Scorer,
} from '#matching';
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
  given: MatchQuery,
  { queries, weights = {} }: MatchBody,
  dataset: string,
): Promise<MatchAnswer> {
  // Whatever is a match is told.
  const query = { ...given, cutoff: Math.min(given.cutoff, given.threshold) };
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
  for await (const read of readTogether(matching, queries))
    for (const asked of read.asked) responses[asked.name] = answerOne(matching, asked, read.periods);
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
export async function filterOf(
  editions: Editions,
  asOf: AsOf,
  query: Pick<MatchQuery, 'include_dataset' | 'exclude_dataset'>,
  edition: Edition,
): Promise<NameFilter> {
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

/** A query, and who may be meant by it. */
interface Asking {
  name: string;
  example: MatchExample;
  party: Party;
  candidates: Candidate[];
}

/** Designations that are read at a time. */
const MOST_READ = 500;

/** Queries with the periods of whom they may mean, those of several read at once. */
async function* readTogether(matching: Matching, queries: MatchBody['queries']) {
  const { readSide, asOf } = matching;
  let asked: Asking[] = [];
  let wanted = new Set<string>();
  const read = async () => {
    const found = wanted.size > 0 ? await exportedByIds(readSide.pool, [...wanted], asOf) : [];
    return { asked, periods: new Map(found.filter(isOnRecord).map((period) => [period.id, period])) };
  };
  for (const [name, example] of Object.entries(queries)) {
    readSide.signal?.throwIfAborted();
    // Others are answered between one query and the next.
    if (asked.length > 0) await setImmediate();
    const party = queriedParty(example);
    const candidates = candidatesOf(matching, party);
    asked.push({ name, example, party, candidates });
    for (const { designation } of readOf(matching, party, candidates)) wanted.add(designation);
    if (wanted.size < MOST_READ) continue;
    yield await read();
    [asked, wanted] = [[], new Set()];
  }
  if (asked.length > 0) yield await read();
}

/** Candidates of whom all is looked at. Where names alone decide, those who will be told. */
const readOf = (matching: Matching, party: Party, candidates: readonly Candidate[]) =>
  isPlain(matching, party) ? candidates.slice(0, matching.query.limit) : candidates;

function answerOne(
  matching: Matching,
  { example, party, candidates }: Asking,
  periods: ReadonlyMap<string, Found>,
): Answered {
  const { query } = matching;
  const scored = scoredOf(matching, party, candidates, periods);
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
function scoredOf(
  matching: Matching,
  party: Party,
  candidates: readonly Candidate[],
  periods: ReadonlyMap<string, Found>,
): Scored[] {
  const { scorer, query, weights } = matching;
  const abouts = aboutsOf(matching.edition);
  return readOf(matching, party, candidates)
    .flatMap(({ designation, asked = '', name }) => {
      const period = periods.get(designation);
      if (!period || !changedSince(period, query.changed_since)) return [];
      const { party: entity } = entitiesOf(period, abouts.get(period.list)!);
      if (!isAskedFor(entity, query)) return [];
      const listed = listedParty(period.record, entity.schema);
      const [one, other] = [
        scorer.prepare(asked, entity.schema),
        scorer.prepare(name ?? period.subject.name, entity.schema),
      ];
      const match = scorer.compare(one, other, { query: party, candidate: listed }, { weights });
      return match.score >= query.cutoff ? [{ period, entity, match }] : [];
    })
    .sort((a, b) => byLikelihood(a.match, b.match) || (a.period.id < b.period.id ? -1 : 1));
}

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
  const best = new Map<string, { candidate: Candidate; hit: Hit }>();
  for (const asked of names)
    for (const found of rows.search({ name: asked, schema }, moment, filter, { limit, cutoff: query.cutoff })) {
      const { designation, hit } = found;
      const known = best.get(designation);
      if (!known || byLikelihood(hit, known.hit) < 0)
        best.set(designation, { candidate: { designation, name: hit.name, asked: wholeName(asked) }, hit });
    }
  const byName = [...best.values()]
    .sort((a, b) => byLikelihood(a.hit, b.hit) || (a.candidate.designation < b.candidate.designation ? -1 : 1))
    .map(({ candidate }) => candidate);
  const byNumber = new Set(identifiers.flatMap(({ value }) => rows.withNumber(value, moment, filter)));
  const numbered = [...byNumber].map(
    (designation) => best.get(designation)?.candidate ?? { designation, asked: firstOf(names) },
  );
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
  query.changed_since === undefined &&
  query.exclude_schema === undefined &&
  query.topics === undefined &&
  query.exclude_entity_ids === undefined;

/** Whether an entity is of the kinds that are asked for, and is none of those that are not. */
export const isAskedFor = (
  { id, schema, referents, properties }: Entity,
  { exclude_schema: schemata = [], topics, exclude_entity_ids: ids = [] }: Partial<MatchQuery>,
): boolean =>
  !schemata.includes(schema) &&
  (topics === undefined || (properties.topics ?? []).some((topic) => topics.includes(topic))) &&
  ![id, ...referents].some((each) => ids.includes(each));

const wantedOf = (matching: Matching, party: Party): number =>
  Math.min(MOST_LOOKED_AT, (isPlain(matching, party) ? 1 : 4) * matching.query.limit + SPARE);

export const changedSince = ({ event }: Found, since: string | undefined): boolean =>
  since === undefined ||
  Date.parse(event.recordedAt) >=
    Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(since) || !since.includes('T') ? since : `${since}Z`);
