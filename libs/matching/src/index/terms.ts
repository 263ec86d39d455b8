import type { NameToken, PreparedName, Scorer } from '../scorer.ts';
import type { Term } from './gather.ts';
import type { Variant, Vocabulary } from './vocabulary.ts';

const MAX_JOINED = 3;
const variantsOf = (numbers: readonly number[], likeness: number): Variant[] =>
  numbers.map((token) => ({ token, likeness }));
const says = ({ kind }: NameToken): boolean => kind === 'word' || kind === 'number';

/** A word that is two words of the vocabulary written together; each is a term, and half the word. */
function split(token: NameToken, words: Vocabulary, shortest: number): Term[] {
  const terms: Term[] = [];
  for (let at = shortest; at <= token.text.length - shortest; at++) {
    const parts = [words.ofText(token.text.slice(0, at)), words.ofText(token.text.slice(at))];
    if (parts.every((numbers) => numbers.length > 0))
      for (const numbers of parts) terms.push({ weight: token.weight / 2, variants: variantsOf(numbers, 1_000) });
  }
  return terms.slice(0, 8);
}

/** Neighbours that are one word of the vocabulary: `Patr ushev`. */
function joined(tokens: readonly NameToken[], words: Vocabulary): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < tokens.length; at++)
    for (let count = 2; count <= MAX_JOINED && at + count <= tokens.length; count++) {
      const parts = tokens.slice(at, at + count);
      const numbers = words.ofText(parts.map(({ text }) => text).join(''));
      if (numbers.length === 0 || parts.some(({ kind }) => kind === 'legal')) continue;
      const weight = Math.min(
        1_000,
        parts.reduce((sum, part) => sum + part.weight, 0),
      );
      terms.push({ weight, variants: variantsOf(numbers, 980) });
    }
  return terms;
}

type Count = (token: number) => number;

/** The organization whose first letters the query is, or whose words the query's letters stand for. */
function acronym(name: PreparedName, scorer: Scorer, words: Vocabulary): Term[] {
  const letters = scorer.keys.acronym(name);
  const numbers = letters === '' ? [] : words.ofText(letters);
  return numbers.length === 0 ? [] : [{ weight: 1_000, variants: variantsOf(numbers, 850) }];
}

/** What the index is asked for a name: each word with all that it may mean, and what words make together or apart. */
export function termsOf(name: PreparedName, scorer: Scorer, words: Vocabulary, count: Count): Term[] {
  const terms: Term[] = [];
  const shortest = scorer.keys.shortestPart(name);
  for (const token of name.tokens) {
    if (!says(token)) continue;
    const variants = words.variants(token, name.schema, count);
    if (variants.length > 0) terms.push({ weight: token.weight, variants });
    if (token.kind === 'word') terms.push(...split(token, words, shortest));
  }
  terms.push(...joined(name.tokens, words), ...acronym(name, scorer, words));
  // A name of nothing but what names share is looked for by that.
  if (terms.length === 0)
    for (const token of name.tokens)
      terms.push({ weight: token.weight, variants: words.variants(token, name.schema, count).slice(0, 1) });
  return terms.slice(0, MAX_TERMS);
}

/** Terms are numbered in a byte; names have 32 tokens at most. */
const MAX_TERMS = 120;
