import { wholeName, type NameInput, type Party } from '../party.ts';
import type {
  Explanation,
  LeftOver,
  Match,
  MatchOptions,
  NameToken,
  PreparedName,
  Scorer,
  TokenKeys,
} from '../scorer.ts';
import { alike } from './likeness.ts';
import { likeGivenNames } from './tables/given-names.ts';
import { acronymOf, align, totalsOf, type Likenesses, type Pair } from './align.ts';
import { compatible, familyOf, type Family } from './families.ts';
import { nameScore, scoreOfTotals, THRESHOLD } from './formula.ts';
import { qualify } from './qualifiers.ts';
import { identityOf, type Token } from './token.ts';
import { readName, tokensOf } from './tokens.ts';

const VERSION = 'demarche-1';

/** An equal identifier says at least so much. */
const IDENTIFIER_FLOOR = 0.95;
/** At most so many names of one party are compared. */
const MAX_NAMES = 100;

interface Prepared extends PreparedName {
  readonly family: Family;
  /** Whether its first letters may stand for it: it is known to be the name of an organization, or of a craft. */
  readonly hasInitials: boolean;
  readonly tokens: readonly Token[];
}

const hasInitials = (schema: string | undefined): boolean => !['person', 'any'].includes(familyOf(schema));

function prepare(name: NameInput, schema?: string, asked: { schema?: string } = { schema }): Prepared {
  const family = familyOf(schema);
  const whole = wholeName(name);
  return { name: whole, schema, family, hasInitials: hasInitials(asked.schema), ...readName(whole, family) };
}

const assemble = (name: string, schema: string, tokens: readonly NameToken[]): Prepared => ({
  name,
  schema,
  family: familyOf(schema),
  hasInitials: hasInitials(schema),
  // The tokens are our own: an index is made with one scorer.
  tokens: tokens as readonly Token[],
});

const own = (name: PreparedName): Prepared => ('family' in name ? (name as Prepared) : prepare(name.name, name.schema));

/** The rules of the more definite of the two schemas. Tokens are made again where a family's words read differently. */
function sideBySide(query: PreparedName, candidate: PreparedName): { a: Prepared; b: Prepared; family: Family } {
  const [a, b] = [own(query), own(candidate)];
  if (a.family === b.family || !compatible(a.family, b.family)) return { a, b, family: b.family };
  return a.family === 'any'
    ? { a: { ...a, tokens: tokensOf(a.name, b.family) }, b, family: b.family }
    : { a, b: { ...b, tokens: tokensOf(b.name, a.family) }, family: a.family };
}

/** What two names are set against each other by. */
function pairOf(query: PreparedName, candidate: PreparedName): Pair {
  const { a, b, family } = sideBySide(query, candidate);
  return {
    query: a.tokens,
    candidate: b.tokens,
    family,
    initials: { query: a.hasInitials, candidate: b.hasInitials },
    likenesses: b.tokens.map((token) => likenessesTo(a.tokens, token, family)),
  };
}

const likenessesTo = (tokens: readonly Token[], other: Token, family: Family): Likenesses =>
  tokens.map((token) => alike(token, other, family));

/** Each token of the many is compared once. They are asked for by number: the tokens lie all over memory. */
function scoring(
  { name, schema: given }: { name: NameInput; schema?: string },
  schema: string,
  tokenOf: (number: number) => NameToken,
): (numbers: readonly number[]) => number {
  const { tokens: query, family } = prepare(name, schema);
  const initials = { query: hasInitials(given), candidate: hasInitials(schema) };
  const known = new Map<number, { token: Token; likenesses: Likenesses }>();
  const knownOf = (number: number) => {
    const found = known.get(number);
    if (found) return found;
    // The tokens are our own: an index is made with one scorer.
    const token = tokenOf(number) as Token;
    const compared = { token, likenesses: likenessesTo(query, token, family) };
    known.set(number, compared);
    return compared;
  };
  return (numbers) => {
    const candidate: Token[] = [];
    const likenesses: Likenesses[] = [];
    for (const number of numbers) {
      const compared = knownOf(number);
      candidate.push(compared.token);
      likenesses.push(compared.likenesses);
    }
    return scoreOfTotals(totalsOf({ query, candidate, likenesses, family, initials }));
  };
}

/** The heaviest tokens of the longer rest contradict as far as the shorter rest reaches; what is beyond was left out. */
function leftOver(queryLeft: readonly Token[], candidateLeft: readonly Token[]): LeftOver[] {
  const total = (tokens: readonly Token[]) => tokens.reduce((sum, { weight }) => sum + weight, 0);
  const contradicted = Math.min(total(queryLeft), total(candidateLeft));
  const side = (name: LeftOver['side'], tokens: readonly Token[]): LeftOver[] => {
    let rest = contradicted;
    return [...tokens]
      .sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
      .map(({ text, weight }) => {
        const role = rest > 0 ? 'contradicting' : 'omitted';
        rest -= weight;
        return { side: name, token: text, weight, role };
      });
  };
  return [...side('query', queryLeft), ...side('candidate', candidateLeft)];
}

