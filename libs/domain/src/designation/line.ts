import { addDays, formatInterval, intervalOf, type Interval } from '../partial-date.ts';
import type { Confidence, Source } from '../provenance.ts';
import type { DesignationEvent } from './events.ts';
import { applyPatch, setAt } from './patch.ts';
import type { DesignationRecord } from './record.ts';

export type Status = 'not-listed' | 'listed' | 'suspended' | 'delisted' | 'uncertain';
type CertainStatus = Exclude<Status, 'uncertain'>;

/** An event of a designation's stream with its place in the log. */
export type Known<E> = E & { id: string; position: number };
export type KnownDesignationEvent = Known<DesignationEvent> & {
  /** The last correction that shaped it, where there is one. */
  correctedAt?: number;
};

/** A stretch of days with one answer. `from` null is the beginning of time; `to` null has no end; both inclusive. */
export interface Segment {
  from: string | null;
  to: string | null;
  status: Status;
  /** What an uncertain answer may be, in the order of a designation's life. */
  possible: CertainStatus[];
  /** The days of the present period as EDTF: when this status began, and when it ends where that is known. */
  since: string | null;
  until: string | null;
  /** The record valid on these days; null before the first designation. */
  record: DesignationRecord | null;
  /** Position of the latest event that bears on these days. */
  lastEvent: number;
  /** Positions of reports that contradict the ones used. */
  conflicts: number[];
}

type Kind = 'designated' | 'suspended' | 'reinstated' | 'delisted' | 'content';
const AFTER: Record<Exclude<Kind, 'content'>, CertainStatus> = {
  designated: 'listed',
  suspended: 'suspended',
  reinstated: 'listed',
  delisted: 'delisted',
};
const LIFE: CertainStatus[] = ['not-listed', 'listed', 'suspended', 'delisted'];
const CONFIDENCE: Record<Confidence, number> = { confirmed: 0, reported: 1, disputed: 2 };
const PUBLISHER: Record<Source['kind'], number> = { authority: 0, official: 1, press: 2 };

interface Report {
  kind: Kind;
  interval: Interval;
  event: KnownDesignationEvent;
}
interface Transition {
  kind: Kind;
  earliest: string | null;
  latest: string;
  position: number;
  lastEvent: number;
  conflicts: number[];
  event: KnownDesignationEvent;
}

/**
 * The valid-time line of one designation: what the answer is on every day, given the events known so far.
 * Takes the stream's events up to the position known at, in log order; gives segments that cover all days, in order.
 * The rules: reports of one kind in a run speak of one transition; the best-ranked report gives its interval, others
 * narrow it or contradict it; inside an interval the answer is uncertain. docs/time.md tells them to users.
 */
export function lineOf(events: readonly KnownDesignationEvent[]): Segment[] {
  return segmentsOf(transitionsOf(reportsOf(withCorrections(events))));
}

/** The segment that answers for a day. */
export function segmentOn(line: readonly Segment[], on: string): Segment {
  return line.find(({ to }) => to === null || on <= to)!;
}

/** The events as last corrected, without those retracted and without the corrections themselves. */
export function withCorrections(events: readonly KnownDesignationEvent[]): KnownDesignationEvent[] {
  const amendments = events.filter(({ type }) => type === 'EventCorrected' || type === 'EventRetracted');
  if (amendments.length === 0) return [...events];

  // Newest first: whether a correction holds, and what it says, depends only on later ones that speak of it.
  const retracted = new Set<string>();
  const corrections = new Map<string, Correction[]>();
  const corrected = (event: KnownDesignationEvent): KnownDesignationEvent => {
    const own = corrections.get(event.id);
    if (!own) return event;
    const data = structuredClone(event.data);
    for (const { changes } of own.toReversed())
      for (const [field, value] of Object.entries(changes))
        setAt(data, field.startsWith('/') ? field : `/${field}`, value);
    return { ...event, data, correctedAt: own[0]!.position } as KnownDesignationEvent;
  };
  for (const amendment of amendments.toReversed()) {
    if (retracted.has(amendment.id)) continue;
    const { type, data } = corrected(amendment);
    if (type === 'EventRetracted') retracted.add(data.of);
    if (type === 'EventCorrected') {
      const earlier = corrections.get(data.of) ?? [];
      corrections.set(data.of, [...earlier, { position: amendment.position, changes: data.changes }]);
    }
  }
  return events
    .filter(({ id, type }) => !retracted.has(id) && type !== 'EventCorrected' && type !== 'EventRetracted')
    .map(corrected);
}

