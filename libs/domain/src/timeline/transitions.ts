import type { Known } from '../correction/corrections.ts';
import { addDays, type Interval } from '../partial-date.ts';
import type { Confidence, Source } from '../provenance.ts';

/** What every event that can be a report says of itself. */
export interface Reporting {
  type: string;
  data: { effective: string; confidence: Confidence; source: Source };
}

/** An event that tells of a change. Neighbours of one kind tell of the same change. */
export interface Report<E, Kind extends string> {
  kind: Kind;
  interval: Interval;
  event: Known<E>;
  /** The day of the publication that says so, where it is the list's own report. */
  publishedOn?: string;
  /** Whether it tells only what stood on its latest day. A report without an earliest day always does. */
  isSighting?: boolean;
}

/** How the kinds of changes of one life follow each other. Without it, every order is possible. */
export interface Grammar<Kind extends string> {
  /** The kind that begins a period, the one that ends it, and those that leave it standing. */
  period: { opens: Kind; closes: Kind; inside: readonly Kind[] };
  /** Whether a change can come after changes of those kinds, in their order. */
  canFollow(kind: Kind, before: readonly Kind[]): boolean;
}

/** Why a report did not give a transition its days. */
export interface SetAside {
  position: number;
  /** The report that outranks it; null where it stands against the order of the whole line. */
  by: number | null;
  because: 'confidence' | 'publisher' | 'hand' | 'printed' | 'later' | 'order';
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
  /** The lowest of its reports'. */
  position: number;
  /** Of the last event that bears on it, corrections included. */
  lastEvent: number;
  /** Reports that give the days, the best first, each with the days after it: later ones narrow them. */
  decidedBy: { position: number; interval: Interval; from: string | null }[];
  setAside: SetAside[];
  /** The best report. */
  event: Known<E>;
  /** Whether one of its reports is the list's own. */
  isOwn: boolean;
}

/** The changes of a life in their order, and what was told of it that no order allows. */
export interface Turns<E, Kind extends string> {
  transitions: Transition<E, Kind>[];
  impossible: SetAside[];
}

const CONFIDENCE: Record<Confidence, number> = { confirmed: 0, reported: 1, disputed: 2 };
const PUBLISHER: Record<Source['kind'], number> = { authority: 0, official: 1, press: 2 };

/** A report while its days are being found. */
interface Placed<E, Kind extends string> extends Report<E, Kind> {
  isSighting: boolean;
}

/**
 * The changes that reports tell of, in the order of the line: by earliest day, then latest, then what a publication shows
 * on its own day (of several publications the first one first), then position. Sightings are fitted in among the others; the best report of a change gives its interval,
 * others narrow it or contradict it. Source: docs/time.md, Reports and transitions.
 */
export function transitionsOf<E extends Reporting, Kind extends string>(
  reports: readonly Report<E, Kind>[],
  grammar?: Grammar<Kind>,
): Turns<E, Kind> {
  const placed = reports.map((report) => ({
    ...report,
    isSighting: report.isSighting === true || report.interval.earliest === null,
  }));
  openAfterContrary(placed, grammar);
  const runs = runsOf(placed, grammar);
  fitSightings(runs);
  const ordered = runs
    .map(transitionOf)
    .sort(
      (a, b) =>
        compare(a.earliest ?? '', b.earliest ?? '') ||
        compare(a.latest, b.latest) ||
        compare(a.shownOn ?? '', b.shownOn ?? '') ||
        a.position - b.position,
    );
  return inPossibleOrder(ordered, grammar);
}

