import { addDays, formatInterval, intervalOf, windowBetween } from '../partial-date.ts';
import { possibleOn } from '../timeline/stretches.ts';
import type { Transition, Turns } from '../timeline/transitions.ts';
import type { DesignationEvent } from './events.ts';
import {
  stateAfter,
  turnsOf,
  type CertainStatus,
  type DesignationChange,
  type KnownDesignationEvent,
  type StatusReport,
} from './line.ts';
import { diffRecords, type PatchOperation } from './patch.ts';
import {
  firstDay,
  firstFrom,
  isOver,
  isUnchanged,
  runsOf,
  saysOver,
  wasPrinted,
  type Printing,
  type Run,
  type Spell,
} from './printings.ts';
import { comparable, type DesignationRecord } from './record.ts';

/** One of a list's own reports of an entry, and the printing that it rests on. */
export interface OwnReport<Publication = unknown> {
  kind: DesignationChange | 'amended' | 'reidentified';
  effective: string;
  /** Told between publications, not printed. */
  isSighting: boolean;
  printing: Printing<Publication>;
  /** Of a designation. */
  record?: DesignationRecord;
  /** Of an amendment. */
  patch?: PatchOperation[];
  /** `reparse` where we only read more than before; left out, the publication said so. */
  cause?: 'source' | 'reparse';
  /** Of a re-identification: the reference before. */
  formerReference?: string;
  /** What people made of it. The report itself is as the list tells it. */
  decision?: Decision;
}

/** What people made of one of the list's own reports of the status. */
export interface Decision {
  /** The report as they corrected it; null where they retracted it. */
  report: StatusReport | null;
  /** Whether they put its days right. */
  isDated: boolean;
}

/** Decisions by the reports that they were made on. */
export type Decisions<P> = ReadonlyMap<OwnReport<P>, Decision>;

/** So long after its designation the absence of an entry that the list has never printed says nothing. In days. */
export const NOTICE_DAYS = 30;

type Line = Turns<DesignationEvent, DesignationChange>;
const STANDS: ReadonlySet<CertainStatus> = new Set(['listed', 'suspended']);

/**
 * A list's own reports of one entry: a pure function of what its publications say, by day, and of what is told by hand.
 * Each publication is held against the line on its own day; then, until none has more to say, each whose own day the whole
 * line contradicts. `hands` are the standing reports of the status that are not the list's own; `decisions` are what people made
 * of reports that come out where they made nothing of any. Gives the reports in the order of their publications. Source:
 * docs/time.md, Publications.
 */
