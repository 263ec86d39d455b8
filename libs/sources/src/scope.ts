import type { DesignationRecord } from '#domain';
import type { Scope } from './list-source.ts';
import type { PastPublication } from './list-state.ts';

type Programs = Pick<DesignationRecord, 'programs'>;

/** Whether an entry's absence from a publication of that scope says anything. */
export function isCovered({ programs }: Programs, scope: Scope | undefined): boolean {
  if (!scope) return true;
  return scope.named ? false : programs.some((program) => scope.programs?.includes(program));
}

/** Whether two publications speak of the same entries, in whole or in part; one of named entries only dates them. */
function overlaps(a: Scope | undefined, b: Scope | undefined): boolean {
  if (a?.named || b?.named) return Boolean(a?.named && b?.named);
  return !a || !b || a.programs!.some((program) => b.programs!.includes(program));
}

/** The newest publication that a new one of that scope follows. */
export function predecessorOf(
  scope: Scope | undefined,
  publications: readonly PastPublication[],
): PastPublication | undefined {
  return newest(publications.filter((past) => overlaps(past.scope, scope)));
}

/** The newest publication that would have had the entry, had it been listed. */
export const lastCovering = (record: Programs, publications: readonly PastPublication[]): PastPublication | undefined =>
  newest(publications.filter(({ scope }) => isCovered(record, scope)));

const newest = (publications: PastPublication[]): PastPublication | undefined =>
  publications.reduce<PastPublication | undefined>(
    (last, each) => (!last || each.publishedOn >= last.publishedOn ? each : last),
    undefined,
  );
