import type { NameToken, PreparedName, Scorer } from '../scorer.ts';
import { chains, hashOf, hashWithout, type Chains } from './chains.ts';

/** A token of the vocabulary that a token of the query may mean, and how alike they are (thousandths). */
export interface Variant {
  token: number;
  likeness: number;
}

/** Every token of every name, once, and the ways to those that are written or sound alike. */
export interface Vocabulary {
  readonly size: number;
  /** The token's number; it is added if it is new. */
  intern(token: NameToken): number;
  /** The number under which names stand that the letters are the acronym of, or that have a word which is no token of theirs. */
  internOther(kind: 'acronym' | 'spelling', text: string): number;
  token(number: number): NameToken;
  /** The token's number, if a name has it. */
  numberOf(token: NameToken): number | undefined;
  /** The numbers of words of this text: in letters, in syllables, as a title that stands alone. */
  ofText(text: string): readonly number[];
  /** At most `MAX_VARIANTS`, the best first. */
  variants(token: NameToken, schema: string | undefined, count: (token: number) => number): readonly Variant[];
  readonly bytes: number;
}

export const MAX_VARIANTS = 64;
/** Tokens of which the variants are remembered, at most. */
const MAX_REMEMBERED = 2_000;
/** Tokens looked at under one key, and under all keys of one token: common keys lead nowhere. */
const MAX_CHAIN = 400;
const MAX_LOOKED_AT = 4_000;

/** Deletion keys are made of so many first letters. */
const PREFIX = 6;

/** Hashes of a word's beginning, whole and with one letter left out, or two of a long one. Some come twice. */
function deletionKeys(text: string, visit: (hash: number) => void): void {
  const end = Math.min(text.length, PREFIX);
  visit(hashWithout(text, end, -1, -1));
  if (text.length < 3) return;
  for (let first = 0; first < end; first++) {
    visit(hashWithout(text, end, first, -1));
    if (text.length > PREFIX)
      for (let second = first + 1; second < end; second++) visit(hashWithout(text, end, first, second));
  }
}

const WORD = 'word';
/** As many bytes as a token's object, its strings and its place in the map take, roughly. */
const BYTES_A_TOKEN = 280;

/** A variant, and how much it is worth to look it up: much where it is like, and few have it. */
interface Weighed extends Variant {
  worth: number;
}

const weighed = (token: number, likeness: number, count: number): Weighed => ({
  token,
  likeness,
  worth: (likeness * likeness) / Math.log(count + 2),
});

type Ways = Readonly<Record<'deletions' | 'sounds' | 'consonants' | 'consonantal', Chains>>;

/** Each number once, in the order in which it came first. */
function distinct() {
  let marks = new Uint32Array(0);
  let serial = 0;
  let found: number[] = [];
  return {
    begin(numbers: number): void {
      if (marks.length < numbers || serial === 0xffffffff)
        [marks, serial] = [new Uint32Array(Math.ceil(numbers * 1.25)), 0];
      serial++;
      found = [];
    },
    add(number: number): void {
      if (marks[number] === serial) return;
      marks[number] = serial;
      found.push(number);
    },
    get found() {
      return found;
    },
    get bytes() {
      return marks.byteLength;
    },
  };
}
type Distinct = ReturnType<typeof distinct>;

/** Finds the numbers of tokens that may be written or sound like this one. */
function addNeighbours(token: NameToken, { ways, scorer, into }: { ways: Ways; scorer: Scorer; into: Distinct }): void {
  const visit = (number: number) => {
    if (into.found.length < MAX_LOOKED_AT) into.add(number);
  };
  const consonantKey = hashOf(scorer.keys.consonants(token));
  ways.consonantal.each(consonantKey, visit, MAX_CHAIN);
  if (token.consonantal) ways.consonants.each(consonantKey, visit, MAX_CHAIN);
  ways.sounds.each(hashOf(scorer.keys.sound(token)), visit, MAX_CHAIN);
  deletionKeys(token.text, (hash) => ways.deletions.each(hash, visit, MAX_CHAIN));
}