const earlier = (a: string | null, b: string | null) => (a === null || b === null ? null : a < b ? a : b);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What was still open when the contrary was seen lies after that day, up to the first sighting of its own kind. */
function openAfterContrary<E, Kind extends string>(reports: Placed<E, Kind>[], grammar?: Grammar<Kind>): void {
  const seen = reports.filter(({ isSighting }) => isSighting);
  if (!grammar || seen.length === 0) return;
  const { opens, closes } = grammar.period;
  for (const report of reports) {
    if (report.isSighting || (report.kind !== opens && report.kind !== closes)) continue;
    const contrary = report.kind === opens ? closes : opens;
    const order = seen.toSorted(
      (a, b) =>
        compare(a.interval.latest, b.interval.latest) ||
        Number(a.kind === report.kind) - Number(b.kind === report.kind),
    );
    for (const { kind, interval } of order) {
      const { earliest, latest } = report.interval;
      if (interval.latest < earliest! || interval.latest >= latest) continue;
      if (kind === report.kind) break;
      if (kind === contrary) report.interval = { earliest: addDays(interval.latest, 1), latest };
    }
  }
}

function runsOf<E, Kind extends string>(reports: Placed<E, Kind>[], grammar?: Grammar<Kind>): Placed<E, Kind>[][] {
  const keyOf = ({ interval, isSighting }: Placed<E, Kind>) =>
    isSighting ? interval.latest : (interval.earliest ?? interval.latest);
  const isInside = ({ kind }: Placed<E, Kind>) => grammar?.period.inside.includes(kind) === true;
  // What one publication says of one day has an order of its own: who comes as suspended is listed by it first.
  const ofPublication = (a: Placed<E, Kind>, b: Placed<E, Kind>) =>
    compare(a.publishedOn!, b.publishedOn!) ||
    Number(isInside(a)) - Number(isInside(b)) ||
    compare(a.interval.earliest ?? '', b.interval.earliest ?? '');
  reports.sort(
    (a, b) =>
      compare(keyOf(a), keyOf(b)) ||
      compare(a.interval.latest, b.interval.latest) ||
      Number(a.publishedOn !== undefined) - Number(b.publishedOn !== undefined) ||
      (a.publishedOn === undefined ? 0 : ofPublication(a, b)) ||
      a.event.position - b.event.position,
  );
  const runs: Placed<E, Kind>[][] = [];
  for (const report of reports) {
    const home = homeOf(report, runs, grammar);
    if (home) home.push(report);
    else runs.push([report]);
  }
  return runs;
}

/** The run that a report belongs to: the last one, where it is of its kind; a sighting of what stands looks past what lies inside. */
function homeOf<E, Kind extends string>(report: Placed<E, Kind>, runs: Placed<E, Kind>[][], grammar?: Grammar<Kind>) {
  const isOfKind = (run: Placed<E, Kind>[] | undefined) => (run?.[0]!.kind === report.kind ? run : undefined);
  const last = isOfKind(runs.at(-1));
  if (last || !grammar || !report.isSighting || report.kind !== grammar.period.opens) return last;
  return isOfKind(runs.findLast(([first]) => !grammar.period.inside.includes(first!.kind)));
}

/** A sighting begins after the change before it and after every earlier sighting of other changes, at the latest on its day. */
function fitSightings<E, Kind extends string>(runs: Placed<E, Kind>[][]): void {
  const last = (days: string[]) => days.reduce((a, b) => (a > b ? a : b));
  const seenOn = runs.map((run) => run.filter(({ isSighting }) => isSighting).map(({ interval }) => interval.latest));
  for (const [n, run] of runs.entries()) {
    if (n === 0 || seenOn[n]!.length === 0) continue;
    const before = [...runs[n - 1]!.map(({ interval }) => interval.latest), ...seenOn.slice(0, n).flat()];
    const own = seenOn[n]!.reduce((a, b) => (a < b ? a : b));
    const after = addDays(last(before), 1);
    const opensOn = after < own ? after : own;
    for (const report of run) {
      const { earliest, latest } = report.interval;
      if (report.isSighting && (earliest === null || earliest < opensOn))
        report.interval = { earliest: opensOn, latest };
    }
  }
}

