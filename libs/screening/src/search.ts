import type { AsOf, FoundItem, SearchAnswer } from '#contract';
import type { Status, SubjectType } from '#domain';
import {
  dayNumber,
  designationsByIds,
  designationsUnder,
  ON_RECORD,
  type NameFilter,
  type Names,
  type ReadSide,
} from '#read-models';
import { namesOf, marksOf } from './parties.ts';

export interface SearchQuestion {
  q: string;
  /** The lists that are looked at; all, where left out. */
  lists?: readonly string[];
  country?: string;
  type?: SubjectType;
  program?: string;
  status?: readonly Status[];
  limit: number;
  offset: number;
}

const MOST_LOOKED_AT = 500;
/** Names that are no match may be what was meant. */
const CUTOFF = 0.5;

/**
 * Designations by a name, its beginning, a number, or their reference, the likeliest first, as they stand on a day; facets
 * count all that was found. Without a status those on record are looked at.
 */
export async function answerSearch(
  { readSide, names }: { readSide: ReadSide; names: Names },
  asOf: AsOf,
  question: SearchQuestion,
): Promise<SearchAnswer> {
  const { q, limit, offset } = question;
  const rows = await names.upTo(asOf.knownAt);
  const moment = { on: dayNumber(asOf.on), knownAt: asOf.knownAt };
  const filter: NameFilter = {
    statuses: new Set(question.status ?? ON_RECORD),
    ...(question.lists && { lists: new Set(question.lists) }),
  };
  const scores = new Map<string, { score: number; name?: string }>();
  const note = (id: string, score: number, name?: string) => {
    if (!(scores.get(id) && scores.get(id)!.score >= score)) scores.set(id, { score, name });
  };
  for (const id of await designationsUnder(readSide.pool, q.trim(), asOf.knownAt)) note(id, 1);
  for (const id of rows.withNumber(q, moment, filter)) note(id, 1);
  const options = { limit: MOST_LOOKED_AT, cutoff: CUTOFF };
  for (const name of marksOf(q))
    for (const { designation, hit } of rows.search({ name }, moment, filter, options))
      note(designation, hit.score, hit.name);
  for (const id of rows.startingWith(q, moment, filter, MOST_LOOKED_AT)) note(id, CUTOFF);
  const ids = [...scores.keys()].slice(0, MOST_LOOKED_AT);
  const found = (await designationsByIds(readSide.pool, ids, asOf))
    .filter((each) => fits(each, filter, question))
    .map((each): FoundItem => {
      const { score, name = namesOf(each.subject)[0]! } = scores.get(each.id)!;
      return { ...each, score, name };
    })
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  return { ...asOf, total: found.length, facets: facetsOf(found), items: found.slice(offset, offset + limit) };
}

const fits = (
  { list, status, authority, subject, programs }: Omit<FoundItem, 'score' | 'name'>,
  { lists, statuses }: NameFilter,
  { country, type, program }: SearchQuestion,
) =>
  (!lists || lists.has(list)) &&
  (!statuses || statuses.has(status)) &&
  (country === undefined || authority === country) &&
  (type === undefined || subject.type === type) &&
  (program === undefined || programs.includes(program));

/** How many of what was found have each value, the most frequent first. */
function facetsOf(found: readonly FoundItem[]): SearchAnswer['facets'] {
  const facet = (values: readonly string[]) =>
    [...Map.groupBy(values, (value) => value)]
      .map(([name, same]) => ({ name, count: same.length }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return {
    list: facet(found.map(({ list }) => list)),
    country: facet(found.map(({ authority }) => authority)),
    type: facet(found.map(({ subject }) => subject.type)),
    program: facet(found.flatMap(({ programs }) => [...new Set(programs)])),
    status: facet(found.map(({ status }) => status)),
  };
}