interface Correction {
  position: number;
  changes: Record<string, unknown>;
}

function kindOf(type: DesignationEvent['type']): Kind {
  switch (type) {
    case 'OrganizationDesignated':
    case 'PersonDesignated':
    case 'VesselDesignated':
    case 'AircraftDesignated':
      return 'designated';
    case 'OrganizationDelisted':
    case 'PersonDelisted':
    case 'VesselDelisted':
    case 'AircraftDelisted':
      return 'delisted';
    case 'DesignationSuspended':
      return 'suspended';
    case 'DesignationReinstated':
      return 'reinstated';
    case 'DesignationAmended':
    case 'DesignationReidentified':
      return 'content';
    case 'EventCorrected':
    case 'EventRetracted':
      throw new Error(`${type} is no report`);
  }
}

function reportsOf(events: readonly KnownDesignationEvent[]): Report[] {
  return events
    .map((event) => ({ kind: kindOf(event.type), interval: intervalOf(event.data.effective), event }))
    .sort(
      (a, b) =>
        compare(a.interval.earliest ?? a.interval.latest, b.interval.earliest ?? b.interval.latest) ||
        compare(a.interval.latest, b.interval.latest) ||
        a.event.position - b.event.position,
    );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function transitionsOf(reports: readonly Report[]): Transition[] {
  const transitions: Transition[] = [];
  for (const run of runsOf(reports.filter(({ kind }) => kind !== 'content'))) {
    const before = transitions.at(-1);
    transitions.push(settle(run, before ? addDays(before.latest, 1) : null));
  }
  const contents = reports
    .filter(({ kind }) => kind === 'content')
    .map((report) => settle([report], report.interval.earliest));
  return [...transitions, ...contents].sort(
    (a, b) => compare(a.earliest ?? '', b.earliest ?? '') || compare(a.latest, b.latest) || a.position - b.position,
  );
}

function runsOf(reports: readonly Report[]): Report[][] {
  const runs: Report[][] = [];
  for (const report of reports) {
    const run = runs.at(-1);
    if (run?.[0]!.kind === report.kind) run.push(report);
    else runs.push([report]);
  }
  return runs;
}

/** One transition from the reports of it: the best gives the interval, others narrow it or contradict it. */
function settle(run: readonly Report[], opensOn: string | null): Transition {
  const ranked = [...run].sort(
    ({ event: a }, { event: b }) =>
      CONFIDENCE[a.data.confidence] - CONFIDENCE[b.data.confidence] ||
      PUBLISHER[a.data.source.kind] - PUBLISHER[b.data.source.kind] ||
      b.position - a.position,
  );
  const [first, ...others] = ranked as [Report, ...Report[]];
  let { earliest, latest } = opened(first.interval, opensOn);
  const conflicts: number[] = [];
  for (const other of others) {
    const interval = opened(other.interval, opensOn);
    const from =
      earliest === null || (interval.earliest !== null && interval.earliest > earliest) ? interval.earliest : earliest;
    const to = interval.latest < latest ? interval.latest : latest;
    if (from !== null && from > to) conflicts.push(other.event.position);
    else [earliest, latest] = [from, to];
  }
  return {
    kind: first.kind,
    earliest,
    latest,
    position: Math.min(...run.map(({ event }) => event.position)),
    lastEvent: Math.max(...run.map(({ event }) => event.correctedAt ?? event.position)),
    conflicts: conflicts.sort((a, b) => a - b),
    event: first.event,
  };
}

/** "No later than" begins the day after the transition before it. */
function opened({ earliest, latest }: Interval, opensOn: string | null): Interval {
  if (earliest !== null || opensOn === null) return { earliest, latest };
  return { earliest: opensOn < latest ? opensOn : latest, latest };
}

function segmentsOf(transitions: readonly Transition[]): Segment[] {
  const sides = sidesOf(transitions);
  const starts = new Set<string>();
  for (const { earliest, latest } of transitions) {
    if (earliest !== null) starts.add(earliest);
    starts.add(latest);
  }
  const days: (string | null)[] = [null, ...[...starts].sort()];
  const segments = days.map((from, index) => {
    const next = days[index + 1];
    return answerFrom(from, next === undefined ? null : addDays(next!, -1), sides);
  });
  return mergeEqual(segments);
}

interface Sided extends Transition {
  before: CertainStatus;
  after: CertainStatus;
  record: DesignationRecord | null;
}

/** Each transition with the states and the record on its two sides, in the order of the line. */
function sidesOf(transitions: readonly Transition[]): Sided[] {
  let status: CertainStatus = 'not-listed';
  let record: DesignationRecord | null = null;
  return transitions.map((transition) => {
    const before: CertainStatus = status;
    const { event } = transition;
    if (transition.kind !== 'content') status = AFTER[transition.kind];
    if ('record' in event.data) record = event.data.record;
    if (event.type === 'DesignationAmended' && record) record = applyPatch(record, event.data.patch);
    if (event.type === 'DesignationReidentified' && record) record = { ...record, reference: event.data.reference };
    return { ...transition, before, after: status, record };
  });
}

function answerFrom(from: string | null, to: string | null, sides: readonly Sided[]): Segment {
  const begun = sides.filter(({ earliest }) => earliest === null || (from !== null && earliest <= from));
  const pending = begun.filter(({ latest }) => from === null || latest > from);
  const settled = begun.filter(({ latest }) => from !== null && latest <= from).at(-1);
  const possible = new Set(pending.flatMap(({ before, after }) => [before, after]));
  const certain = settled?.after ?? 'not-listed';
  const uncertain = possible.size > 1;
  const status: Status = uncertain ? 'uncertain' : possible.size === 1 ? [...possible][0]! : certain;
  return {
    from,
    to,
    status,
    possible: uncertain ? LIFE.filter((state) => possible.has(state)) : [],
    record: settled?.record ?? (uncertain ? pending.find(({ record }) => record)?.record : null) ?? null,
    lastEvent: Math.max(0, ...begun.map(({ lastEvent }) => lastEvent)),
    conflicts: [...new Set(begun.flatMap(({ conflicts }) => conflicts))].sort((a, b) => a - b),
    ...periodOf(status, uncertain, pending, sides, from),
  };
}

/** The transitions around a segment, as EDTF. For an uncertain one, the first pending that changes the status. */
function periodOf(status: Status, uncertain: boolean, pending: Sided[], sides: readonly Sided[], from: string | null) {
  const text = ({ earliest, latest }: Transition) => formatInterval({ earliest, latest });
  if (uncertain)
    return { since: text(pending.find(({ before, after }) => before !== after) ?? pending[0]!), until: null };
  const turns = sides.filter(({ before, after }) => before !== after);
  const last = turns.filter(({ latest }) => from !== null && latest <= from).at(-1);
  const next = last ? turns[turns.indexOf(last) + 1] : turns[0];
  return {
    since: last && status !== 'not-listed' ? text(last) : null,
    until: next && status !== 'not-listed' ? text(next) : null,
  };
}

/** Neighbours with one answer are one segment. */
function mergeEqual(segments: readonly Segment[]): Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last && sameAnswer(last, segment)) last.to = segment.to;
    else merged.push({ ...segment });
  }
  return merged;
}

const sameAnswer = (a: Segment, b: Segment): boolean =>
  a.status === b.status &&
  a.record === b.record &&
  a.since === b.since &&
  a.until === b.until &&
  a.lastEvent === b.lastEvent &&
  a.possible.join() === b.possible.join() &&
  a.conflicts.join() === b.conflicts.join();
