import { addDays, formatInterval, intervalOf, type DesignationRecord, type DomainEvent } from '#domain';

// The answers as docs/time.md words them, naive and slow; specs hold the real ones against these.

export type Placed = DomainEvent & { id: string; position: number };

type State = 'not-listed' | 'listed' | 'suspended' | 'delisted';
type Kind = 'designated' | 'suspended' | 'reinstated' | 'delisted';

export interface OracleAnswer {
  status: State | 'uncertain';
  /** Empty where the status is certain. */
  possible: string[];
  name: string | null;
  programs: string[] | null;
  since: string | null;
  until: string | null;
  conflicts: number[];
}

/** Days compare as texts; this one is before all of them. */
const BEGINNING = '';

interface Interval {
  earliest: string;
  latest: string;
}

/** What one event says of the status. */
export interface OracleReport extends Interval {
  kind: Kind;
  effective: string;
  position: number;
  sighting: boolean;
  /** The day of the list's own publication that says so; null where people told it. */
  publishedOn: string | null;
  confidence: 'confirmed' | 'reported' | 'disputed';
  source: 'authority' | 'official' | 'press';
  record?: DesignationRecord;
  /** Of a designation: the end that its row prints. */
  printedEnd?: string;
}

/** A change of contents. */
interface Change extends Interval {
  position: number;
  apply(record: DesignationRecord): DesignationRecord;
}

export interface OracleTransition extends Interval {
  kind: Kind;
  position: number;
  /** All of them, those that contradict too. */
  reports: OracleReport[];
  first: OracleReport;
  contradicting: OracleReport[];
}

export interface OracleLine {
  transitions: OracleTransition[];
  setAside: OracleTransition[];
}

/** The answer for the day `on`, as known at the position `knownAt`. */
export function oracleAnswer(events: readonly Placed[], on: string, knownAt: number): OracleAnswer {
  const standing = standingEvents(events.filter(({ position }) => position <= knownAt));
  const line = oracleLine(standing.flatMap(reportOf));
  const possible = possibleOn(line, on);
  const record = possible.join() === 'not-listed' ? null : recordOn(line, standing.flatMap(changeOf), on);
  return {
    status: possible.length === 1 ? possible[0]! : 'uncertain',
    possible: possible.length === 1 ? [] : possible,
    name: record?.subject.name ?? null,
    programs: record ? [...((record.programs as string[] | undefined) ?? [])].sort() : null,
    ...periodOn(line, on),
    conflicts: conflictsOn(line, on),
  };
}

/** What these events report of the status, as last corrected. */
export const oracleReports = (events: readonly Placed[]): OracleReport[] => standingEvents(events).flatMap(reportOf);

// Corrections

/** The reports as last corrected, without those retracted. */
function standingEvents(events: readonly Placed[]): Placed[] {
  const isRetracted = (event: Placed): boolean => correctionsOf(event, 'EventRetracted').length > 0;
  const correctionsOf = ({ id, position }: Placed, type: string): Placed[] =>
    events
      .filter((other) => other.type === type && other.position > position && amended(other) === id)
      .filter((other) => !isRetracted(other))
      .toSorted((a, b) => a.position - b.position);
  const asCorrected = (event: Placed): Placed =>
    correctionsOf(event, 'EventCorrected').reduce((known, correction) => {
      const { changes } = asCorrected(correction).data as unknown as { changes: Record<string, unknown> };
      return { ...known, data: withChanges(known.data, changes) } as Placed;
    }, event);
  return events
    .filter(({ type }) => type !== 'EventCorrected' && type !== 'EventRetracted')
    .filter((event) => !isRetracted(event))
    .map(asCorrected);
}

const amended = ({ data }: Placed) => (data as unknown as { of: string }).of;

const withChanges = (data: object, changes: Record<string, unknown>): object =>
  Object.entries(changes).reduce<object>(
    (known, [field, value]) =>
      withMember(known, keysOf(field.startsWith('/') ? field : `/${field}`), value ?? undefined),
    data,
  );

