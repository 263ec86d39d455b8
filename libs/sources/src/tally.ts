const DIFFERENT = 1_000;
const OTHERS = 'others';

/** Counts by name into `counts`. What comes after so many different names has one in common: a file may hold millions. */
export function tallying(counts: Record<string, number>): (what: string) => void {
  let different = 0;
  return (what) => {
    if (counts[what] === undefined && ++different > DIFFERENT) what = OTHERS;
    counts[what] = (counts[what] ?? 0) + 1;
  };
}
