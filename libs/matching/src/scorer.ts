import type { NameInput, Party } from './party.ts';

/** A name made ready for comparing once; what it is made of is the scorer's own business. */
export interface PreparedName {
  readonly name: string;
  readonly schema: string | undefined;
  readonly tokens: readonly NameToken[];
  /** The words that the tokens were read from, in the letters a to z; none of a name that was assembled. */
  readonly written?: readonly string[];
}

/** What the index must know of a token. */
export interface NameToken {
  readonly text: string;
  readonly kind: string;
  readonly consonantal: boolean;
  /** Its script writes syllables. */
  readonly syllabic: boolean;
  /** Thousandths. */
  readonly weight: number;
}

/** Tokens of the two names that count as the same; weights and likenesses are whole thousandths. */
export interface AlignedTokens {
  kind: string;
  query: string;
  candidate: string;
  likeness: number;
  weight: number;
  informative: number;
  bits: number;
}

/** A token without its like: `omitted` by the other name, or `contradicting` because that has something else instead. */
export interface LeftOver {
  side: 'query' | 'candidate';
  token: string;
  weight: number;
  role: 'omitted' | 'contradicting';
}

/** What something other than the name says: `value × weight` is added to the score; an equal identifier raises it. */
export interface Feature {
  feature: string;
  finding: string;
  value: number;
  weight: number;
  bits: number;
}

/** All that the score was computed of. */
export interface Explanation {
  scorer: string;
  query: string;
  candidate: string;
  aligned: AlignedTokens[];
  leftOver: LeftOver[];
  features: Feature[];
}

export interface Match {
  /** 0 to 1; from 0.70 on the names count as the same. */
  score: number;
  /** Bits: how much agreement of this kind tells, whatever the score. A shared rare name tells more than a common one. */
  evidence: number;
  /** Particulars that would tell more, and that one of the two lacks. */
  missing: string[];
  explanation: Explanation;
}

export interface MatchOptions {
  /** By feature (`name`, `birthDate`, `country`, `gender`, `identifier`): 0 leaves it out, 1 is usual. Finite, 0 or more. */
  weights?: Readonly<Record<string, number>>;
}

/** By what an index finds the tokens that a scorer would set against each other. */
export interface TokenKeys {
  /** Equal for tokens that sound alike. */
  sound(token: NameToken): string;
  /** Equal for a token and its like in a script that writes consonants alone. */
  consonants(token: NameToken): string;
  /** Other given names that may stand for it. */
  givenNames(token: NameToken): readonly string[];
  /** How alike, in thousandths; 0 if not. */
  likeness(a: NameToken, b: NameToken, schema: string | undefined): number;
  /** Equal for tokens that are one wherever they stand. Of a word in letters that weighs what it weighs anywhere it is the text. */
  identity(token: NameToken): string;
  /** Letters that a word written together with another has at least: `RamiMakhlouf`, and of craft `EPGOM`. */
  shortestPart(name: PreparedName): number;
  /** First letters, where a name may be known by them; else empty. */
  acronym(name: PreparedName): string;
}

/** One version of the rules by which names are compared. It never changes: what is computed again later is the same. */
export interface Scorer {
  readonly version: string;
  /** The score from which two parties count as the same. */
  readonly threshold: number;
  /**
   * Makes a name ready as names of a schema are read; `asked` is what it was given with, where that is a query of another
   * schema or of none. Never throws: an empty name has no tokens and matches nothing.
   */
  prepare(name: NameInput, schema?: string, asked?: { schema?: string }): PreparedName;
  /** The same of tokens that are ready. */
  assemble(name: string, schema: string, tokens: readonly NameToken[]): PreparedName;
  /** Whether parties of the two schemas can be one: a person is no vessel; a LegalEntity may be either person or company. */
  compatible(schema: string | undefined, other: string | undefined): boolean;
  readonly keys: TokenKeys;
  /** The score of two names of one schema; for the reasons ask `compare`. */
  score(query: PreparedName, candidate: PreparedName): number;
  /** Scores many names of one schema, each given by the numbers of its tokens, against a query of any schema that is read as theirs. */
  scoring(
    query: { name: NameInput; schema?: string },
    schema: string,
    tokenOf: (number: number) => NameToken,
  ): (numbers: readonly number[]) => number;
  /** Like `score`, with reasons, and with what the parties' particulars say. */
  compare(
    query: PreparedName,
    candidate: PreparedName,
    parties?: { query: Party; candidate: Party },
    options?: MatchOptions,
  ): Match;
  /** Compares all names of two parties; the best pair is told. Undefined where a party has no name to compare. */
  match(query: Party, candidate: Party, options?: MatchOptions): Match | undefined;
  /** The score again, from the explanation alone. */
  scoreFromExplanation(explanation: Explanation): number;
}
