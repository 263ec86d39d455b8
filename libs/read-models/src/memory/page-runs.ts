/** Days and positions between which rows hold: the first of any, and the last. */
interface Bounds {
  validFrom: number;
  validTo: number;
  knownFrom: number;
  knownTo: number;
}

/** Rows next to each other: a page passes over those of which none can stand in it. */
export const RUN = 64;

/**
 * The bounds of a run: of its rows that are what is known still, and of the others. What was told of a party in the meantime
 * ends the days of the one kind and the positions of the other; taken together they would have no end in either.
 */
export interface PageRun {
  standing: Bounds;
  closed: Bounds;
}

type Columns = Readonly<Record<keyof Bounds, { data: ArrayLike<number>; length: number }>>;

/** The run of the rows from a place on. */
export function runOf({ validFrom, validTo, knownFrom, knownTo }: Columns, start: number): PageRun {
  const run = { standing: noBounds(), closed: noBounds() };
  for (let at = start; at < Math.min(start + RUN, knownFrom.length); at++) {
    const bounds = knownTo.data[at] === Infinity ? run.standing : run.closed;
    bounds.validFrom = Math.min(bounds.validFrom, validFrom.data[at]!);
    bounds.validTo = Math.max(bounds.validTo, validTo.data[at]!);
    bounds.knownFrom = Math.min(bounds.knownFrom, knownFrom.data[at]!);
    bounds.knownTo = Math.max(bounds.knownTo, knownTo.data[at]!);
  }
  return run;
}

const noBounds = (): Bounds => ({
  validFrom: Infinity,
  validTo: -Infinity,
  knownFrom: Infinity,
  knownTo: -Infinity,
});

/** Whether any of a run may hold on a day as known at a position. */
export const mayHold = ({ standing, closed }: PageRun, moment: { on: number; knownAt: number }): boolean =>
  isWithin(standing, moment) || isWithin(closed, moment);

const isWithin = (bounds: Bounds, { on, knownAt }: { on: number; knownAt: number }): boolean =>
  bounds.knownFrom <= knownAt && bounds.knownTo > knownAt && bounds.validFrom <= on && bounds.validTo > on;
