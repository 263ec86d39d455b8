/** What two names have in common, and what either has left over; all in whole thousandths. */
export interface Terms {
  aligned: readonly { weight: number; likeness: number; informative: number }[];
  queryLeft: readonly number[];
  candidateLeft: readonly number[];
}

/** What the score of two names is computed of: sums of whole thousandths, `matched` of millionths. */
export interface Totals {
  matched: number;
  weight: number;
  informative: number;
  queryLeft: number;
  candidateLeft: number;
}

/** The raw score from which on names count as the same, and what it is called outside: yente's threshold. */
const RAW_THRESHOLD = 0.66;
export const THRESHOLD = 0.7;

/** How much a token that the other name contradicts counts; half of it stands on either side. */
const CONTRADICTION = 0.85;
/** How much a token left out counts, by how many words agreed: less and less. */
const OMISSION = [1, 0.8, 0.45, 0.02] as const;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function omissionPrice(informative: number): number {
  const words = Math.min(informative / 1_000, OMISSION.length - 1);
  const below = Math.floor(words);
  const share = words - below;
  return OMISSION[below]! * (1 - share) + (OMISSION[below + 1] ?? 0) * share;
}

/** Monotone: 0 stays 0, 1 stays 1, the raw threshold becomes 0.70. Four decimals. */
export function rescaled(raw: number): number {
  const score =
    raw < RAW_THRESHOLD
      ? (raw / RAW_THRESHOLD) * THRESHOLD
      : THRESHOLD + ((raw - RAW_THRESHOLD) / (1 - RAW_THRESHOLD)) * (1 - THRESHOLD);
  return Math.round(score * 1e4) / 1e4;
}

/** How far two names are the same, 0 to 1. */
export const nameScore = ({ aligned, queryLeft, candidateLeft }: Terms): number =>
  scoreOfTotals({
    matched: total(aligned.map(({ weight, likeness }) => weight * likeness)),
    weight: total(aligned.map(({ weight }) => weight)),
    informative: total(aligned.map(({ informative }) => informative)),
    queryLeft: total(queryLeft),
    candidateLeft: total(candidateLeft),
  });

/** The same of the sums. What both have left over contradicts; what only one has was left out by the other. */
export function scoreOfTotals({ matched, weight, informative, queryLeft, candidateLeft }: Totals): number {
  if (informative === 0 || matched === 0) return 0;
  const contradicted = Math.min(queryLeft, candidateLeft);
  const omitted = Math.abs(queryLeft - candidateLeft);
  return rescaled(matched / 1_000 / (weight + 2 * CONTRADICTION * contradicted + omissionPrice(informative) * omitted));
}
