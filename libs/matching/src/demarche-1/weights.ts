import { COUNTS, ENTITIES } from './tables/frequencies.ts';

/** Bits from which a token weighs most: it stands in one entry of two thousand or fewer. */
const FULL = 11;

export interface Weight {
  /** Thousandths: 350 (on every list) to 1000 (rare). */
  weight: number;
  /** What agreeing on it tells. */
  bits: number;
}

function weightOf(count: number, share = 1): Weight {
  const bits = Math.log2(ENTITIES / count);
  return {
    weight: Math.round(Math.min(1, Math.max(0.35, bits / FULL)) * 1_000 * share),
    bits: Math.round(bits * 10) / 10,
  };
}

const RARE = weightOf(1);
/** A letter alone is no more than an initial. */
const LETTER = weightOf(1, 0.5);

const weights: ReadonlyMap<string, Weight> = new Map(
  Object.entries(COUNTS).flatMap(([count, tokens]) =>
    tokens.split(' ').map((token): [string, Weight] => [token, weightOf(Number(count), token.length === 1 ? 0.5 : 1)]),
  ),
);

/** What a word weighs by the frozen table. */
export const weigh = (text: string): Weight => weights.get(text) ?? (text.length === 1 ? LETTER : RARE);