export function ownReports<P>(
  hands: readonly StatusReport[],
  printings: readonly Printing<P>[],
  decisions: Decisions<P> = new Map(),
): OwnReport<P>[] {
  const runs = runsOf(printings);
  const { statuses, add, line, owed } = reporting<P>(hands, printings, decisions);
  const spoken = [...hands, ...[...decisions.values()].flatMap(({ report }) => report ?? [])];
  const isSpokenOf = hands.length + decisions.size > 0;
  const asked = indexesToAsk(spoken, printings, runs);
  /** Asks publications by day; what one of them adds can give the next one something to say. */
  const askEach = (ask: (n: number) => void) => {
    for (let n = 0; n < printings.length; n++) {
      if (!asked.has(n)) continue;
      const before = statuses.length;
      ask(n);
      if (statuses.length > before && isSpokenOf) asked.add(n + 1);
    }
  };

  askEach((n) => {
    const printing = printings[n]!;
    const { day, record } = printing;
    const run = runs.find(({ first, last }) => first <= n && n <= last);
    const gone = (isKnown: boolean) => owed(n, 'delisted', (known) => unsaid(known, day, null, isKnown) !== null);
    if (!run) {
      if (gone(wasPrinted(runs, n))) add(absence(printings, n));
      return;
    }
    if (n === run.first) for (const spell of run.earlier) addSpell(add, spell, printing);
    if (isOver(run, printing)) {
      if (n === run.first) addOver(add, run, printings);
      else if (saysOver(printing) && gone(true)) add(absence(printings, n));
      return;
    }
    if (owed(n, 'designated', (known) => unsaid(known, day, record, true) !== null)) {
      const from = n === run.first || n === run.opens ? run.from : record!.listedOn;
      const printed =
        from === undefined ? undefined : asReport<P>('designated', startBefore(from, run.to), false, printing);
      if (printed && run.isReread && from === run.from) printed.cause = 'reparse';
      const fits = printed && unsaid(line(printed), day, record, true) === null;
      add(fits ? printed : presence(printings, n));
    }
    for (const turn of suspensions(line(), printings, n, run))
      if (owed(n, turn.kind, (known) => suspensions(known, printings, n, run).length > 0)) add(turn);
    if (n === run.first && run.to !== undefined)
      add(asReport('delisted', endAfter(run.from, run.to), false, run.endedBy!));
  });
  // One designation that has certainly begun by the day of its publication can contradict no other.
  const isPlain =
    !isSpokenOf && statuses.length === 1 && intervalOf(statuses[0]!.effective).latest <= printings[runs[0]!.first]!.day;
  for (let before = isPlain ? statuses.length : -1; before < statuses.length;) {
    before = statuses.length;
    askEach((n) => {
      const told = contradicted(line(), { printings, runs, statuses }, n);
      if (!told || statuses.some((each) => isSame(each, told))) return;
      if (owed(n, told.kind, (known) => contradicted(known, { printings, runs, statuses }, n) !== null)) add(told);
    });
  }
  for (const [n, printing] of printings.entries()) {
    const kind = comesOrGoes(printings, n);
    const again = kind && toldBefore(statuses, kind, printing);
    if (again) statuses.push(again);
  }
  return [...contents(printings, runs), ...statuses].sort(
    (a, b) => printings.indexOf(a.printing) - printings.indexOf(b.printing),
  );
}

/** Whether an entry comes with a publication, or goes: it was printed before, or is removed on a day after that of the one before. */
function comesOrGoes(printings: readonly Printing[], n: number): 'designated' | 'delisted' | undefined {
  const [before, { record, removedOn = '' }] = [printings[n - 1], printings[n]!];
  if (record) return before?.record ? undefined : 'designated';
  return before && (before.record || removedOn > before.day) ? 'delisted' : undefined;
}

/**
 * An entry that comes back as it stood, or goes when it is over already: what stands on the day of the publication is told by
 * that one, too. Without a report of its own nobody would know from the log what it printed.
 */
function toldBefore<P>(
  statuses: readonly OwnReport<P>[],
  kind: 'designated' | 'delisted',
  printing: Printing<P>,
): OwnReport<P> | undefined {
  const alike = statuses.filter((own) => own.kind === kind);
  if (alike.some((own) => own.printing === printing)) return undefined;
  const last = alike
    .filter(({ effective, decision }) => decision?.report !== null && intervalOf(effective).latest <= printing.day)
    .sort((a, b) => (intervalOf(a.effective).latest < intervalOf(b.effective).latest ? -1 : 1))
    .at(-1);
  if (!last) return undefined;
  const { decision: _, ...said } = last;
  return { ...said, printing, ...(printing.record ? { record: printing.record } : {}) };
}

/** Reports of the same kind and days by the same publication, of which people decided on both or on neither. */
const isSame = <P>(a: OwnReport<P>, b: OwnReport<P>) => isAbout(a, b) && a.decision === b.decision;
const isAbout = <P>(a: OwnReport<P>, b: OwnReport<P>) =>
  a.kind === b.kind && a.effective === b.effective && a.printing === b.printing;

