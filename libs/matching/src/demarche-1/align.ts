import type { Family } from './families.ts';
import type { Totals } from './formula.ts';
import type { Likeness, LikenessKind } from './likeness.ts';
import type { Token } from './token.ts';
import { distance } from './distance.ts';

/** One or more tokens of the query that stand for one or more of the candidate. */
export interface Aligned {
  kind: LikenessKind;
  query: readonly Token[];
  candidate: readonly Token[];
  /** Thousandths. */
  likeness: number;
  /** Thousandths. */
  weight: number;
  bits: number;
  /** What is matched of words that tell something, in thousandths. */
  informative: number;
}

export interface Alignment {
  aligned: Aligned[];
  queryLeft: Token[];
  candidateLeft: Token[];
}

/** Tokens that could go together: the bits of their places, and of how many the first stands where. */
interface Option extends Likeness {
  queryAt: number;
  queryCount: number;
  candidateAt: number;
  candidateCount: number;
  queryBits: number;
  candidateBits: number;
  weight: number;
}

/** How alike the tokens of the query, by their places, are to one of the candidate; undefined where they are not. */
export type Likenesses = readonly (Likeness | undefined)[];

/** The two names, and how alike their tokens are, by the places of the candidate's. */
export interface Pair {
  query: readonly Token[];
  candidate: readonly Token[];
  likenesses: readonly Likenesses[];
  family: Family;
  /** Whether first letters may stand for the one and for the other. */
  initials: Readonly<Record<'query' | 'candidate', boolean>>;
}

const sum = (tokens: readonly Token[], of: 'weight' | 'bits'): number =>
  tokens.reduce((total, token) => total + token[of], 0);
const tells = ({ kind }: Token): boolean => kind === 'word' || kind === 'number';
const text = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('');

/** Bits of the places of neighbours; a name has as many tokens as a number has bits, at most. */
const bitsOf = (at: number, count: number): number => (count === BITS ? -1 : ((1 << count) - 1) << at);
const BITS = 32;

/** The lesser of the two weights: the misspelling of a common name is as common. */
const option = (
  { query, candidate }: Pair,
  { kind, likeness }: Likeness,
  [queryAt, queryCount]: Neighbours,
  [candidateAt, candidateCount]: Neighbours,
): Option => ({
  kind,
  likeness,
  queryAt,
  queryCount,
  candidateAt,
  candidateCount,
  queryBits: bitsOf(queryAt, queryCount),
  candidateBits: bitsOf(candidateAt, candidateCount),
  weight: Math.min(
    sum(query.slice(queryAt, queryAt + queryCount), 'weight'),
    sum(candidate.slice(candidateAt, candidateAt + candidateCount), 'weight'),
  ),
});
type Neighbours = readonly [at: number, count: number];

/** One token each, which is nearly all. */
function addSingle({ query, candidate, likenesses }: Pair, options: Option[]): void {
  for (let i = 0; i < query.length; i++)
    for (let j = 0; j < candidate.length; j++) {
      const found = likenesses[j]![i];
      if (!found) continue;
      const weight = Math.min(query[i]!.weight, candidate[j]!.weight);
      options.push({
        kind: found.kind,
        likeness: found.likeness,
        queryAt: i,
        queryCount: 1,
        candidateAt: j,
        candidateCount: 1,
        queryBits: 1 << i,
        candidateBits: 1 << j,
        weight,
      });
    }
}

/** At most so many neighbours are read as one word: `Plat Ono Vich`. */
const MAX_JOINED = 3;

/** How like one word the neighbours are when nothing stands between them. */
function joinedLikeness(parts: readonly Token[], whole: Token): number {
  const together = text(parts);
  if (together === whole.text) return 980;
  if (whole.text.length >= 6 && distance(together, whole.text, 1) === 1) return 880;
  return 0;
}

function addJoined(pair: Pair, swap: boolean, options: Option[]): void {
  const [split, whole] = swap ? [pair.candidate, pair.query] : [pair.query, pair.candidate];
  for (let j = 0; j < whole.length; j++) {
    const target = whole[j]!;
    if (target.kind !== 'word' || target.text.length < 4) continue;
    for (let i = 0; i + 1 < split.length; i++) {
      if (target.text.charCodeAt(0) !== split[i]!.text.charCodeAt(0)) continue;
      let letters = split[i]!.text.length;
      for (let count = 2; count <= MAX_JOINED && i + count <= split.length; count++) {
        letters += split[i + count - 1]!.text.length;
        if (Math.abs(letters - target.text.length) > 1) continue;
        const likeness = joinedLikeness(split.slice(i, i + count), target);
        if (likeness === 0) continue;
        const found = { kind: 'joined', likeness } as const;
        options.push(swap ? option(pair, found, [j, 1], [i, count]) : option(pair, found, [i, count], [j, 1]));
      }
    }
  }
}

/** The first letters of all words that tell something, in their order. */
export const acronymOf = (tokens: readonly Token[]): string => {
  const words = tokens.filter(({ kind }) => kind === 'word');
  return words.length >= 3 ? words.map((word) => word.text[0]).join('') : '';
};

