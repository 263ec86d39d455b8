import { MOST_NAMES, type AsOf, type MatchAnswer, type MatchBody, type MatchExample, type MatchQuery } from '#contract';
import { InputError, NotFoundError, parsePartialDate, asToken } from '#domain';
import { entitiesOf, aboutsOf, EVERYTHING, type Edition, type Entity } from '#exports';
import { byLikelihood, scorers, wholeName, type Hit, type Match, type Scorer } from '#matching';
import {
  breathe,
  dayNumber,
  exportedByIds,
  isOnRecord,
  ON_RECORD,
  today,
  type NameFilter,
  type NameRows,
  type Names,
  type ReadSide,
} from '#read-models';
import type { Editions } from './editions.ts';
import { listedParty, namesAsked, queriedParty, type QueriedParty } from './parties.ts';
import { comparedWith } from './schemata.ts';
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

/** The score from which an entity is told, where nothing else is asked for. */
const USUAL_CUTOFF = 0.5;

/** Answers up to 100 queries on one day, as known at one position: the same bytes whenever the same is asked. */
export async function answerMatch(
  side: MatchSide,
  asOf: AsOf,
  query: MatchQuery,
  { queries, weights = {} }: MatchBody,
  dataset: string,
): Promise<MatchAnswer> {
  refuseUnborn(queries);
  refuseTooManyNames(queries);
  const comparing = await comparingAt(side, asOf, query, dataset, weights);
  const rows = await side.names.upTo(asOf.knownAt);
  const matching: Matching = { ...comparing, readSide: side.readSide, rows };
  const responses: Record<string, Answered> = {};
  for await (const read of readTogether(matching, queries))
    for (const asked of read.asked) {
      await breathe(side.readSide.signal);
      responses[asked.name] = answerOne(matching, asked, read.periods);
    }
  return { ...asOf, scorer: comparing.scorer.version, responses, limit: query.limit };
}

/** Throws InputError for a birth date that has not come: it is a slip, and would speak against whoever is meant. */
function refuseUnborn(queries: MatchBody['queries']): void {
  for (const [name, { properties }] of Object.entries(queries))
    for (const [at, date] of (properties.birthDate ?? []).entries()) {
      const days = parsePartialDate(date.trim());
      if (!days || (days.earliest ?? days.latest) <= today()) continue;
      const pointer = `/queries/${asToken(name)}/properties/birthDate/${at}`;
      throw new InputError(`${date.slice(0, 40)} has not come yet; give a day of birth, as 1971-03-04`, pointer);
    }
}

/** Throws InputError for a party with more names than are compared. */
function refuseTooManyNames(queries: MatchBody['queries']): void {
  for (const [name, { properties }] of Object.entries(queries)) {
    const { length } = namesAsked(properties);
    if (length > MOST_NAMES)
      throw new InputError(
        `${length} names of one party, aliases and former ones included; ask with at most ${MOST_NAMES}`,
        `/queries/${asToken(name)}/properties`,
      );
  }
}

/** What parties are compared by on a day, as known at a position. */
export interface Comparing {
  asOf: AsOf;
  scorer: Scorer;
  query: MatchQuery & { cutoff: number };
  weights: Record<string, number>;
  abouts: ReturnType<typeof aboutsOf>;
  filter: NameFilter;
}

interface Matching extends Comparing {
  readSide: ReadSide;
  rows: NameRows;
}

/** Throws NotFoundError for a dataset that there is not, InputError for one in a filter and for a scorer. */
export async function comparingAt(
  { names, editions }: Pick<MatchSide, 'names' | 'editions'>,
  asOf: AsOf,
  given: MatchQuery,
  dataset: string,
  weights: Record<string, number> = {},
): Promise<Comparing> {
  // Whatever is a match is told, unless somebody says otherwise.
  const query = { ...given, cutoff: given.cutoff ?? Math.min(USUAL_CUTOFF, given.threshold) };
  const scorer = scorerOf(query, names.scorer);
  const edition = await editions.of(asOf, dataset);
  const filter = await filterOf(editions, asOf, query, edition);
  return { asOf, scorer, query, weights, abouts: aboutsOf(edition), filter };
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
  party: QueriedParty;
  candidates: Candidate[];
}

/** Candidates that are looked at in full at a time. */
const MOST_READ = 500;

/** Queries with the periods of whom they may mean, those of several read at once. */
async function* readTogether(matching: Matching, queries: MatchBody['queries']) {
  const { readSide, asOf } = matching;
  let asked: Asking[] = [];
  let wanted: string[] = [];
  const read = async () => {
    const found = wanted.length > 0 ? await exportedByIds(readSide.pool, [...new Set(wanted)], asOf) : [];
    return { asked, periods: new Map(found.filter(isOnRecord).map((period) => [period.id, period])) };
  };
  for (const [name, example] of Object.entries(queries)) {
    const party = queriedParty(example);
    const candidates = await candidatesOf(matching, party);
    asked.push({ name, example, party, candidates });
    for (const { designation } of readOf(matching, party, candidates)) wanted.push(designation);
    if (wanted.length < MOST_READ) continue;
    yield await read();
    [asked, wanted] = [[], []];
  }
  if (asked.length > 0) yield await read();
}

/** Candidates of whom all is looked at. Where names alone decide, those who will be told. */
const readOf = (matching: Matching, party: QueriedParty, candidates: readonly Candidate[]) =>
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
    results: scored.slice(0, query.limit).map((each) => resultOf(matching, each)),
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
  party: QueriedParty,
  candidates: readonly Candidate[],
  periods: ReadonlyMap<string, Found>,
): Scored[] {
  return readOf(matching, party, candidates)
    .flatMap(({ designation, names }) => {
      const period = periods.get(designation);
      return (period && scoredPeriod(matching, party, period, names)) ?? [];
    })
    .sort((a, b) => byLikelihood(a.match, b.match) || (a.period.id < b.period.id ? -1 : 1));
}

