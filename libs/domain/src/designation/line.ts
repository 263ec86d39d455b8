import { withCorrections, type Known } from '../correction/corrections.ts';
import { intervalOf } from '../partial-date.ts';
import { stretchesOf, stretchOn, type Life, type Stretch, type Turn } from '../timeline/stretches.ts';
import { transitionsOf, type Grammar, type Report, type Turns } from '../timeline/transitions.ts';
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

export type DesignationChange = 'designated' | 'suspended' | 'reinstated' | 'delisted';
export type DesignationStretch = Stretch<DesignationEvent, DesignationChange, CertainStatus>;
export type DesignationTurn = Turn<DesignationEvent, DesignationChange, CertainStatus>;
export type StatusReport = Report<DesignationEvent, DesignationChange>;

const LIFE: Life<DesignationChange, CertainStatus> = {
  before: 'not-listed',
  after: { designated: 'listed', suspended: 'suspended', reinstated: 'listed', delisted: 'delisted' },
  order: ['not-listed', 'listed', 'suspended', 'delisted'],
};

export const stateAfter = (kind: DesignationChange): CertainStatus => LIFE.after[kind];

const GRAMMAR: Grammar<DesignationChange> = {
  period: { opens: 'designated', closes: 'delisted', inside: ['suspended', 'reinstated'] },
  canFollow(kind, before) {
    const period = before.slice(before.lastIndexOf('delisted') + 1);
    switch (kind) {
      case 'designated':
        return true;
      case 'delisted':
        return before.includes('designated');
      case 'suspended':
        return period.includes('designated');
      case 'reinstated':
        return period.includes('suspended');
    }
  },
};

/**
 * The valid-time line of one designation: what the answer is on every day, given the events known so far.
 * Takes the stream's events up to the position known at, in log order; gives segments that cover all days, in order.
 */
export function lineOf(events: readonly KnownDesignationEvent[]): Segment[] {
  const standing = withCorrections(events);
  const turns = turnsOf(standing.flatMap(reportOf));
  const changes = contentChangesOf(standing);
  const stretches = stretchesOf(
    turns,
    LIFE,
    changes.map(({ latest }) => latest),
  );
  const recordOn = recordsOf(turns, changes);
  return mergeEqual(
    stretches.map((stretch) => {
      const { from, to, state, possible, since, until, conflicts } = stretch;
      const { record, lastEvent } = recordOn(stretch);
      return { from, to, status: state, possible, since, until, record, lastEvent, conflicts };
    }),
  );
}

/** The transitions that reports of one designation tell of. */
export const turnsOf = (reports: readonly StatusReport[]): Turns<DesignationEvent, DesignationChange> =>
  transitionsOf(reports, GRAMMAR);

/** The stretches of the status, and what changes the contents: what `explain` reads. Takes events as corrected. */
export function statusAndContents(standing: readonly KnownDesignationEvent[]) {
  const turns = turnsOf(standing.flatMap(reportOf));
  return { turns, stretches: stretchesOf(turns, LIFE), changes: contentChangesOf(standing) };
}

/** The segment that answers for a day. */
export const segmentOn = (line: readonly Segment[], on: string): Segment => stretchOn(line, on);

/** What an event says of the status; null where it speaks of contents, or of another event. */
export function changeOf(type: DesignationEvent['type']): DesignationChange | null {
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
    case 'EventCorrected':
    case 'EventRetracted':
      return null;
  }
}

/** The day of the publication that an event was told by; undefined where people told it. */
export function publicationDayOf({ data }: Pick<DesignationEvent, 'data'>): string | undefined {
  const { sha256, publishedOn } = data.source;
  return (data.cause === 'source' || data.cause === 'reparse') && sha256 !== undefined ? publishedOn : undefined;
}

/** An event as a report of the status; none where it is not one. */
export function reportOf(event: KnownDesignationEvent): StatusReport[] {
  const kind = changeOf(event.type);
  if (kind === null) return [];
  const interval = intervalOf(event.data.effective);
  const publishedOn = publicationDayOf(event);
  if (publishedOn === undefined) return [{ kind, interval, event }];
  return [{ kind, interval, event, publishedOn, isSighting: isSightingOf(event, publishedOn) }];
}

