import type { Family } from './families.ts';
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

/** Which tokens could go together. */
interface Option extends Aligned {
  queryAt: number;
  candidateAt: number;
}

/** How alike two tokens are; undefined where they are not. */
export type Likenesses = (query: Token, candidate: Token) => Likeness | undefined;

const sum = (tokens: readonly Token[], of: 'weight' | 'bits'): number =>
  tokens.reduce((total, token) => total + token[of], 0);
const tells = ({ kind }: Token): boolean => kind === 'word' || kind === 'number';
const text = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('');

/** The lesser of the two weights: the misspelling of a common name is as common. */
function option(
  found: { kind: LikenessKind; likeness: number },
  [query, queryAt]: readonly [readonly Token[], number],
  [candidate, candidateAt]: readonly [readonly Token[], number],
): Option {
  const weight = Math.min(sum(query, 'weight'), sum(candidate, 'weight'));
  const informs = query.some(tells) && candidate.some(tells) && found.kind !== 'initial';
  const syllables = [...query, ...candidate].some(({ syllabic }) => syllabic);
  const words = Math.max(query.filter(tells).length, candidate.filter(tells).length);
  return {
    ...found,
    ...{ query, candidate, queryAt, candidateAt, weight },
    bits: Math.min(sum(query, 'bits'), sum(candidate, 'bits')),
    informative: !informs ? 0 : found.kind === 'acronym' ? words * 1_000 : syllables ? 500 : 1_000,
  };
}

/** The same of one token each, which is nearly all. */
function optionOfTwo(found: Likeness, query: Token, queryAt: number, candidate: Token, candidateAt: number): Option {
  const informs = tells(query) && tells(candidate) && found.kind !== 'initial';
  return {
    ...{ kind: found.kind, likeness: found.likeness, query: [query], candidate: [candidate], queryAt, candidateAt },
    weight: Math.min(query.weight, candidate.weight),
    bits: Math.min(query.bits, candidate.bits),
    informative: !informs ? 0 : query.syllabic || candidate.syllabic ? 500 : 1_000,
  };
}

/** The order among equals is that of their letters, so that neither side comes first. */
function tieOf({ query, candidate }: Option): string {
  const [one, other] = [text(query), text(candidate)].sort();
  return `${one} ${other}`;
}

function single(query: readonly Token[], candidate: readonly Token[], alike: Likenesses): Option[] {
  const options: Option[] = [];
  for (let i = 0; i < query.length; i++)
    for (let j = 0; j < candidate.length; j++) {
      const found = alike(query[i]!, candidate[j]!);
      if (found) options.push(optionOfTwo(found, query[i]!, i, candidate[j]!, j));
    }
  return options;
}

/** At most so many neighbours are read as one word: `Plat Ono Vich`. */
const MAX_JOINED = 3;

/** How like one word the neighbours are when nothing stands between them. */
function joinedLikeness(parts: readonly Token[], whole: Token): number {
  const together = parts.map((part) => part.text).join('');
  if (together === whole.text) return 980;
  if (whole.text.length >= 6 && distance(together, whole.text, 1) === 1) return 880;
  return 0;
}

function joined(split: readonly Token[], whole: readonly Token[], swap: boolean): Option[] {
  const options: Option[] = [];
  for (let j = 0; j < whole.length; j++) {
    const target = whole[j]!;
    if (target.kind !== 'word' || target.text.length < 4) continue;
    for (let i = 0; i + 1 < split.length; i++) {
      if (!target.text.startsWith(split[i]!.text.charAt(0))) continue;
      let letters = split[i]!.text.length;
      for (let count = 2; count <= MAX_JOINED && i + count <= split.length; count++) {
        letters += split[i + count - 1]!.text.length;
        if (Math.abs(letters - target.text.length) > 1) continue;
        const parts = split.slice(i, i + count);
        const likeness = joinedLikeness(parts, target);
        if (likeness === 0) continue;
        const found = { kind: 'joined', likeness } as const;
        options.push(swap ? option(found, [[target], j], [parts, i]) : option(found, [parts, i], [[target], j]));
      }
    }
  }
  return options;
}

/** The first letters of all words that tell something, in their order. */
export const acronymOf = (tokens: readonly Token[]): string => {
  const words = tokens.filter(({ kind }) => kind === 'word');
  return words.length >= 3 ? words.map((word) => word.text[0]).join('') : '';
};

function acronyms(short: readonly Token[], long: readonly Token[], swap: boolean): Option[] {
  const letters = acronymOf(long);
  const at = letters === '' ? -1 : short.findIndex((token) => token.text === letters);
  if (at < 0) return [];
  const found = { kind: 'acronym', likeness: 850 } as const;
  return [swap ? option(found, [long, 0], [[short[at]!], at]) : option(found, [[short[at]!], at], [long, 0])];
}

/** The worthiest first; what is exactly the same goes before what is only worth the same. */
function byWorth(a: Option, b: Option): number {
  const worth = value(b) - value(a) || Number(EXACT.has(b.kind)) - Number(EXACT.has(a.kind));
  if (worth !== 0) return worth;
  const [one, other] = [tieOf(a), tieOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

const value = ({ weight, likeness }: Option): number => weight * likeness;
const EXACT: ReadonlySet<LikenessKind> = new Set(['equal', 'legal form', 'given name']);

/**
 * Sets the tokens of two names against each other, one to one, the heaviest and likest first. Neither the order of tokens
 * nor that of the names matters.
 */
export function align(
  query: readonly Token[],
  candidate: readonly Token[],
  family: Family,
  alike: Likenesses,
): Alignment {
  const options = [
    ...single(query, candidate, alike),
    ...joined(query, candidate, false),
    ...joined(candidate, query, true),
    ...(family === 'person' ? [] : [...acronyms(query, candidate, false), ...acronyms(candidate, query, true)]),
  ].sort(byWorth);
  const queryTaken = new Array<boolean>(query.length).fill(false);
  const candidateTaken = new Array<boolean>(candidate.length).fill(false);
  const free = (taken: readonly boolean[], at: number, count: number) => !taken.slice(at, at + count).includes(true);
  const aligned: Aligned[] = [];
  for (const it of options) {
    if (!free(queryTaken, it.queryAt, it.query.length) || !free(candidateTaken, it.candidateAt, it.candidate.length))
      continue;
    queryTaken.fill(true, it.queryAt, it.queryAt + it.query.length);
    candidateTaken.fill(true, it.candidateAt, it.candidateAt + it.candidate.length);
    aligned.push(it);
  }
  return {
    aligned,
    queryLeft: query.filter((_, at) => !queryTaken[at]),
    candidateLeft: candidate.filter((_, at) => !candidateTaken[at]),
  };
}