/** A party against a designation as it stands: by two of their names, or by the best two of all. Undefined where it is no hit. */
function scoredPeriod(comparing: Comparing, party: QueriedParty, period: Found, names?: NamePair): Scored | undefined {
  const { scorer, query, weights, abouts, filter } = comparing;
  const about = abouts.get(period.list);
  if (!about || !filter.lists!.has(period.list) || !isOnRecord(period)) return undefined;
  const { party: entity } = entitiesOf(period, about);
  if (!isAskedFor(entity, query)) return undefined;
  const listed = listedParty(period.record, entity.schema);
  const compare = ({ asked, listed: name }: NamePair) =>
    scorer.compare(
      scorer.prepare(asked, entity.schema, party),
      scorer.prepare(name, entity.schema),
      { query: party, candidate: listed },
      { weights },
    );
  const match = names
    ? compare(names)
    : (scorer.match(party, listed, { weights }) ?? compare({ asked: '', listed: period.subject.name }));
  // A wallet is listed with its holder, a ship's number with its owner: who has the number is told whatever he is.
  if (!comparedWith(party.schema).has(entity.schema) && !hasEqualNumber(match)) return undefined;
  return match.score >= query.cutoff ? { period, entity, match } : undefined;
}

const hasEqualNumber = ({ explanation }: Match): boolean =>
  explanation.features.some(({ finding }) => finding === 'identifier equal');

/** What a query is answered of a designation that stands so; undefined where it is no hit. */
export function resultFor(comparing: Comparing, example: MatchExample, period: Found): Result | undefined {
  const scored = scoredPeriod(comparing, queriedParty(example), period);
  return scored && resultOf(comparing, scored);
}

const resultOf = ({ query, scorer }: Comparing, { period, entity, match }: Scored): Result => ({
  ...entity,
  designation: period.id,
  status: period.status,
  possible: period.possible,
  score: match.score,
  match: match.score >= query.threshold,
  evidence: match.evidence,
  missing: match.missing,
  features: featuresOf(match, scorer),
  ...(query.explanations === false
    ? { explanations: {}, explanation: null }
    : { explanations: explanationsOf(match, scorer), explanation: match.explanation }),
});

/** A name that is asked for, and one that is listed. */
interface NamePair {
  asked: string;
  listed: string;
}

/** Who may be meant: by the best pair of names, or by a number alone. */
interface Candidate {
  designation: string;
  names?: NamePair;
}

/**
 * By name, the likeliest first, and before them by number. Particulars only lower a score, so that where they are given more are
 * looked at: what is behind by its name may come before what they contradict.
 */
async function candidatesOf(matching: Matching, party: QueriedParty): Promise<Candidate[]> {
  const { readSide, rows, asOf, query, filter } = matching;
  const { names, schema, identifiers = [] } = party;
  const moment = { on: dayNumber(asOf.on), knownAt: asOf.knownAt };
  const comparable = { ...filter, schemata: comparedWith(schema) };
  const limit = wantedOf(matching, party);
  const best = new Map<string, { candidate: Candidate; hit: Hit }>();
  for (const asked of names) {
    // Others are answered between one name and the next.
    await breathe(readSide.signal);
    for (const found of rows.search({ name: asked, schema }, moment, comparable, { limit, cutoff: query.cutoff })) {
      const { designation, hit } = found;
      const known = best.get(designation);
      const pair = { asked: wholeName(asked), listed: hit.name };
      if (!known || byLikelihood(hit, known.hit) < 0)
        best.set(designation, { candidate: { designation, names: pair }, hit });
    }
  }
  const named = [...best.values()]
    .sort((a, b) => byLikelihood(a.hit, b.hit) || (a.candidate.designation < b.candidate.designation ? -1 : 1))
    .map(({ candidate }) => candidate);
  const byNumber = new Set(identifiers.flatMap(({ value }) => rows.withNumber(value, moment, filter)));
  const numbered = [...byNumber].map((designation) => best.get(designation)?.candidate ?? { designation });
  return [...numbered, ...named.filter(({ designation }) => !byNumber.has(designation))].slice(0, MOST_LOOKED_AT);
}

const SPARE = 15;
/** Whether names alone decide. */
const isPlain = (
  { query, weights }: Matching,
  { birthDates = [], countries = [], gender, identifiers = [] }: QueriedParty,
): boolean =>
  birthDates.length + countries.length + identifiers.length + Object.keys(weights).length === 0 &&
  gender === undefined &&
  query.changed_since === undefined &&
  query.exclude_schema === undefined &&
  query.topics === undefined &&
  query.exclude_entity_ids === undefined;

/** Of a day or an instant since 1970; without a zone it is in UTC. */
const millisecondsOf = (text: string): number =>
  Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`);

/** Whether an entity is of those that are asked for, and is none of those that are not. */
export const isAskedFor = (
  { id, schema, referents, properties, last_change: changed }: Entity,
  { exclude_schema: schemata = [], topics, exclude_entity_ids: ids = [], changed_since: since }: Partial<MatchQuery>,
): boolean =>
  !schemata.includes(schema) &&
  (since === undefined || millisecondsOf(changed) > millisecondsOf(since)) &&
  (topics === undefined || (properties.topics ?? []).some((topic) => topics.includes(topic))) &&
  ![id, ...referents].some((each) => ids.includes(each));

const wantedOf = (matching: Matching, party: QueriedParty): number =>
  Math.min(MOST_LOOKED_AT, (isPlain(matching, party) ? 1 : 4) * matching.query.limit + SPARE);
