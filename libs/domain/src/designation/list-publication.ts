import type { Source } from '../provenance.ts';

/** A publication that was ingested. */
export interface ListPublication {
  /** Of its bytes; with its day it tells the publication from all others. */
  sha256: string;
  publishedOn: string;
  /** As the file prints it, offset and all; else as its name gives it. */
  generatedAt?: string;
  /** Which entries it speaks of: all, those of some programmes, or only those that it names. */
  scope?: { programs?: string[]; named?: true };
  /** Numbers of entries that it prints as they stood, where it speaks of those it names only. */
  named?: string[];
  source: Source;
}

/** Whether an entry's absence from a publication of that scope says anything. */
export function isCovered({ programs }: { programs: readonly string[] }, scope: ListPublication['scope']): boolean {
  if (!scope) return true;
  return scope.named ? false : programs.some((program) => scope.programs?.includes(program));
}

/** Whether a publication of changes prints an entry of that reference as it stood. */
export const namesUnchanged = (
  { named }: Pick<ListPublication, 'named'>,
  { reference }: { reference: string },
): boolean => named?.includes(reference) ?? false;

/** Publications by their days; of one day the later generated is the later, else the later ingested. */
export const byDay = <P extends Pick<ListPublication, 'publishedOn' | 'generatedAt'>>(
  publications: readonly P[],
): P[] =>
  publications.toSorted(
    (a, b) =>
      (a.publishedOn < b.publishedOn ? -1 : a.publishedOn > b.publishedOn ? 1 : 0) ||
      (a.generatedAt && b.generatedAt ? printedInstant(a.generatedAt) - printedInstant(b.generatedAt) : 0),
  );

/** Milliseconds since 1970 of an instant as a file prints it; one without an offset is taken as UTC. */
export function printedInstant(printed: string): number {
  const text = /[T ]\d/.test(printed) && !/(Z|[+-]\d\d:?\d\d)$/.test(printed) ? `${printed}Z` : printed;
  return Date.parse(text) || 0;
}