/** What is told so far, as it stands and as the list itself would have told it. */
function reporting<P>(hands: readonly StatusReport[], printings: readonly Printing<P>[], decisions: Decisions<P>) {
  const statuses: OwnReport<P>[] = [];
  const [reports, undecided]: [StatusReport[], StatusReport[]] = [[...hands], [...hands]];
  let known: Line | undefined;
  const line = (more?: OwnReport<P>): Line => {
    if (more) return turnsOf([...reports, statusReport(more, statuses.length + 1)]);
    return (known ??= turnsOf(reports));
  };
  const open = new Map(decisions);
  const isDecidedFor = (n: number, kind: OwnReport['kind']) =>
    [...decisions].some(
      ([about, { report }]) =>
        about.kind === kind &&
        isUnchanged(printings, printings.indexOf(about.printing), n) &&
        !(report && isContradictedBetween(printings, report, n)),
    );
  return {
    statuses,
    add(report: OwnReport<P>) {
      const [about, decision] = [...open].find(([each]) => isAbout(each, report)) ?? [];
      if (about) open.delete(about);
      statuses.push(decision ? { ...report, decision } : report);
      const told = statusReport(report, statuses.length);
      undecided.push(told);
      if (!decision) reports.push(told);
      else if (decision.report) reports.push(asDecided(told, decision.report, decision));
      known = undefined;
    },
    line,
    /**
     * Whether a publication owes a report of a kind. What it would not owe if people had left alone what they decided on, it does
     * not owe either, as long as the list prints the same there.
     */
    owed(n: number, kind: OwnReport['kind'], isOwed: (line: Line) => boolean): boolean {
      return isOwed(line()) && (!isDecidedFor(n, kind) || isOwed(turnsOf(undecided)));
    },
  };
}

/** A report as people corrected it, by the publication that it rests on. */
const asDecided = (
  { interval, isSighting, publishedOn }: StatusReport,
  report: StatusReport,
  { isDated }: Decision,
) => ({
  ...report,
  publishedOn,
  ...(isDated ? {} : { interval, isSighting }),
});

/** Whether a publication after the days of a report and before another one says that its contrary stands. */
const isContradictedBetween = (printings: readonly Printing[], { kind, interval }: StatusReport, n: number): boolean =>
  printings
    .slice(firstFrom(printings, interval.latest), n)
    .some((each) => (each.record !== null && !saysOver(each)) === (kind === 'delisted'));

/** Behind all positions of the log: of reports alike, what the list says counts, and of its own the later. */
const OWN_POSITION = Number.MAX_SAFE_INTEGER / 2;

function statusReport<P>({ kind, effective, isSighting, printing }: OwnReport<P>, n: number): StatusReport {
  const data = { effective, confidence: 'confirmed', source: { kind: 'authority' } };
  return {
    kind: kind as DesignationChange,
    interval: intervalOf(effective),
    event: { id: '', position: OWN_POSITION + n, type: '', data } as unknown as KnownDesignationEvent,
    publishedOn: printing.day,
    isSighting,
  };
}

const asReport = <P>(
  kind: DesignationChange,
  effective: string,
  isSighting: boolean,
  printing: Printing<P>,
): OwnReport<P> => ({
  kind,
  effective,
  isSighting,
  printing,
  ...(kind === 'designated' ? { record: printing.record! } : {}),
});

// ---- whom to ask -------------------------------------------------------------------------------------------------

/**
 * The publications that can have something to say: those where the entry comes, goes, or prints another state, and those
 * around the days that people speak of. Between them nothing changes, however many there are.
 */
function indexesToAsk<P>(
  hands: readonly StatusReport[],
  printings: readonly Printing<P>[],
  runs: readonly Run<P>[],
): Set<number> {
  const ask = new Set<number>();
  for (const { first, last } of runs) {
    for (const n of [first - 1, first, last, last + 1]) ask.add(n);
    for (let n = first + 1; n <= last; n++)
      if (printings[n]!.record!.standing !== printings[n - 1]!.record!.standing) ask.add(n);
  }
  if (hands.length > 0) {
    for (const n of [0, printings.length - 1]) ask.add(n);
    for (const { opens } of runs) ask.add(opens);
    for (const { interval, kind } of hands) {
      const days = [interval.latest, addDays(interval.latest, 1)];
      if (interval.earliest !== null) days.push(interval.earliest, addDays(interval.earliest, -1));
      if (kind === 'designated') days.push(addDays(interval.latest, NOTICE_DAYS + 1));
      for (const day of days) {
        const next = firstFrom(printings, day);
        for (const n of [next - 1, next, next + 1]) ask.add(n);
        // Of one day, all.
        for (let n = next; printings[n]?.day === printings[next]?.day && n < printings.length; n++) ask.add(n);
      }
    }
  }
  return ask;
}

