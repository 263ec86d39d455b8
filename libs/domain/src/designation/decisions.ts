import { correctionsStanding, isCorrection, withCorrections, type Known } from '../correction/corrections.ts';
import type { CorrectionEvent } from '../correction/events.ts';
import { sameDays } from '../partial-date.ts';
import { reportOf, type KnownDesignationEvent, type StatusReport } from './line.ts';
import { isOwn, keyOf, kindOf } from './own-events.ts';
import { ownReports, type Decision, type OwnReport } from './own-reports.ts';
import { isUnchanged, type Printing } from './printings.ts';
import { endsIn } from './record.ts';
import type { ListPublication } from './list-publication.ts';

type Report = OwnReport<ListPublication>;
type Printings = readonly Printing<ListPublication>[];

/** One of the list's own reports that people decided on: as the list itself told it last, and what they made of it. */
interface Decided {
  event: KnownDesignationEvent;
  decision: Decision;
}

/** The list's own reports that people corrected or retracted, as the list itself told them last. */
export function decidedByHand(events: readonly KnownDesignationEvent[]): KnownDesignationEvent[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const touched = new Set<string>();
  // A correction of a correction is one of the report behind it.
  const reportBehind = (id: string): string => {
    const event = byId.get(id);
    return event && isCorrection(event) ? reportBehind((event as CorrectionEvent).data.of) : id;
  };
  for (const event of correctionsStanding(events) as readonly Known<CorrectionEvent>[])
    if (!isOwn(event)) touched.add(reportBehind(event.data.of));
  // Where the list told of it by another publication since, it rests on that.
  const asTold = new Map(withCorrections(events.filter(isOwn)).map((event) => [event.id, event]));
  return events
    .filter((event) => isOwn(event) && !isCorrection(event) && touched.has(event.id))
    .map((event) => asTold.get(event.id) ?? event);
}

/** What people made of reports of the status. */
function decisionsIn(frozen: readonly KnownDesignationEvent[], standing: readonly KnownDesignationEvent[]): Decided[] {
  const byId = new Map(standing.map((event) => [event.id, event]));
  return frozen.flatMap((event) => {
    if (reportOf(event).length === 0) return [];
    const now = byId.get(event.id);
    const [report = null] = now ? reportOf(now) : [];
    return [
      {
        event,
        decision: { report, isDated: now !== undefined && !sameDays(now.data.effective, event.data.effective) },
      },
    ];
  });
}

/** The list's own reports of an entry around what people decided on some of them. */
export interface AroundDecisions {
  /** Those that people retracted are left out. */
  reports: Report[];
  /** The events that some of the reports are already, whatever else they are like. */
  events: ReadonlyMap<Report, KnownDesignationEvent>;
  /** The same of reports that people retracted. */
  retracted: ReadonlyMap<Report, KnownDesignationEvent>;
  /** Corrected reports of what the list has printed otherwise since, and has no report for any more. */
  dissolved: KnownDesignationEvent[];
  /** Standing reports that are not the list's: by hand, and corrected ones that the list would not tell. */
  hands: StatusReport[];
}

/**
 * A correction or retraction by hand of one of the list's own reports stands, and the others are found around it, until the list
 * prints something else there. Source: docs/time.md, Publications.
 */
export function aroundDecisions(
  hands: readonly StatusReport[],
  frozen: readonly KnownDesignationEvent[],
  standing: readonly KnownDesignationEvent[],
  printings: Printings,
): AroundDecisions {
  const undecided = ownReports(hands, printings);
  const { decided, renewed, left } = pairUp(decisionsIn(frozen, standing), undecided, printings);
  const dissolved = left.filter((each) => isEndPrinted(each, printings)).map(({ event }) => event);
  const asHands = left.filter(({ event }) => !dissolved.includes(event));
  for (;;) {
    const told = [...hands, ...asHands.flatMap(({ decision }) => decision.report ?? [])];
    const decisions = new Map([...decided].map(([report, { decision }]) => [report, decision]));
    const reports = decided.size + asHands.length === 0 ? undecided : ownReports(told, printings, decisions);
    // What the list would not tell beside the other decisions stands as what people told.
    const missing = [...decided].find(
      ([, { decision }]) => decision.report && !reports.some((each) => each.decision === decision),
    );
    if (!missing) {
      const events = new Map<Report, KnownDesignationEvent>();
      const retracted = new Map<Report, KnownDesignationEvent>();
      for (const report of reports) {
        const found = [...decided.values()].find(({ decision }) => decision === report.decision);
        const again = report.decision ? undefined : [...renewed].find(([each]) => isAlike(each, report))?.[1];
        if (found?.decision.report === null) retracted.set(report, found.event);
        else if (found ?? again?.decision.report) events.set(report, (found ?? again)!.event);
      }
      return { reports: reports.filter((each) => !retracted.has(each)), events, retracted, dissolved, hands: told };
    }
    decided.delete(missing[0]);
    asHands.push(missing[1]);
  }
}

const isAlike = (a: Report, b: Report): boolean =>
  a.kind === b.kind && a.effective === b.effective && a.printing === b.printing;

/** Which of the reports that the list would tell each decision is about: the most alike first. */
function pairUp(all: readonly Decided[], reports: readonly Report[], printings: Printings) {
  const open = new Set(reports);
  const left = new Set(all);
  /** Those that the decision stands for, and those where the list prints something else now. */
  const [decided, renewed] = [new Map<Report, Decided>(), new Map<Report, Decided>()];
  const pair = (fits: (event: KnownDesignationEvent, report: Report, places: [number, number]) => boolean) => {
    for (const each of left) {
      const { event } = each;
      const then = placeOf(event, printings);
      const report = [...open].find(
        (one) => one.kind === kindOf(event) && fits(event, one, [then, printings.indexOf(one.printing)]),
      );
      if (!report) continue;
      open.delete(report);
      left.delete(each);
      const isSaid = report.isSighting || sameDays(report.effective, event.data.effective);
      (isSaid ? decided : renewed).set(report, each);
    }
  };
  pair((event, report, [then, now]) => then === now && sameDays(event.data.effective, report.effective));
  pair((_, __, [then, now]) => then === now);
  pair((_, __, [then, now]) => isUnchanged(printings, then, now));
  pair((_, __, [then, now]) => isPrintedThroughout(printings, then, now));
  return { decided, renewed, left: [...left] };
}

const placeOf = ({ data }: KnownDesignationEvent, printings: Printings): number =>
  printings.findIndex(({ publication }) => keyOf(publication) === keyOf(data.source));

const isPrintedThroughout = (printings: Printings, one: number, other: number): boolean =>
  one >= 0 && printings.slice(Math.min(one, other), Math.max(one, other) + 1).every(({ record }) => record !== null);

/** Whether it is the end that an entry printed. */
function isEndPrinted({ event }: Decided, printings: Printings): boolean {
  const record = printings[placeOf(event, printings)]?.record;
  return kindOf(event) === 'delisted' && !!record && endsIn(record, event.data.effective);
}

/** Whether people decided on that change of contents already, and the list has printed the same since. */
export const isDecidedContent =
  (frozen: readonly KnownDesignationEvent[], printings: Printings) =>
  (report: Report): boolean =>
    (report.kind === 'amended' || report.kind === 'reidentified') &&
    frozen.some((event) => {
      if (kindOf(event) !== report.kind) return false;
      const [then, now] = [placeOf(event, printings), printings.indexOf(report.printing)];
      return then === now || (then >= 0 && then < now && isUnchanged(printings, then, now));
    });