/** A window that was reckoned from publications ends on the day of its own; one that the entry prints is in its record. */
function isSightingOf({ data }: KnownDesignationEvent, publishedOn: string): boolean {
  const printed = 'record' in data ? data.record.listedOn : undefined;
  return intervalOf(data.effective).latest === publishedOn && printed !== data.effective;
}

/** An event that changes contents, from a day on. */
export interface ContentChange {
  event: KnownDesignationEvent;
  earliest: string | null;
  latest: string;
}

/** Changes of contents in the order in which they hold: by latest day, then position. */
const contentChangesOf = (standing: readonly KnownDesignationEvent[]): ContentChange[] =>
  inPrintedOrder(
    standing
      .flatMap((event) =>
        event.type === 'DesignationAmended' || event.type === 'DesignationReidentified'
          ? [{ event, ...intervalOf(event.data.effective) }]
          : [],
      )
      .sort(by(({ latest }) => latest)),
  );

/** The list's own changes of one day hold in the order of its publications, in whatever order those were ingested. */
function inPrintedOrder(changes: readonly ContentChange[]): ContentChange[] {
  const own = changes.filter(isOwnChange);
  if (own.length < 2) return [...changes];
  const printed = own.toSorted(
    by(({ latest, earliest, event }) => `${latest} ${publicationDayOf(event)} ${earliest ?? ''}`),
  );
  const next = printed.values();
  return changes.map((change) => (isOwnChange(change) ? next.next().value! : change));
}

const isOwnChange = ({ event }: ContentChange): boolean => publicationDayOf(event) !== undefined;

/** By a key, then by position. */
const by =
  (keyOf: (change: ContentChange) => string) =>
  (a: ContentChange, b: ContentChange): number => {
    const [one, other] = [keyOf(a), keyOf(b)];
    return one < other ? -1 : one > other ? 1 : a.event.position - b.event.position;
  };

/** What a change of contents makes of a record. */
export function changed(record: DesignationRecord, { type, data }: DesignationEvent): DesignationRecord {
  if (type === 'DesignationAmended') return applyPatch(record, data.patch);
  return type === 'DesignationReidentified' ? { ...record, reference: data.reference } : record;
}

/** The designation whose period a change belongs to: the last that has certainly begun by then, else the first. */
export const periodOfChange = <T extends { latest: string }>(
  designated: readonly T[],
  { latest }: Pick<ContentChange, 'latest'>,
): T | undefined => designated.findLast((turn) => turn.latest <= latest) ?? designated[0];

/** The record on the days of a stretch: that of the designation in force, changed by what has certainly come by then. */
function recordsOf({ transitions }: Turns<DesignationEvent, DesignationChange>, changes: readonly ContentChange[]) {
  const designated = transitions.filter(({ kind }) => kind === 'designated');
  const periods = new Map(
    designated.map((turn) => {
      const { data } = turn.event as { data: { record: DesignationRecord } };
      const own = changes.filter((change) => periodOfChange(designated, change) === turn);
      const records = [data.record];
      for (const { event } of own) records.push(changed(records.at(-1)!, event));
      // The day of its listing is one day for the whole period, as it was printed last.
      const listedOn = own.some(changesListingDay) ? records.at(-1)!.listedOn : undefined;
      const dated = listedOn === undefined ? records : records.map((record) => ({ ...record, listedOn }));
      return [turn.position, { records: dated, own }] as const;
    }),
  );
  return ({ from, state, lastCertain, begun, pending, lastEvent }: DesignationStretch) => {
    const certain = lastCertain ? begun.indexOf(lastCertain) : -1;
    const force =
      begun.slice(0, certain + 1).findLast(({ kind }) => kind === 'designated') ??
      (state === 'not-listed' ? undefined : pending.find(({ kind }) => kind === 'designated'));
    const period = force && periods.get(force.position);
    if (!period) return { record: null, lastEvent };
    const come = period.own.filter(({ latest }) => from !== null && latest <= from);
    return {
      record: period.records[come.length]!,
      lastEvent: Math.max(lastEvent, ...come.map(({ event }) => event.correctedAt ?? event.position)),
    };
  };
}

const changesListingDay = ({ event }: ContentChange) =>
  event.type === 'DesignationAmended' && event.data.patch.some(({ path }) => path === '/listedOn');

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