// ---- what they say of the status -----------------------------------------------------------------------------------

/** Seen on the list: since the last publication that had it not. */
const presence = <P>(printings: readonly Printing<P>[], n: number): OwnReport<P> =>
  asReport(
    'designated',
    windowFrom(printings, n, (each) => each.record === null || saysOver(each)),
    true,
    printings[n]!,
  );

/** Gone from the list: since the last publication that had it. */
const absence = <P>(printings: readonly Printing<P>[], n: number): OwnReport<P> =>
  asReport(
    'delisted',
    printings[n]!.removedOn ?? windowFrom(printings, n, (each) => each.record !== null && !saysOver(each)),
    (printings[n]!.removedOn ?? printings[n]!.day) === printings[n]!.day,
    printings[n]!,
  );

/** From the day after the last printing of another kind to the day of this one. */
function windowFrom<P>(
  printings: readonly Printing<P>[],
  n: number,
  isOther: (printing: Printing<P>) => boolean,
): string {
  const { day } = printings[n]!;
  let before = n - 1;
  while (before >= 0 && !isOther(printings[before]!)) before--;
  return before < 0 ? `[..${day}]` : windowBetween(printings[before]!.day, day);
}

function addSpell<P>(add: (report: OwnReport<P>) => void, { from, to }: Spell & { to: string }, printing: Printing<P>) {
  const start = from === undefined ? `[..${addDays(firstDay(to), -1)}]` : startBefore(from, to);
  add(asReport('designated', start, false, printing));
  add(asReport('delisted', endAfter(from, to), false, printing));
}

/** The start of a time, which never comes after its end: in `2015` to `2015-03` it lies in the first three months. */
function startBefore(from: string, to: string | undefined): string {
  const { earliest, latest } = intervalOf(from);
  const end = to === undefined ? latest : intervalOf(to).latest;
  return earliest !== null && earliest <= end && end < latest ? formatInterval({ earliest, latest: end }) : from;
}

/** The end of a time, which never comes before its start, whatever their intervals sort to. */
function endAfter(from: string | undefined, to: string): string {
  const { earliest, latest } = intervalOf(to);
  const begins = from === undefined ? null : firstDay(from);
  return begins !== null && earliest !== null && begins > earliest ? formatInterval({ earliest: begins, latest }) : to;
}

/** An entry that was over when it was first printed: its end is told, and that it stood before. */
function addOver<P>(add: (report: OwnReport<P>) => void, run: Run<P>, printings: readonly Printing<P>[]) {
  const { first, last, from, to } = run;
  const printing = printings[first]!;
  if (to !== undefined) {
    addSpell(add, { from, to }, printing);
    return;
  }
  let over = first;
  while (over < last && printings[over]!.record!.standing !== 'delisted') over++;
  // When it came and went nobody knows: by the day of the publication both have happened.
  add(asReport('designated', from ?? `[..${printing.day}]`, false, printing));
  add(asReport('delisted', `[..${printings[over]!.day}]`, true, printings[over]!));
}

/** A state that the entry prints without a day: since the last printing that said otherwise. */
function suspensions<P>(line: Line, printings: readonly Printing<P>[], n: number, { first }: Run<P>): OwnReport<P>[] {
  const [now, before] = [printings[n]!.record!.standing, n > first ? printings[n - 1]!.record!.standing : undefined];
  const states = statesOn(line, printings[n]!.day);
  const isOnly = (state: CertainStatus) => states.size === 1 && states.has(state);
  const window = () =>
    n > first ? windowFrom(printings, n, ({ record }) => record?.standing !== now) : `[..${printings[n]!.day}]`;
  if (now === 'suspended' && !isOnly('suspended')) return [asReport('suspended', window(), true, printings[n]!)];
  if (now === undefined && before === 'suspended' && !isOnly('listed'))
    return [asReport('reinstated', window(), true, printings[n]!)];
  return [];
}