function addAcronym(pair: Pair, swap: boolean, options: Option[]): void {
  const [short, long] = swap ? (['candidate', 'query'] as const) : (['query', 'candidate'] as const);
  if (!pair.initials[long]) return;
  const letters = acronymOf(pair[long]);
  const at = letters === '' ? -1 : pair[short].findIndex((token) => token.text === letters);
  if (at < 0) return;
  const found = { kind: 'acronym', likeness: 850 } as const;
  options.push(
    swap
      ? option(pair, found, [0, pair.query.length], [at, 1])
      : option(pair, found, [at, 1], [0, pair.candidate.length]),
  );
}

/** The order among equals is that of their letters, so that neither side comes first. */
function byLetters({ query, candidate }: Pair, a: Option, b: Option): number {
  const one = bothOf(textAt(query, a.queryAt, a.queryCount), textAt(candidate, a.candidateAt, a.candidateCount));
  const other = bothOf(textAt(query, b.queryAt, b.queryCount), textAt(candidate, b.candidateAt, b.candidateCount));
  return one < other ? -1 : one > other ? 1 : 0;
}
const bothOf = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`);
const textAt = (tokens: readonly Token[], at: number, count: number): string =>
  count === 1 ? tokens[at]!.text : text(tokens.slice(at, at + count));

const value = ({ weight, likeness }: Option): number => weight * likeness;
const EXACT: ReadonlySet<LikenessKind> = new Set(['equal', 'legal form', 'given name']);
/** The worthiest first; what is exactly the same goes before what is only worth the same. */
const byWorth = (a: Option, b: Option): number =>
  value(b) - value(a) || Number(EXACT.has(b.kind)) - Number(EXACT.has(a.kind));

/** What goes together, the heaviest and likest first. Neither the order of tokens nor that of the names matters. */
function chosen(pair: Pair): Option[] {
  const options: Option[] = [];
  addSingle(pair, options);
  addJoined(pair, false, options);
  addJoined(pair, true, options);
  addAcronym(pair, false, options);
  addAcronym(pair, true, options);
  if (options.length > 1) options.sort((a, b) => byWorth(a, b) || byLetters(pair, a, b));
  let [queryTaken, candidateTaken] = [0, 0];
  return options.filter(({ queryBits, candidateBits }) => {
    if ((queryTaken & queryBits) !== 0 || (candidateTaken & candidateBits) !== 0) return false;
    queryTaken |= queryBits;
    candidateTaken |= candidateBits;
    return true;
  });
}

/** What is matched of words that tell something. Letters that stand for words are no more than the one word that they are. */
function informativeOf({ query, candidate }: Pair, it: Option): number {
  if (it.queryCount === 1 && it.candidateCount === 1) {
    const [one, other] = [query[it.queryAt]!, candidate[it.candidateAt]!];
    if (!tells(one) || !tells(other) || it.kind === 'initial') return 0;
    return one.syllabic || other.syllabic ? 500 : 1_000;
  }
  const [some, others] = partsOf({ query, candidate }, it);
  if (!some.some(tells) || !others.some(tells)) return 0;
  return [...some, ...others].some(({ syllabic }) => syllabic) ? 500 : 1_000;
}
const partsOf = ({ query, candidate }: Pick<Pair, 'query' | 'candidate'>, it: Option) =>
  [
    query.slice(it.queryAt, it.queryAt + it.queryCount),
    candidate.slice(it.candidateAt, it.candidateAt + it.candidateCount),
  ] as const;

/** Bits of all places that are taken. */
const taken = (options: readonly Option[], side: 'queryBits' | 'candidateBits'): number =>
  options.reduce((all, it) => all | it[side], 0);
const isTaken = (bits: number, at: number): boolean => (bits & (1 << at)) !== 0;

/** Sets the tokens of two names against each other, one to one. */
export function align(pair: Pair): Alignment {
  const { query, candidate } = pair;
  const options = chosen(pair);
  const [ofQuery, ofCandidate] = [taken(options, 'queryBits'), taken(options, 'candidateBits')];
  return {
    aligned: options.map((it): Aligned => {
      const [some, others] = partsOf(pair, it);
      return {
        kind: it.kind,
        query: some,
        candidate: others,
        likeness: it.likeness,
        weight: it.weight,
        bits: Math.min(sum(some, 'bits'), sum(others, 'bits')),
        informative: informativeOf(pair, it),
      };
    }),
    queryLeft: query.filter((_, at) => !isTaken(ofQuery, at)),
    candidateLeft: candidate.filter((_, at) => !isTaken(ofCandidate, at)),
  };
}

/** What the score of two names is computed of, without what goes with what. */
export function totalsOf(pair: Pair): Totals {
  const { query, candidate } = pair;
  const totals = { matched: 0, weight: 0, informative: 0, queryLeft: 0, candidateLeft: 0 };
  let [ofQuery, ofCandidate] = [0, 0];
  for (const it of chosen(pair)) {
    totals.matched += it.weight * it.likeness;
    totals.weight += it.weight;
    totals.informative += informativeOf(pair, it);
    ofQuery |= it.queryBits;
    ofCandidate |= it.candidateBits;
  }
  for (let at = 0; at < query.length; at++) if (!isTaken(ofQuery, at)) totals.queryLeft += query[at]!.weight;
  for (let at = 0; at < candidate.length; at++)
    if (!isTaken(ofCandidate, at)) totals.candidateLeft += candidate[at]!.weight;
  return totals;
}
