import type { Coverage } from '#contract';
import { addDays, daysBetween, intervalOf } from '#domain';

export interface CoverageFacts {
  /** Days of the publications ingested, as known; in any order, doubles allowed. */
  publishedOn: string[];
  /** Days of the publications that speak of some programmes only. */
  partial: { programs: string[]; publishedOn: string }[];
  curated: { from?: string; to?: string; complete: boolean } | null;
  /** The last change of coverage, where there was one. */
  change: { ended: boolean; effective: string } | null;
}

const GAPS_SHOWN = 10;

/** The coverage of one list for a day, from the publications held. A curated list, which has none, says it itself. */
export function coverageOf({ publishedOn, partial, curated, change }: CoverageFacts, on: string): Coverage {
  const endedOn = change?.ended ? intervalOf(change.effective).latest : null;
  if (curated && publishedOn.length === 0) {
    const { from = null, to = null, complete } = curated;
    const inside = (from === null || from <= on) && (to === null || on <= to) && (endedOn === null || on < endedOn);
    return { from, to, gaps: [], partial: [], endedOn, complete: complete && inside };
  }
  const days = [...new Set(publishedOn)].sort();
  const [from = null, to = null] = [days[0], days.at(-1)];
  const gaps = days
    .slice(1)
    .map((day, i) => ({ from: addDays(days[i]!, 1), to: addDays(day, -1), days: daysBetween(days[i]!, day) - 1 }))
    .filter((gap) => gap.days > 0)
    .sort((a, b) => b.days - a.days || (a.from < b.from ? -1 : 1))
    .slice(0, GAPS_SHOWN);
  const inside = from !== null && from <= on && on <= to! && (endedOn === null || on < endedOn);
  return { from, to, gaps, partial: spansOf(partial), endedOn, complete: inside };
}

function spansOf(partial: CoverageFacts['partial']): Coverage['partial'] {
  const byPrograms = Map.groupBy(partial, ({ programs }) => programs.toSorted().join('\n'));
  return [...byPrograms.values()]
    .map((own) => {
      const days = own.map(({ publishedOn }) => publishedOn).sort();
      return { programs: own[0]!.programs, from: days[0]!, to: days.at(-1)! };
    })
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Of a list whose registration was retracted: what stands on it is told, and nobody says that it is all. */
export const NO_COVERAGE: Coverage = {
  from: null,
  to: null,
  gaps: [],
  partial: [],
  endedOn: null,
  complete: false,
};

/** The coverage of a country's lists taken together: complete only where every list is. */
export function combineCoverage(parts: readonly Coverage[]): Coverage {
  if (parts.length === 1) return parts[0]!;
  const known = (days: (string | null)[]) => days.filter((day) => day !== null).sort();
  return {
    from: known(parts.map(({ from }) => from))[0] ?? null,
    to: known(parts.map(({ to }) => to)).at(-1) ?? null,
    gaps: parts
      .flatMap(({ gaps }) => gaps)
      .sort((a, b) => b.days - a.days)
      .slice(0, GAPS_SHOWN),
    partial: parts.flatMap(({ partial }) => partial),
    endedOn:
      parts.length > 0 && parts.every(({ endedOn }) => endedOn)
        ? known(parts.map(({ endedOn }) => endedOn)).at(-1)!
        : null,
    complete: parts.length > 0 && parts.every(({ complete }) => complete),
  };
}