export function vocabulary(scorer: Scorer): Vocabulary {
  const tokens: NameToken[] = [];
  const numbers = new Map<string, number>();
  /** Words that are not known by their text alone. */
  const unusual = new Map<string, number[]>();
  const ways: Ways = { deletions: chains(), sounds: chains(), consonants: chains(), consonantal: chains() };

  /** Variants of tokens that were asked for, until a name is added: how many have a token counts. */
  const remembered = new Map<string, readonly Variant[]>();

  const add = (key: string, token: NameToken): number => {
    const number = tokens.length;
    numbers.set(key, number);
    tokens.push(token);
    return number;
  };

  function addKeys(token: NameToken, number: number): void {
    if (token.kind !== WORD) return;
    if (numbers.get(token.text) !== number) unusual.set(token.text, [...(unusual.get(token.text) ?? []), number]);
    deletionKeys(token.text, (hash) => ways.deletions.add(hash, number));
    ways.sounds.add(hashOf(scorer.keys.sound(token)), number);
    (token.consonantal ? ways.consonantal : ways.consonants).add(hashOf(scorer.keys.consonants(token)), number);
  }

  const ofText = (text: string): readonly number[] => {
    const usual = numbers.get(text);
    const others = unusual.get(text) ?? [];
    return usual === undefined ? others : [usual, ...others];
  };

  const distinctNumbers = distinct();
  const lookedAt = (token: NameToken): readonly number[] => {
    distinctNumbers.begin(tokens.length);
    addNeighbours(token, { ways, scorer, into: distinctNumbers });
    for (const text of scorer.keys.givenNames(token)) for (const number of ofText(text)) distinctNumbers.add(number);
    return distinctNumbers.found;
  };

  return {
    get size() {
      return tokens.length;
    },
    get bytes() {
      const sized = [...Object.values(ways), distinctNumbers];
      return tokens.length * BYTES_A_TOKEN + sized.reduce((sum, it) => sum + it.bytes, 0);
    },
    intern(token) {
      if (remembered.size > 0) remembered.clear();
      const key = scorer.keys.identity(token);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const number = add(key, token);
      addKeys(token, number);
      return number;
    },
    internOther(kind, text) {
      const key = `${kind}|${text}`;
      return numbers.get(key) ?? add(key, { text, kind, consonantal: false, syllabic: false, weight: 0 });
    },
    token: (number) => tokens[number]!,
    numberOf: (token) => numbers.get(scorer.keys.identity(token)),
    ofText,
    variants(token, schema, count) {
      const ownKey = scorer.keys.identity(token);
      const asked = `${ownKey}|${schema}`;
      const known = remembered.get(asked);
      if (known) return known;
      const own = numbers.get(ownKey);
      const best: Weighed[] = own === undefined ? [] : [{ token: own, likeness: 1_000, worth: Infinity }];
      if (token.kind !== WORD) return best;
      const acronym = numbers.get(`acronym|${token.text}`);
      if (acronym !== undefined) best.push({ token: acronym, likeness: 850, worth: 1e9 });
      for (const number of lookedAt(token)) {
        const likeness = number === own ? 0 : scorer.keys.likeness(token, tokens[number]!, schema);
        if (likeness > 0) best.push(weighed(number, likeness, count(number)));
      }
      const variants = best.sort((a, b) => b.worth - a.worth || a.token - b.token).slice(0, MAX_VARIANTS);
      if (remembered.size === MAX_REMEMBERED) remembered.clear();
      remembered.set(asked, variants);
      return variants;
    },
  };
}

/** What of a prepared name the index keeps: the numbers of its tokens. */
export const internAll = (words: Vocabulary, name: PreparedName): number[] =>
  name.tokens.map((token) => words.intern(token));
