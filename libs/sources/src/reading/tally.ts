const DIFFERENT = 1_000;
const OTHERS = 'others';

/** Counts by name into `counts`. After so many different names all others are counted as one: a file may hold millions. */
export function tallying(counts: Record<string, number>): (what: string) => void {
  // A set does not make the engine keep every name it is asked for, as the members of an object do.
  const names = new Set<string>();
  return (what) => {
    if (names.size < DIFFERENT) names.add(what);
    const name = names.has(what) ? what : OTHERS;
    counts[name] = (counts[name] ?? 0) + 1;
  };
}
