import type { Family } from './families.ts';
import { alike, type LikenessKind } from './likeness.ts';
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

/** Which tokens could go together; the order among equals is that of their letters, so that neither side comes first. */
interface Option extends Aligned {
  queryAt: number;
  candidateAt: number;
  tie: string;
}

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
  const [one, other] = [text(query), text(candidate)].sort();
  return {
    ...found,
    ...{ query, candidate, queryAt, candidateAt, weight },
    bits: Math.min(sum(query, 'bits'), sum(candidate, 'bits')),
    informative: !informs ? 0 : found.kind === 'acronym' ? words * 1_000 : syllables ? 500 : 1_000,
    tie: `${one} ${other}`,
  };
}

function single(query: readonly Token[], candidate: readonly Token[], family: Family): Option[] {
  const options: Option[] = [];
  for (let i = 0; i < query.length; i++)
    for (let j = 0; j < candidate.length; j++) {
      const found = alike(query[i]!, candidate[j]!, family);
      if (found) options.push(option(found, [[query[i]!], i], [[candidate[j]!], j]));
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
    for (let i = 0; i + 1 < split.length; i++)
      for (let count = 2; count <= MAX_JOINED && i + count <= split.length; count++) {
        const parts = split.slice(i, i + count);
        const letters = parts.reduce((total, part) => total + part.text.length, 0);
        if (Math.abs(letters - target.text.length) > 1 || !target.text.startsWith(parts[0]!.text.charAt(0))) continue;
        const likeness = joinedLikeness(parts, target);
        if (likeness === 0) continue;
        const found = { kind: 'joined', likeness } as const;
        options.push(swap ? option(found, [[target], j], [parts, i]) : option(found, [parts, i], [[target], j]));
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

const value = ({ weight, likeness }: Option): number => weight * likeness;
const EXACT: ReadonlySet<LikenessKind> = new Set(['equal', 'legal form', 'given name']);

/**
 * Sets the tokens of two names against each other, one to one, the heaviest and likest first. Neither the order of tokens
 * nor that of the names matters.
 */
export function align(query: readonly Token[], candidate: readonly Token[], family: Family): Alignment {
  const options = [
    ...single(query, candidate, family),
    ...joined(query, candidate, false),
    ...joined(candidate, query, true),
    ...(family === 'person' ? [] : [...acronyms(query, candidate, false), ...acronyms(candidate, query, true)]),
  ].sort(
    (a, b) =>
      value(b) - value(a) ||
      Number(EXACT.has(b.kind)) - Number(EXACT.has(a.kind)) ||
      (a.tie < b.tie ? -1 : a.tie > b.tie ? 1 : 0),
  );
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
