import { withCorrections, type Known } from '../corrections.ts';
import { intervalOf } from '../partial-date.ts';
import { stretchesOf, stretchOn, type Life, type Stretch, type Turn } from '../timeline/stretches.ts';
import { CONTENT, transitionsOf, type Report } from '../timeline/transitions.ts';
import type { DesignationEvent } from './events.ts';
import { applyPatch } from './patch.ts';
import type { DesignationRecord } from './record.ts';

export type CertainStatus = 'not-listed' | 'listed' | 'suspended' | 'delisted';
export type Status = CertainStatus | 'uncertain';

export type KnownDesignationEvent = Known<DesignationEvent>;

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

export type DesignationChange = 'designated' | 'suspended' | 'reinstated' | 'delisted' | typeof CONTENT;
export type DesignationStretch = Stretch<DesignationEvent, DesignationChange, CertainStatus>;

const LIFE: Life<DesignationChange, CertainStatus> = {
  before: 'not-listed',
  after: { designated: 'listed', suspended: 'suspended', reinstated: 'listed', delisted: 'delisted' },
  order: ['not-listed', 'listed', 'suspended', 'delisted'],
};

/**
 * The valid-time line of one designation: what the answer is on every day, given the events known so far.
 * Takes the stream's events up to the position known at, in log order; gives segments that cover all days, in order.
 */
export function lineOf(events: readonly KnownDesignationEvent[]): Segment[] {
  const stretches = designationStretches(events);
  const records = recordsAfter(stretches.at(-1)!);
  // A removal may be told of days before the first record: the party is then described by that one.
  const first = [...records.values()].find((record) => record !== null) ?? null;
  return mergeEqual(
    stretches.map(({ from, to, state, possible, since, until, settled, pending, lastEvent, conflicts }) => {
      const own = (settled && records.get(settled)) ?? (state === 'uncertain' ? firstOf(pending, records) : null);
      const record = own ?? (state === 'not-listed' ? null : first);
      return { from, to, status: state, possible, since, until, record, lastEvent, conflicts };
    }),
  );
}

/** The stretches before records are looked at: what `explain` reads. */
export const designationStretches = (events: readonly KnownDesignationEvent[]): DesignationStretch[] =>
  stretchesOf(transitionsOf(reportsOf(withCorrections(events))), LIFE);

/** The segment that answers for a day. */
export const segmentOn = (line: readonly Segment[], on: string): Segment => stretchOn(line, on);

export function changeOf(type: DesignationEvent['type']): DesignationChange {
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
      return CONTENT;
    case 'EventCorrected':
    case 'EventRetracted':
      throw new Error(`${type} is no report`);
  }
}

const reportsOf = (events: readonly KnownDesignationEvent[]): Report<DesignationEvent, DesignationChange>[] =>
  events.map((event) => ({ kind: changeOf(event.type), interval: intervalOf(event.data.effective), event }));

type DesignationTurn = Turn<DesignationEvent, DesignationChange, CertainStatus>;
type Records = ReadonlyMap<DesignationTurn, DesignationRecord | null>;

/** The record after each transition. The last stretch has them all: whatever has a latest day has happened by then. */
function recordsAfter(last: DesignationStretch): Records {
  let record: DesignationRecord | null = null;
  return new Map(
    last.begun.map((turn) => {
      const { event } = turn;
      if ('record' in event.data) record = event.data.record;
      if (event.type === 'DesignationAmended' && record) record = applyPatch(record, event.data.patch);
      if (event.type === 'DesignationReidentified' && record) record = { ...record, reference: event.data.reference };
      return [turn, record];
    }),
  );
}

const firstOf = (pending: readonly DesignationTurn[], records: Records) =>
  pending.map((turn) => records.get(turn)).find((record) => record);

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