const joined = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ');

function explain(query: PreparedName, candidate: PreparedName): Explanation {
  const { aligned, queryLeft, candidateLeft } = align(pairOf(query, candidate));
  return {
    scorer: VERSION,
    query: query.name,
    candidate: candidate.name,
    aligned: aligned.map((it) => ({
      kind: it.kind,
      query: joined(it.query),
      candidate: joined(it.candidate),
      likeness: it.likeness,
      weight: it.weight,
      informative: it.informative,
      bits: Math.round(it.bits * 10) / 10,
    })),
    leftOver: leftOver(queryLeft, candidateLeft),
    features: [],
  };
}

const NAME = 'name';

/** The score that an explanation gives. */
export function scoreFromExplanation({ aligned, leftOver: left, features }: Explanation): number {
  const of = (side: LeftOver['side']) => left.filter((it) => it.side === side).map(({ weight }) => weight);
  const named = nameScore({ aligned, queryLeft: of('query'), candidateLeft: of('candidate') });
  let score = named * (features.find(({ feature }) => feature === NAME)?.weight ?? 1);
  for (const { value, weight } of features) score += value * weight;
  const sure = features.find(({ finding }) => finding === 'identifier equal');
  // Another's number under a wholly different name is a slip as often as a find: it is told, with the name's score beside it.
  if (sure) score = Math.max(score, IDENTIFIER_FLOOR * Math.min(1, sure.weight));
  return Math.round(Math.min(1, Math.max(0, score)) * 1e4) / 1e4;
}

/** Half the bits of what is half alike. */
function evidenceOf({ aligned, features }: Explanation): number {
  const names = aligned.reduce((bits, it) => bits + Math.round(it.bits * it.likeness) / 1_000, 0);
  const rest = features.reduce((bits, it) => bits + (it.weight > 0 ? it.bits : 0), 0);
  return Math.round((names + rest) * 10) / 10;
}

function compare(
  query: PreparedName,
  candidate: PreparedName,
  parties?: { query: Party; candidate: Party },
  options: MatchOptions = {},
): Match {
  const explanation = explain(query, candidate);
  const { features, missing } = parties
    ? qualify(parties.query, parties.candidate, options.weights)
    : { features: [], missing: [] };
  const nameWeight = options.weights?.[NAME];
  if (nameWeight !== undefined)
    explanation.features.push({ feature: NAME, finding: 'weight of the name', value: 0, weight: nameWeight, bits: 0 });
  explanation.features.push(...features);
  return { score: scoreFromExplanation(explanation), evidence: evidenceOf(explanation), missing, explanation };
}

const scoreOf = (query: PreparedName, candidate: PreparedName): number =>
  scoreOfTotals(totalsOf(pairOf(query, candidate)));

/** The pair of names that is best; of equals the one with more evidence, then the first in the alphabet. */
function match(query: Party, candidate: Party, options: MatchOptions = {}): Match | undefined {
  if (!compatible(familyOf(query.schema), familyOf(candidate.schema))) return undefined;
  const prepared = (party: Party) => party.names.slice(0, MAX_NAMES).map((name) => prepare(name, party.schema));
  const candidates = prepared(candidate);
  // Particulars say the same of every pair of names.
  const pairs = prepared(query).flatMap((a) => candidates.map((b) => ({ a, b, score: scoreOf(a, b) })));
  const best = pairs.reduce((most, { score }) => Math.max(most, score), 0);
  const matches = pairs
    .filter(({ score }) => score === best)
    .map(({ a, b }) => compare(a, b, { query, candidate }, options));
  return matches.sort(
    (a, b) =>
      b.evidence - a.evidence ||
      (a.explanation.candidate + a.explanation.query < b.explanation.candidate + b.explanation.query ? -1 : 1),
  )[0];
}

const keys: TokenKeys = {
  sound: (token) => (token as Token).skeleton,
  consonants: (token) => (token as Token).consonants,
  givenNames: ({ text }) => likeGivenNames(text),
  likeness: (a, b, schema) => alike(a as Token, b as Token, familyOf(schema))?.likeness ?? 0,
  identity: (token) => identityOf(token as Token),
  shortestPart: (name) => (own(name).family === 'craft' ? 1 : 3),
  acronym: (name) => (own(name).hasInitials ? acronymOf(own(name).tokens) : ''),
};

/** The first version: contradiction apart from omission, frozen weights. docs/matching.md says what its numbers mean. */
export const demarche1: Scorer = {
  version: VERSION,
  threshold: THRESHOLD,
  prepare,
  assemble,
  compatible: (schema, other) => compatible(familyOf(schema), familyOf(other)),
  keys,
  score: scoreOf,
  scoring,
  compare,
  match,
  scoreFromExplanation,
};