/** The names along a JSON pointer. */
const keysOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** A copy of `target` with another member; with undefined, without it. */
function withMember(target: unknown, [key, ...inner]: string[], value: unknown): object {
  const members = new Map(Object.entries(isObject(target) ? target : {}));
  const member = inner.length > 0 ? withMember(members.get(key!), inner, value) : value;
  if (member === undefined) members.delete(key!);
  else members.set(key!, member);
  return Object.fromEntries(members);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Reports

interface ReportData {
  effective: string;
  cause: string;
  confidence: OracleReport['confidence'];
  source: { kind: OracleReport['source']; sha256?: string; publishedOn?: string };
  record?: DesignationRecord;
}

function kindOf(type: string): Kind | null {
  if (/^(Organization|Person|Vessel|Aircraft)Designated$/.test(type)) return 'designated';
  if (/^(Organization|Person|Vessel|Aircraft)Delisted$/.test(type)) return 'delisted';
  if (type === 'DesignationSuspended') return 'suspended';
  return type === 'DesignationReinstated' ? 'reinstated' : null;
}

function reportOf({ type, position, data }: Placed): OracleReport[] {
  const kind = kindOf(type);
  if (!kind) return [];
  const { effective, confidence, source, record, cause } = data as unknown as ReportData;
  const isOwn = (cause === 'source' || cause === 'reparse') && source.sha256 && source.publishedOn;
  const publishedOn = isOwn ? source.publishedOn! : null;
  const sighting = isSighting(effective, publishedOn, record?.listedOn);
  return [
    {
      ...oracleInterval(effective),
      kind,
      effective,
      position,
      sighting,
      publishedOn,
      confidence,
      record,
      source: source.kind,
      printedEnd: record?.delistedOn,
    },
  ];
}

/** Whether a report tells only what stood on a day: it has no earliest day, or its days are reckoned from publications. */
function isSighting(effective: string, publishedOn: string | null, printed: string | undefined): boolean {
  if (effective.startsWith('[..')) return true;
  if (publishedOn === null) return false;
  if (effective === publishedOn) return printed !== effective;
  return effective.startsWith('[') && effective.endsWith(`..${publishedOn}]`);
}

export function oracleInterval(effective: string): Interval {
  const { earliest, latest } = intervalOf(effective);
  return { earliest: earliest ?? BEGINNING, latest };
}

/** Holds days against each other; the first difference decides. */
const inOrder = (...differences: number[]): number => differences.find((difference) => difference !== 0) ?? 0;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const last = (texts: readonly string[]): string => texts.reduce((a, b) => (a > b ? a : b), BEGINNING);
const soonest = (texts: readonly string[]): string => texts.reduce((a, b) => (a < b ? a : b));

// Reports and transitions

/** The transitions that these reports tell, in order. */
export function oracleLine(reports: readonly OracleReport[]): OracleLine {
  const placed = afterContrarySightings(endsAfterStarts(reports));
  const transitions = fitIn(runsOf(inReadingOrder(placed))).map(transitionOf);
  return withoutImpossible(transitions.toSorted(inLineOrder));
}

/**
 * Start and end of one row are in this order: an end that the list prints begins no earlier than the start printed with it.
 * A start that an earlier publication printed the same, or a later one printed anew beside this end, is of the row too.
 */
function endsAfterStarts(reports: readonly OracleReport[]): OracleReport[] {
  const printed = reports.filter(({ publishedOn, sighting }) => publishedOn !== null && !sighting);
  return reports.map((end) => {
    if (end.kind !== 'delisted' || !printed.includes(end)) return end;
    const start = printed
      .filter(({ kind }) => kind === 'designated')
      .filter(({ publishedOn, printedEnd }) => publishedOn! <= end.publishedOn! || printedEnd === end.effective)
      .toSorted((a, b) => inOrder(compare(a.publishedOn!, b.publishedOn!), a.position - b.position))
      .at(-1);
    if (!start || start.earliest > end.latest) return end;
    return { ...end, earliest: last([start.earliest, end.earliest]) };
  });
}

/** A report of when that is still open on the day of a contrary sighting begins the day after it. */
function afterContrarySightings(reports: readonly OracleReport[]): OracleReport[] {
  const sightings = reports.filter(({ kind, sighting }) => sighting && (kind === 'designated' || kind === 'delisted'));
  return reports.map((report) => {
    if (report.sighting || (report.kind !== 'designated' && report.kind !== 'delisted')) return report;
    const isOwnKind = ({ kind }: OracleReport) => Number(kind === report.kind);
    let { earliest } = report;
    for (const sighting of sightings.toSorted((a, b) =>
      inOrder(compare(a.latest, b.latest), isOwnKind(a) - isOwnKind(b)),
    )) {
      const isOpen = earliest <= sighting.latest && sighting.latest < report.latest;
      if (isOpen && isOwnKind(sighting)) break;
      if (isOpen) earliest = addDays(sighting.latest, 1);
    }
    return { ...report, earliest };
  });
}

const isOwn = ({ publishedOn }: OracleReport) => Number(publishedOn !== null);

function inReadingOrder(reports: readonly OracleReport[]): OracleReport[] {
  const begins = ({ sighting, earliest, latest }: OracleReport) => (sighting ? latest : earliest);
  return reports.toSorted((a, b) =>
    inOrder(compare(begins(a), begins(b)), compare(a.latest, b.latest), isOwn(a) - isOwn(b), a.position - b.position),
  );
}

/** A run of one kind is one transition; a sighting of a designation leads back over suspensions and reinstatements. */
function runsOf(reports: readonly OracleReport[]): OracleReport[][] {
  const runs: { kind: Kind; reports: OracleReport[] }[] = [];
  for (const report of reports) {
    const leadsBack = report.sighting && report.kind === 'designated';
    const before = runs.findLast(({ kind }) => !leadsBack || kind === 'designated' || kind === 'delisted');
    if (before?.kind === report.kind) before.reports.push(report);
    else runs.push({ kind: report.kind, reports: [report] });
  }
  return runs.map(({ reports: run }) => run);
}

/** Sightings begin after the transition before theirs and after all sightings of transitions before it. */
function fitIn(runs: readonly OracleReport[][]): OracleReport[][] {
  return runs.map((run, i) => {
    const days = run.filter(({ sighting }) => sighting).map(({ latest }) => latest);
    if (days.length === 0) return run;
    const first = soonest(days);
    const before = (runs[i - 1] ?? []).map(({ latest }) => latest);
    const seen = runs
      .slice(0, i)
      .flat()
      .filter(({ sighting }) => sighting)
      .map(({ latest }) => latest);
    const end = last([...before, ...seen]);
    const from = end === BEGINNING ? BEGINNING : soonest([addDays(end, 1), first]);
    return run.map((report) => (report.sighting ? { ...report, earliest: last([report.earliest, from]) } : report));
  });
}

const CONFIDENCE = ['confirmed', 'reported', 'disputed'];
const SOURCE = ['authority', 'official', 'press'];

function byRank(a: OracleReport, b: OracleReport): number {
  return inOrder(
    CONFIDENCE.indexOf(a.confidence) - CONFIDENCE.indexOf(b.confidence),
    SOURCE.indexOf(a.source) - SOURCE.indexOf(b.source),
    isOwn(b) - isOwn(a),
    isOwn(a) ? Number(a.sighting) - Number(b.sighting) : 0,
    isOwn(a) ? compare(b.publishedOn!, a.publishedOn!) : 0,
    b.position - a.position,
  );
}

/** The first by rank gives the interval; each next one narrows it, or contradicts. */
function transitionOf(reports: OracleReport[]): OracleTransition {
  const [first, ...others] = reports.toSorted(byRank) as [OracleReport, ...OracleReport[]];
  let { earliest, latest } = first;
  const contradicting: OracleReport[] = [];
  for (const other of others)
    if (other.earliest > latest || other.latest < earliest) contradicting.push(other);
    else [earliest, latest] = [last([earliest, other.earliest]), soonest([latest, other.latest])];
  const position = Math.min(...reports.map((report) => report.position));
  return { kind: first.kind, earliest, latest, position, reports, first, contradicting };
}

// The line of a designation

/** Whether a publication shows the transition on its own day: by that day it has happened. */
const isShownOnItsDay = ({ earliest, latest, reports }: OracleTransition) =>
  Number(earliest === latest && reports.some((report) => report.publishedOn !== null && report.latest === latest));

function inLineOrder(a: OracleTransition, b: OracleTransition): number {
  return inOrder(
    compare(a.earliest, b.earliest),
    compare(a.latest, b.latest),
    isShownOnItsDay(a) - isShownOnItsDay(b),
    a.position - b.position,
  );
}

/**
 * Sets aside delistings that no designation lies before, and what has nothing in its period to follow. Before and after are
 * those of the line: a delisting that may lie before the first designation would be one of nothing.
 */
function withoutImpossible(sorted: OracleTransition[]): OracleLine {
  const ofKind = (kind: Kind) => sorted.filter((transition) => transition.kind === kind);
  const place = (transition: OracleTransition) => sorted.indexOf(transition);
  const designations = ofKind('designated');
  const delistings = ofKind('delisted').filter((delisting) =>
    designations.some((designation) => place(designation) < place(delisting)),
  );
  const canFollow = (leaders: OracleTransition[]) => (follower: OracleTransition) =>
    leaders.some(
      (leader) =>
        place(leader) < place(follower) &&
        !delistings.some((each) => place(leader) < place(each) && place(each) < place(follower)),
    );
  const suspensions = ofKind('suspended').filter(canFollow(designations));
  const reinstatements = ofKind('reinstated').filter(canFollow(suspensions));

  const kept = new Set([...designations, ...delistings, ...suspensions, ...reinstatements]);
  return {
    transitions: sorted.filter((transition) => kept.has(transition)),
    setAside: sorted.filter((transition) => !kept.has(transition)),
  };
}

const STATE = { designated: 'listed', suspended: 'suspended', reinstated: 'listed', delisted: 'delisted' } as const;
const STATES: readonly State[] = ['not-listed', 'listed', 'suspended', 'delisted'];

/** Of the beginning of time (-1) and the transitions: after which of them the day may lie. */
export const possibleAfter = ({ transitions }: OracleLine, on: string): number[] =>
  [-1, ...transitions.keys()].filter(
    (i) => (i === -1 || transitions[i]!.earliest <= on) && !transitions.some(({ latest }, j) => j > i && latest <= on),
  );

/** The states possible on a day. */
export function possibleOn(line: OracleLine, on: string): State[] {
  const states = possibleAfter(line, on).map((i) => (i === -1 ? 'not-listed' : STATE[line.transitions[i]!.kind]));
  return STATES.filter((state) => states.includes(state));
}

/**
 * The days of the present period. Periods of being listed last from a designation to a delisting, suspensions included;
 * those between last from a delisting to a designation. Where the page leaves it open: on an uncertain day the present
 * period is that of the last transition that may have begun.
 */
function periodOn({ transitions, setAside }: OracleLine, on: string): Pick<OracleAnswer, 'since' | 'until'> {
  const present = possibleAfter({ transitions, setAside }, on).at(-1)!;
  if (present === -1)
    return { since: null, until: orNull(transitions.find(({ kind }) => kind === 'designated')?.earliest) };
  const isOver = (transition: OracleTransition | undefined) => transition?.kind === 'delisted';
  const isOther = (transition: OracleTransition) => isOver(transition) !== isOver(transitions[present]);
  const before = transitions.findLastIndex((transition, i) => i < present && isOther(transition));
  const after = transitions.find((transition, i) => i > present && isOther(transition));
  return { since: textOf(transitions[before + 1]!), until: after ? textOf(after) : null };
}

const textOf = ({ earliest, latest }: Interval): string => formatInterval({ earliest: orNull(earliest), latest });

const orNull = (day = BEGINNING): string | null => (day === BEGINNING ? null : day);

/** A conflict is shown from the first day that either report speaks of; what is set aside, from its own first day. */
function conflictsOn({ transitions, setAside }: OracleLine, on: string): number[] {
  const contradicting = [...transitions, ...setAside].flatMap(({ first, contradicting }) =>
    contradicting.filter(({ earliest }) => soonest([earliest, first.earliest]) <= on),
  );
  const impossible = setAside.flatMap(({ reports }) => reports.filter(({ earliest }) => earliest <= on));
  return [...new Set([...contradicting, ...impossible].map(({ position }) => position))].toSorted((a, b) => a - b);
}

// Contents

const designationsIn = ({ transitions }: OracleLine) => transitions.filter(({ kind }) => kind === 'designated');

/**
 * The designation in force on a day: the last one up to the transition that has certainly happened. Where the page leaves it
 * open: before any has, the first that may have.
 */
function designationOn(line: OracleLine, day: string): OracleTransition | undefined {
  const certain = possibleAfter(line, day)[0]!;
  const designations = designationsIn(line);
  return (
    designations.findLast((each) => line.transitions.indexOf(each) <= certain) ??
    designations.find((each) => each.earliest <= day)
  );
}

/** The period of a change: that of the last designation that is not after it; one before all belongs to the first. */
function periodOf(line: OracleLine, { latest }: Change): OracleTransition | undefined {
  const designations = designationsIn(line);
  return designations.findLast((each) => each.latest <= latest) ?? designations[0];
}

function recordOn(line: OracleLine, changes: readonly Change[], on: string): DesignationRecord | null {
  const designation = designationOn(line, on);
  if (!designation) return null;
  return changes
    .filter((change) => change.latest <= on && periodOf(line, change) === designation)
    .toSorted((a, b) => inOrder(compare(a.latest, b.latest), a.position - b.position))
    .reduce((record, change) => change.apply(record), designation.first.record!);
}

interface PatchOperation {
  op: string;
  path: string;
  value?: unknown;
  old?: unknown;
}

function changeOf({ type, position, data }: Placed): Change[] {
  const { effective, patch, reference } = data as unknown as {
    effective: string;
    patch: PatchOperation[];
    reference: string;
  };
  if (type === 'DesignationReidentified')
    return [{ ...oracleInterval(effective), position, apply: (record) => ({ ...record, reference }) }];
  if (type !== 'DesignationAmended') return [];
  return [{ ...oracleInterval(effective), position, apply: (record) => patch.reduce(withOperation, record) }];
}

function withOperation(record: DesignationRecord, { op, path, value, old }: PatchOperation): DesignationRecord {
  const keys = keysOf(path);
  const now = keys.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), record);
  const after = op === 'remove' ? undefined : value;
  const before = op === 'replace' ? (old ?? now) : old;
  const isSet = Array.isArray(after ?? before);
  return withMember(record, keys, isSet ? changedSet(now, before, after) : after) as DesignationRecord;
}

const itemsOf = (set: unknown): unknown[] => (Array.isArray(set) ? set : []);

/** A set without what went and with what came; a set that is left empty is not there. */
function changedSet(now: unknown, before: unknown, after: unknown): unknown[] | undefined {
  const has = (set: unknown, item: unknown) => itemsOf(set).some((other) => textOfItem(other) === textOfItem(item));
  const stayed = itemsOf(now).filter((item) => !has(before, item) || has(after, item));
  const came = itemsOf(after).filter((item) => !has(before, item) && !has(stayed, item));
  return stayed.length + came.length > 0 ? [...stayed, ...came] : undefined;
}

/** The same text for the same item, whatever the order of its members. */
const textOfItem = (item: unknown): string =>
  JSON.stringify(item, (_, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compare(a, b))) : value,
  );