function statesOn({ transitions }: Line, day: string): Set<CertainStatus> {
  return new Set(possibleOn(transitions, day).map((i) => (i < 0 ? 'not-listed' : stateAfter(transitions[i]!.kind))));
}

/**
 * The report that a publication owes, where the line on its day does not bear out what it says: or bears it out by what
 * people told alone. What the list has never printed can hardly be gone from it: notice comes before the file follows.
 */
function unsaid(
  line: Line,
  day: string,
  record: DesignationRecord | null,
  isKnown: boolean,
): 'designated' | 'delisted' | null {
  const { transitions } = line;
  const upTo = transitions.slice(0, possibleOn(transitions, day).at(-1)! + 1);
  const kind = record ? 'designated' : 'delisted';
  if (!record && !isKnown) {
    const designated = upTo.findLast((turn) => turn.kind === 'designated');
    if (designated && day <= addDays(designated.latest, NOTICE_DAYS)) return null;
  }
  const states = [...statesOn(line, day)];
  if (record ? !states.every((state) => STANDS.has(state)) : states.some((state) => STANDS.has(state))) return kind;
  return isByHandAlone(upTo, kind) ? kind : null;
}

const isByHandAlone = (turns: readonly Transition<DesignationEvent, DesignationChange>[], kind: DesignationChange) =>
  turns.findLast((turn) => turn.kind === kind)?.isOwn === false;

interface Whole<P> {
  printings: readonly Printing<P>[];
  runs: readonly Run<P>[];
  statuses: readonly OwnReport<P>[];
}

/** What a publication has to say against the whole line, which contradicts its own day. */
function contradicted<P>(line: Line, { printings, runs, statuses }: Whole<P>, n: number): OwnReport<P> | null {
  const printing = printings[n]!;
  const { day, record } = printing;
  // Of one day, the later publication says how it ended.
  if (printings[n + 1]?.day === day) return null;
  const states = [...statesOn(line, day)];
  if (record && !saysOver(printing)) {
    const run = runs.find(({ first, last }) => first <= n && n <= last)!;
    const isEnded = isOver(run, printing) || (run.to !== undefined && firstDay(run.to) <= day);
    return isEnded || states.every((state) => STANDS.has(state)) ? null : presence(printings, n);
  }
  if (!states.some((state) => STANDS.has(state))) return null;
  if (unsaid(line, day, null, record !== null || wasPrinted(runs, n)) === null) return null;
  // Absence says nothing against a listing day that the list itself printed later.
  const isPrintedLater = statuses.some(
    (own) =>
      own.kind === 'designated' &&
      own.decision?.report !== null &&
      !own.isSighting &&
      printings.indexOf(own.printing) > n &&
      firstDay(own.effective) <= day,
  );
  return isPrintedLater ? null : absence(printings, n);
}

// ---- what they say of the contents ---------------------------------------------------------------------------------

/** What changed from one printing to the next, in the days between them, or on the day that the authority gives. */
function contents<P>(printings: readonly Printing<P>[], runs: readonly Run<P>[]): OwnReport<P>[] {
  return runs.flatMap(({ first, last }) => {
    const reports: OwnReport<P>[] = [];
    for (let n = first + 1; n <= last; n++) {
      const [before, printing] = [printings[n - 1]!, printings[n]!];
      const [was, is] = [before.record!, printing.record!];
      if (was === is) continue;
      const effective = changeDay(before.day, printing);
      const about = { effective, isSighting: true, printing };
      if (was.reference !== is.reference)
        reports.push({ ...about, kind: 'reidentified', formerReference: was.reference });
      const between = printing.reread ?? was;
      for (const [from, to, cause] of [
        [was, between, 'reparse'],
        [between, is, 'source'],
      ] as const) {
        if (from === to) continue;
        const patch = diffRecords(comparable(from), comparable(to));
        if (patch.length > 0) reports.push({ ...about, kind: 'amended', patch, cause });
      }
    }
    return reports;
  });
}

const changeDay = (before: string, { day, changedOn }: Printing): string =>
  changedOn !== undefined && changedOn > before && changedOn <= day ? changedOn : windowBetween(before, day);
