import type { DesignationEvent, DesignationRecord } from '#domain';
import type { Scope } from './list-source.ts';

/** A publication that was taken in. */
export interface PastPublication {
  sha256: string;
  publishedOn: string;
  generatedAt?: string;
  reader: string;
  scope?: Scope;
}

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

/** Whether an event was told by a publication older than one taken in before it that spoke of the entry too. */
export function isBackfilled(
  { data }: Pick<DesignationEvent, 'data'>,
  known: DesignationRecord | null,
  publications: readonly PastPublication[],
): boolean {
  const { sha256, publishedOn } = data.source;
  const record = 'record' in data ? data.record : known;
  if (sha256 === undefined || publishedOn === undefined || !record) return false;
  return publications.some((past) => past.publishedOn > publishedOn && isCovered(record, past.scope));
}