/** One transition from the reports of it: the best gives the interval, others narrow it or contradict it. */
function transitionOf<E extends Reporting, Kind extends string>(run: Placed<E, Kind>[]) {
  const [first, ...others] = run.toSorted(rank) as [Placed<E, Kind>, ...Placed<E, Kind>[]];
  let { earliest, latest } = first.interval;
  const decidedBy = [{ position: first.event.position, interval: first.interval, from: first.interval.earliest }];
  const setAside: SetAside[] = [];
  for (const other of others) {
    const { interval, event } = other;
    const from =
      earliest === null || (interval.earliest !== null && interval.earliest > earliest) ? interval.earliest : earliest;
    const to = interval.latest < latest ? interval.latest : latest;
    const contradicts = from !== null && from > to;
    if (!contradicts && (from !== earliest || to !== latest)) {
      [earliest, latest] = [from, to];
      decidedBy.push({ position: event.position, interval: { earliest, latest }, from: interval.earliest });
    } else
      setAside.push({
        position: event.position,
        by: first.event.position,
        because: because(first, other),
        contradicts,
        from: interval.earliest,
      });
  }
  return {
    kind: first.kind,
    earliest,
    latest,
    decidedBy,
    setAside,
    position: Math.min(...run.map(({ event }) => event.position)),
    lastEvent: Math.max(...run.map(({ event }) => event.correctedAt ?? event.position)),
    event: first.event,
    isOwn: run.some(({ publishedOn }) => publishedOn !== undefined),
    ...(earliest === latest ? { shownOn: firstShowing(run, latest) } : {}),
  };
}

/** The day of the first publication that shows a change of that day; undefined where none does. */
const firstShowing = <E, Kind extends string>(run: readonly Placed<E, Kind>[], day: string): string | undefined =>
  run
    .flatMap(({ publishedOn, interval }) => (interval.latest === day ? (publishedOn ?? []) : []))
    .sort()
    .at(0);

/**
 * Confirmed before reported before disputed; the authority before other officials before the press; the list's own
 * publications before what is told by hand, days they print before sightings, the later publication first; the later first.
 */
function rank<E extends Reporting, Kind extends string>(a: Placed<E, Kind>, b: Placed<E, Kind>): number {
  return (
    CONFIDENCE[a.event.data.confidence] - CONFIDENCE[b.event.data.confidence] ||
    PUBLISHER[a.event.data.source.kind] - PUBLISHER[b.event.data.source.kind] ||
    Number(a.publishedOn === undefined) - Number(b.publishedOn === undefined) ||
    (a.publishedOn === undefined ? 0 : Number(a.isSighting) - Number(b.isSighting)) ||
    compare(b.publishedOn ?? '', a.publishedOn ?? '') ||
    b.event.position - a.event.position
  );
}

function because<E extends Reporting, Kind extends string>(best: Placed<E, Kind>, other: Placed<E, Kind>) {
  const [a, b] = [best.event.data, other.event.data];
  if (a.confidence !== b.confidence) return 'confidence';
  if (a.source.kind !== b.source.kind) return 'publisher';
  if ((best.publishedOn === undefined) !== (other.publishedOn === undefined)) return 'hand';
  return best.publishedOn !== undefined && best.isSighting !== other.isSighting ? 'printed' : 'later';
}

/** What cannot follow anything before it changes nothing; its reports stand aside. */
function inPossibleOrder<E, Kind extends string>(
  ordered: (Transition<E, Kind> & { shownOn?: string | undefined })[],
  grammar?: Grammar<Kind>,
): Turns<E, Kind> {
  const transitions: Transition<E, Kind>[] = [];
  const impossible: SetAside[] = [];
  for (const { shownOn: _, ...transition } of ordered) {
    const before = transitions.map(({ kind }) => kind);
    if (!grammar || grammar.canFollow(transition.kind, before)) {
      transitions.push(transition);
      continue;
    }
    const { decidedBy, setAside } = transition;
    const aside = { by: null, because: 'order' as const, contradicts: true };
    for (const { position, from } of decidedBy) impossible.push({ ...aside, position, from });
    const first = decidedBy[0]!.from;
    for (const { position, from, contradicts } of setAside)
      impossible.push({ ...aside, position, from: contradicts ? earlier(from, first) : from });
  }
  return { transitions, impossible };
}
