import { COUNTS, ENTITIES } from './tables/frequencies.ts';

const frequency: ReadonlyMap<string, number> = new Map(
  Object.entries(COUNTS).flatMap(([count, tokens]) => tokens.split(' ').map((token) => [token, Number(count)] as const)),
);

/** Bits from which a token weighs most: it stands in one entry of two thousand or fewer. */
const FULL = 11;

/** What a word weighs (thousandths, 350 to 1000) and what agreeing on it tells (bits), by the frozen table. */
export function weigh(text: string): { weight: number; bits: number } {
  const bits = Math.log2(ENTITIES / (frequency.get(text) ?? 1));
  const short = text.length === 1 ? 0.5 : 1;
  return { weight: Math.round(Math.min(1, Math.max(0.35, bits / FULL)) * 1_000 * short), bits: Math.round(bits * 10) / 10 };
}
