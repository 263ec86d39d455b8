import { addDays, formatInterval } from '../partial-date.ts';
import { CONTENT, type Transition } from './transitions.ts';

/** What is so before the first change, what after each kind of change, and the order in which possibilities are told. */
export interface Life<Kind extends string, State extends string> {
  before: State;
  after: Record<Exclude<Kind, typeof CONTENT>, State>;
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
  settled: Turn<E, Kind, State> | null;
  /** Position of the latest event that bears on these days. */
  lastEvent: number;
  conflicts: number[];
}

/**
 * What the answer is on every day, from transitions in the order of the line. Before the first it is `before`; between
 * two, the state after the former; inside a transition's interval uncertain, up to the day before its latest.
 * Gives stretches that cover all days, in order. Source: docs/time.md.
 */
export function stretchesOf<E, Kind extends string, State extends string>(
  transitions: readonly Transition<E, Kind>[],
  life: Life<Kind, State>,
): Stretch<E, Kind, State>[] {
  const turns = sidesOf(transitions, life);
  const starts = new Set<string>();
  for (const { earliest, latest, setAside } of turns) {
    for (const day of [earliest, ...setAside.map(({ from }) => from)]) if (day !== null) starts.add(day);
    starts.add(latest);
  }
  const days: (string | null)[] = [null, ...[...starts].sort()];
  return days.map((from, index) => {
    const next = days[index + 1];
    return stretchFrom(from, next === undefined ? null : addDays(next!, -1), turns, life);
  });
}

/** The stretch that answers for a day. */
export const stretchOn = <S extends { to: string | null }>(stretches: readonly S[], on: string): S =>
  stretches.find(({ to }) => to === null || on <= to)!;

function sidesOf<E, Kind extends string, State extends string>(
  transitions: readonly Transition<E, Kind>[],
  { before, after }: Life<Kind, State>,
): Turn<E, Kind, State>[] {
  let state = before;
  return transitions.map((transition) => {
    const was = state;
    if (transition.kind !== CONTENT) state = after[transition.kind as Exclude<Kind, typeof CONTENT>];
    return { ...transition, before: was, after: state };
  });
}

function stretchFrom<E, Kind extends string, State extends string>(
  from: string | null,
  to: string | null,
  turns: readonly Turn<E, Kind, State>[],
  life: Life<Kind, State>,
): Stretch<E, Kind, State> {
  const begun = turns.filter(({ earliest }) => earliest === null || (from !== null && earliest <= from));
  const pending = begun.filter(({ latest }) => from === null || latest > from);
  const settled = begun.filter(({ latest }) => from !== null && latest <= from).at(-1) ?? null;
  const possible = new Set(pending.flatMap(({ before, after }) => [before, after]));
  const uncertain = possible.size > 1;
  const certain = possible.size === 1 ? [...possible][0]! : (settled?.after ?? life.before);
  return {
    ...{ from, to, begun, pending, settled },
    state: uncertain ? 'uncertain' : certain,
    possible: uncertain ? life.order.filter((state) => possible.has(state)) : [],
    lastEvent: Math.max(0, ...begun.map(({ lastEvent }) => lastEvent)),
    conflicts: conflictsOn(from, turns),
    ...(uncertain ? { since: textOf(turnIn(pending)), until: null } : periodOf(certain, turns, from, life)),
  };
}

/** Reports that contradict the ones used, on the days that either of the two speaks of, and ever after. */
function conflictsOn<E, Kind extends string, State extends string>(
  from: string | null,
  turns: readonly Turn<E, Kind, State>[],
): number[] {
  const begins = (day: string | null) => day === null || (from !== null && day <= from);
  return turns
    .flatMap(({ earliest, setAside }) =>
      setAside.filter((aside) => aside.contradicts && (begins(earliest) || begins(aside.from))),
    )
    .map(({ position }) => position)
    .sort((a, b) => a - b);
}

const textOf = ({ earliest, latest }: { earliest: string | null; latest: string }) =>
  formatInterval({ earliest, latest });

/** Of several open changes, the first that changes the state. */
const turnIn = <E, Kind extends string, State extends string>(pending: readonly Turn<E, Kind, State>[]) =>
  pending.find(({ before, after }) => before !== after) ?? pending[0]!;

/** The changes of state around a certain stretch, as EDTF. */
function periodOf<E, Kind extends string, State extends string>(
  state: State,
  all: readonly Turn<E, Kind, State>[],
  from: string | null,
  { before: none }: Life<Kind, State>,
) {
  if (state === none) return { since: null, until: null };
  const turns = all.filter(({ before, after }) => before !== after);
  const last = turns.filter(({ latest }) => from !== null && latest <= from).at(-1);
  const next = last ? turns[turns.indexOf(last) + 1] : turns[0];
  return { since: last ? textOf(last) : null, until: next ? textOf(next) : null };
}
