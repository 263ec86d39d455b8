import { addDays, type Interval } from '../partial-date.ts';
import type { Known } from '../corrections.ts';
import type { Confidence, Source } from '../provenance.ts';

/** What every event that can be a report says of itself. */
export interface Told {
  type: string;
  data: { effective: string; confidence: Confidence; source: Source };
}

/** An event that tells of a change. Neighbours of one kind tell of the same change; `content` always of one of its own. */
export interface Report<E, Kind extends string> {
  kind: Kind;
  interval: Interval;
  event: Known<E>;
}

/** Why a report did not give a transition its days. */
export interface SetAside {
  position: number;
  /** The report that outranks it. */
  by: number;
  because: 'confidence' | 'publisher' | 'later';
  /** Whether it shares no day with the one used. */
  contradicts: boolean;
  /** The first day that it speaks of; null is the beginning of time. */
  from: string | null;
}

/** A change as all reports of it together date it. */
export interface Transition<E, Kind extends string> {
  kind: Kind;
  earliest: string | null;
  latest: string;
  /** Of its first report. */
  position: number;
  /** Of the last event that bears on it, corrections included. */
  lastEvent: number;
  /** Positions of the reports that give the days: the best one, and those that narrow it. */
  decidedBy: number[];
  setAside: SetAside[];
  /** The best report. */
  event: Known<E>;
}

export const CONTENT = 'content';
const CONFIDENCE: Record<Confidence, number> = { confirmed: 0, reported: 1, disputed: 2 };
const PUBLISHER: Record<Source['kind'], number> = { authority: 0, official: 1, press: 2 };

/**
 * The changes that reports tell of, in the order of the line: by earliest day, then latest, then position. The best-ranked
 * report of a run gives its interval, others narrow it or contradict it. Source: docs/time.md.
 */
export function transitionsOf<E extends Told, Kind extends string>(
  reports: readonly Report<E, Kind>[],
): Transition<E, Kind>[] {
  const sorted = reports.toSorted(
    (a, b) =>
      compare(a.interval.earliest ?? a.interval.latest, b.interval.earliest ?? b.interval.latest) ||
      compare(a.interval.latest, b.interval.latest) ||
      a.event.position - b.event.position,
  );
  const turns: Transition<E, Kind>[] = [];
  for (const run of runsOf(sorted.filter(({ kind }) => kind !== CONTENT))) {
    const before = turns.at(-1);
    turns.push(settle(run, before ? addDays(before.latest, 1) : null));
  }
  const contents = sorted
    .filter(({ kind }) => kind === CONTENT)
    .map((report) => settle([report], report.interval.earliest));
  if (contents.length === 0 && turns.length < 2) return turns;
  return [...turns, ...contents].sort(
    (a, b) => compare(a.earliest ?? '', b.earliest ?? '') || compare(a.latest, b.latest) || a.position - b.position,
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function runsOf<E, Kind extends string>(reports: readonly Report<E, Kind>[]): Report<E, Kind>[][] {
  const runs: Report<E, Kind>[][] = [];
  for (const report of reports) {
    const run = runs.at(-1);
    if (run?.[0]!.kind === report.kind) run.push(report);
    else runs.push([report]);
  }
  return runs;
}

/** One transition from the reports of it: the best gives the interval, others narrow it or contradict it. */
function settle<E extends Told, Kind extends string>(
  run: readonly Report<E, Kind>[],
  opensOn: string | null,
): Transition<E, Kind> {
  const [first, ...others] = run.toSorted(({ event: a }, { event: b }) => rank(a, b)) as [
    Report<E, Kind>,
    ...Report<E, Kind>[],
  ];
  let { earliest, latest } = opened(first.interval, opensOn);
  const decidedBy = [first.event.position];
  const setAside: SetAside[] = [];
  for (const { interval, event } of others) {
    const { position } = event;
    const own = opened(interval, opensOn);
    const from = earliest === null || (own.earliest !== null && own.earliest > earliest) ? own.earliest : earliest;
    const to = own.latest < latest ? own.latest : latest;
    const contradicts = from !== null && from > to;
    if (!contradicts && (from !== earliest || to !== latest)) {
      decidedBy.push(position);
      [earliest, latest] = [from, to];
    } else
      setAside.push({
        position,
        by: first.event.position,
        because: because(first.event, event),
        contradicts,
        from: own.earliest,
      });
  }
  return {
    kind: first.kind,
    ...{ earliest, latest, decidedBy, setAside },
    position: Math.min(...run.map(({ event }) => event.position)),
    lastEvent: Math.max(...run.map(({ event }) => event.correctedAt ?? event.position)),
    event: first.event,
  };
}

/** Confirmed before reported before disputed; the authority before other officials before the press; the later first. */
const rank = (a: Known<Told>, b: Known<Told>): number =>
  CONFIDENCE[a.data.confidence] - CONFIDENCE[b.data.confidence] ||
  PUBLISHER[a.data.source.kind] - PUBLISHER[b.data.source.kind] ||
  b.position - a.position;

function because({ data: best }: Known<Told>, { data: other }: Known<Told>): SetAside['because'] {
  if (best.confidence !== other.confidence) return 'confidence';
  return best.source.kind !== other.source.kind ? 'publisher' : 'later';
}

/** "No later than" begins the day after the transition before it. */
function opened({ earliest, latest }: Interval, opensOn: string | null): Interval {
  if (earliest !== null || opensOn === null) return { earliest, latest };
  return { earliest: opensOn < latest ? opensOn : latest, latest };
}
