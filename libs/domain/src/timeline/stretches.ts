import { addDays, formatInterval } from '../partial-date.ts';
import type { SetAside, Transition, Turns } from './transitions.ts';

/** What is so before the first change, what after each kind of change, and the order in which possibilities are told. */
export interface Life<Kind extends string, State extends string> {
  before: State;
  after: Record<Kind, State>;
  order: readonly State[];
}

/** A transition with the states on its two sides. */
export interface Turn<E, Kind extends string, State extends string> extends Transition<E, Kind> {
  before: State;
  after: State;
}

/** Days with one answer. `from` null is the beginning of time; `to` null has no end; both inclusive. */
export interface Stretch<E, Kind extends string, State extends string> {
  from: string | null;
  to: string | null;
  state: State | 'uncertain';
  /** What an uncertain answer may be, in the order of a life. */
  possible: State[];
  /** The days of the present period as EDTF: when this state began, and when it ends where that is known. */
  since: string | null;
  until: string | null;
  /** Transitions that have begun by these days, in order. */
  begun: Turn<E, Kind, State>[];
  /** Those of them that may not have happened yet. */
  pending: Turn<E, Kind, State>[];
  /** The last transition that has certainly happened. */
  lastCertain: Turn<E, Kind, State> | null;
  /** Position of the latest event that bears on these days. */
  lastEvent: number;
  conflicts: number[];
}

/**
 * What the answer is on every day, from transitions in the order of the line. On a day the state after a transition is
 * possible where that may have begun and no later one has certainly happened; one possible state is the answer.
 * `days` are further first days of stretches. Gives stretches that cover all days, in order. Source: docs/time.md.
 */
export function stretchesOf<E, Kind extends string, State extends string>(
  { transitions, impossible }: Turns<E, Kind>,
  life: Life<Kind, State>,
  days: readonly string[] = [],
): Stretch<E, Kind, State>[] {
  const turns = sidesOf(transitions, life);
  const starts = new Set(days);
  for (const { earliest, latest, decidedBy, setAside } of turns) {
    const shown = setAside.length > 0 ? [decidedBy[0]!.from, ...setAside.map(({ from }) => from)] : [];
    for (const day of [earliest, ...shown]) if (day !== null) starts.add(day);
    starts.add(latest);
  }
  for (const { from } of impossible) if (from !== null) starts.add(from);
  const froms: (string | null)[] = [null, ...[...starts].sort()];
  return froms.map((from, index) => {
    const next = froms[index + 1];
    return stretchFrom(from, next === undefined ? null : addDays(next!, -1), { turns, impossible, life });
  });
}

/** The stretch that answers for a day. */
export const stretchOn = <S extends { to: string | null }>(stretches: readonly S[], on: string): S =>
  stretches.find(({ to }) => to === null || on <= to)!;

/** The indexes of the transitions after which it may be on a day, in order; -1 is the time before the first. */
export function possibleOn(
  transitions: readonly { earliest: string | null; latest: string }[],
  on: string | null,
): number[] {
  const certain = transitions.findLastIndex(({ latest }) => on !== null && latest <= on);
  const begun = transitions.flatMap(({ earliest }, i) =>
    i > certain && (earliest === null || (on !== null && earliest <= on)) ? [i] : [],
  );
  return [certain, ...begun];
}

function sidesOf<E, Kind extends string, State extends string>(
  transitions: readonly Transition<E, Kind>[],
  { before, after }: Life<Kind, State>,
): Turn<E, Kind, State>[] {
  let state = before;
  return transitions.map((transition) => {
    const was = state;
    state = after[transition.kind];
    return { ...transition, before: was, after: state };
  });
}

interface Whole<E, Kind extends string, State extends string> {
  turns: readonly Turn<E, Kind, State>[];
  impossible: readonly SetAside[];
  life: Life<Kind, State>;
}

function stretchFrom<E, Kind extends string, State extends string>(
  from: string | null,
  to: string | null,
  { turns, impossible, life }: Whole<E, Kind, State>,
): Stretch<E, Kind, State> {
  const [certain, ...open] = possibleOn(turns, from) as [number, ...number[]];
  const lastCertain = turns[certain] ?? null;
  const pending = open.map((index) => turns[index]!);
  const before = lastCertain?.after ?? life.before;
  const possible = new Set([before, ...pending.map(({ after }) => after)]);
  const uncertain = possible.size > 1;
  const begun = turns.filter(({ earliest }) => isBegun(earliest, from));
  return {
    from,
    to,
    begun,
    pending,
    lastCertain,
    state: uncertain ? 'uncertain' : before,
    possible: uncertain ? life.order.filter((state) => possible.has(state)) : [],
    lastEvent: Math.max(0, ...begun.map(({ lastEvent }) => lastEvent)),
    conflicts: conflictsOn(from, turns, impossible),
    ...(uncertain ? { since: textOf(firstTurnIn(before, pending)), until: null } : periodOf(certain, turns)),
  };
}

const isBegun = (day: string | null, on: string | null) => day === null || (on !== null && day <= on);

/** Reports that contradict the ones used, on the days that either of the two speaks of, and ever after. */
function conflictsOn<E, Kind extends string, State extends string>(
  from: string | null,
  turns: readonly Turn<E, Kind, State>[],
  impossible: readonly SetAside[],
): number[] {
  const contradicting = turns.flatMap(({ decidedBy, setAside }) =>
    setAside.filter((aside) => aside.contradicts && (isBegun(decidedBy[0]!.from, from) || isBegun(aside.from, from))),
  );
  return [...contradicting, ...impossible.filter((aside) => isBegun(aside.from, from))]
    .map(({ position }) => position)
    .sort((a, b) => a - b);
}

const textOf = ({ earliest, latest }: { earliest: string | null; latest: string }) =>
  formatInterval({ earliest, latest });

/** Of several open changes, the first that changes the state. */
const firstTurnIn = <E, Kind extends string, State extends string>(
  before: State,
  pending: readonly Turn<E, Kind, State>[],
) => pending.find(({ after }) => after !== before)!;

/** The changes of state around the days after a transition, as EDTF; of days before the first, until when they last at least. */
function periodOf<E, Kind extends string, State extends string>(
  certain: number,
  turns: readonly Turn<E, Kind, State>[],
): { since: string | null; until: string | null } {
  const changes = turns.filter(({ before, after }) => before !== after);
  const last = changes.filter((turn) => turns.indexOf(turn) <= certain).at(-1);
  const next = changes.find((turn) => turns.indexOf(turn) > certain);
  if (!last) return { since: null, until: next?.earliest ?? null };
  return { since: textOf(last), until: next ? textOf(next) : null };
}
