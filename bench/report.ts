/** The middle of some measurements, and how far they lie apart. */
export function summarize(values: readonly number[]): { median: number; range: [number, number] } {
  const sorted = [...values].sort((a, b) => a - b).map((value) => rounded(value));
  return { median: sorted[Math.floor(sorted.length / 2)]!, range: [sorted[0]!, sorted.at(-1)!] };
}

/** Whole numbers above ten, one decimal below a hundred, two below one. */
export const rounded = (value: number): number => Number(value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0));

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export interface Goal {
  goal: string;
  is: number | null;
  reached: boolean | null;
}

/** What was to be reached and whether it was; null where it could not be measured. */
export const atLeast = (goal: string, is: number | undefined, least: number): Goal => judged(goal, is, is! >= least);
export const atMost = (goal: string, is: number | undefined, most: number): Goal => judged(goal, is, is! <= most);

const judged = (goal: string, is: number | undefined, reached: boolean): Goal =>
  is === undefined || Number.isNaN(is) ? { goal, is: null, reached: null } : { goal, is: rounded(is), reached };

/** How long work takes, and what comes of it. */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1_000, result };
}

/** The most memory this process has had resident, in MB; the kernel counts in kilobytes. */
export const peakMb = (): number => Math.round(process.resourceUsage().maxRSS / 1_024);
