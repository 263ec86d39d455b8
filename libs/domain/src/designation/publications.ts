import { sameContent, type Json } from '../canonical-json.ts';
import { withCorrections, type Known } from '../correction/corrections.ts';
import type { ListEvent } from '../list/events.ts';
import { intervalOf, sameDays, windowBetween } from '../partial-date.ts';
import { publicationKey } from '../list/decider.ts';
import type { Source } from '../provenance.ts';
import { delistedType, designatedType, type DesignationEvent, type DesignationReport } from './events.ts';
import { changed, changeOf, lineOf, reportOf, type KnownDesignationEvent } from './line.ts';
import { byDay, isCovered, namesUnchanged, type ListPublication } from './list-publication.ts';
import { aroundDecisions, decidedByHand, isDecidedContent, type AroundDecisions } from './decisions.ts';
import { isOwn, keyOf, kindOf } from './own-events.ts';
import type { OwnReport } from './own-reports.ts';
import type { Printing } from './printings.ts';
import { diffLetters, diffRecords } from './patch.ts';
import { endsIn, type DesignationRecord } from './record.ts';

/** The publications that a list's stream tells of, as last corrected, by the event that tells of each. */
const publicationsById = (listEvents: readonly Known<ListEvent>[]): Map<string, ListPublication> =>
  new Map(
    withCorrections(listEvents).flatMap((event) =>
      event.type === 'ListPublicationIngested' ? [[event.id, onItsDay(event.data)] as const] : [],
    ),
  );

/** Its source names the day too, by which reports that rest on it are found: where people put the day right, it follows. */
const onItsDay = <P extends ListPublication>(publication: P): P =>
  publication.source.publishedOn === undefined
    ? publication
    : { ...publication, source: { ...publication.source, publishedOn: publication.publishedOn } };

/** The publications that a list's stream tells of, as last corrected, by day. */
export const publicationsIn = <P extends ListPublication>(listEvents: readonly Known<ListEvent>[]): P[] =>
  byDay([...publicationsById(listEvents).values()] as P[]);

/**
 * What the list's own reports become where people take a publication back or put its day right. Takes the list's stream so far
 * and what is new in it; gives a function of each designation's events, or null where no publication is touched.
 */
export function ownReportsAfterList(
  before: readonly Known<ListEvent>[],
  told: readonly ListEvent[],
): ((events: readonly KnownDesignationEvent[]) => DesignationEvent[]) | null {
  const known = publicationsById(before);
  const now = publicationsById([...before, ...told.map((event, i) => ({ ...event, ...asNew(i) }))]);
  const place = new Map([...known].map(([id, publication]) => [publicationKey(publication), id]));
  const isTouched = [...known].some(([id, { publishedOn }]) => now.get(id)?.publishedOn !== publishedOn);
  if (!isTouched) return null;
  const { list, authority, observedAt } = told[0]!.data as { list: string; authority: string; observedAt: string };
  const publications = byDay([...known.values()]);
  const inOrder = new Map(byDay([...now.values()]).map((publication, i) => [publication, i]));
  return (events) => {
    const printings = printingsOf(events, publications)
      .flatMap((printing) => {
        const publication = now.get(place.get(publicationKey(printing.publication))!);
        return publication ? [{ ...printing, publication, day: publication.publishedOn }] : [];
      })
      .sort((a, b) => inOrder.get(a.publication)! - inOrder.get(b.publication)!);
    const why = `As the publications of ${list} say, without what was taken back`;
    return followPublications(events, printings, { list, authority, observedAt, cause: 'source', why });
  };
}

const asNew = (i: number) => ({ id: `told ${i}`, position: NEW_POSITION + i });

/**
 * What the list's own reports of an entry become by events that people tell of it. Takes the designation's stream so far,
 * the new events, and the stream of its list; gives the events to record with them. `observedAt` is RFC 3339.
 */
export function ownReportsAfter(
  before: readonly KnownDesignationEvent[],
  told: readonly DesignationEvent[],
  listEvents: readonly Known<ListEvent>[],
  observedAt: string,
): DesignationEvent[] {
  const publications = publicationsIn(listEvents);
  const [first] = told;
  if (publications.length === 0 || !first) return [];
  const events = [...before, ...told.map((event, i) => ({ ...event, ...asNew(i) }))];
  const { list, authority } = first.data as { list: string; authority: string };
  return followPublications(events, printingsOf(events, publications), {
    list,
    authority,
    observedAt,
    cause: 'source',
    why: `As the publications of ${list} say, beside what was told`,
  });
}

/** Behind all positions of the log. */
const NEW_POSITION = Number.MAX_SAFE_INTEGER / 4;

/**
 * What each publication said of an entry, by day, as the list's own reports have it: every change of what is printed left
 * one. Publications that do not speak of the entry are left out; with `toldOnly` those too that changed nothing. Takes the
 * stream's events and the list's publications by day; `programs` are those under which an entry stands that was not printed yet.
 */
export function printingsOf<P extends ListPublication>(
  events: readonly KnownDesignationEvent[],
  publications: readonly P[],
  { toldOnly = false, programs = programsOf(events) }: { toldOnly?: boolean; programs?: readonly string[] } = {},
): Printing<P>[] {
  const own = Map.groupBy(withCorrections(events.filter(isOwn)), ({ data }) => keyOf(data.source));
  const printings: Printing<P>[] = [];
  let record: DesignationRecord | null = null;
  let printed: DesignationRecord | null = null;
  for (const publication of toldOnly ? publicationsOfKeys(publications, own) : publications) {
    const told = own.get(keyOf(publication));
    const isNamed: boolean = !told && printed !== null && namesUnchanged(publication, printed);
    if (isNamed) record = printed;
    if (!told && !isNamed && !isCovered({ programs: record?.programs ?? programs }, publication.scope)) continue;
    const printing: Printing<P> = told
      ? printedIn(told, publication, record, printings.at(-1)?.day)
      : { publication, day: publication.publishedOn, record };
    ({ record } = printing);
    printed = record ?? printed;
    printings.push(printing);
  }
  return printings;
}

const places = new WeakMap<readonly ListPublication[], ReadonlyMap<string, number>>();

/** The publications of those keys, in their order. */
function publicationsOfKeys<P extends ListPublication>(
  publications: readonly P[],
  own: ReadonlyMap<string, unknown>,
): P[] {
  const place = places.get(publications) ?? new Map(publications.map((each, i) => [keyOf(each), i]));
  places.set(publications, place);
  return [...own.keys()]
    .flatMap((key) => place.get(key) ?? [])
    .sort((a, b) => a - b)
    .map((index) => publications[index]!);
}

/** Under which programmes an entry stands that was not printed yet. */
function programsOf(events: readonly KnownDesignationEvent[]): string[] {
  for (const { data } of events) if ('record' in data) return data.record.programs;
  return [];
}

/** What a publication printed, from the reports that rest on it and the printing before. */
function printedIn<P extends ListPublication>(
  told: readonly KnownDesignationEvent[],
  publication: P,
  before: DesignationRecord | null,
  dayBefore: string | undefined,
): Printing<P> {
  const { publishedOn: day, scope } = publication;
  const window = windowBetween(dayBefore ?? day, day);
  const designated = told.find(({ type }) => changeOf(type) === 'designated');
  const { record: own, changedOn } = (designated?.data ?? {}) as { record?: DesignationRecord; changedOn?: string };
  let record = own ?? before;
  let reread: DesignationRecord | undefined;
  const printing: Printing<P> = { publication, day, record, ...(changedOn ? { changedOn } : {}) };
  const causes = (cause: string) => told.filter(({ data }) => (data.cause === 'reparse') === (cause === 'reparse'));
  for (const event of [...causes('reparse'), ...causes('source')]) {
    if (event.type !== 'DesignationAmended' && event.type !== 'DesignationReidentified') continue;
    if (record) record = changed(record, event);
    if (event.data.cause === 'reparse' && record) reread = record;
    const { effective } = event.data;
    if (effective !== window && intervalOf(effective).latest === intervalOf(effective).earliest)
      printing.changedOn = effective;
    if (event.type === 'DesignationReidentified') printing.evidence = event.data.evidence[0];
  }
  const ends = told.filter(({ type }) => changeOf(type) === 'delisted');
  // An end that was printed before and comes alone is told again: the entry has gone.
  if (ends.length === told.length && before) {
    const [end] = ends;
    if (before.standing === 'delisted' || endsIn(before, end!.data.effective))
      return { ...printing, record: null, ...(scope?.named ? { removedOn: day } : {}) };
  }
  for (const { data } of designated ? [] : ends) {
    const { effective } = data;
    const isPrinted = record !== null && (record.standing === 'delisted' || endsIn(record, effective));
    if (scope?.named && !isPrinted) return { ...printing, record: null, removedOn: before ? effective : day };
    if (intervalOf(effective).latest === day && !isPrinted) return { ...printing, record: null };
    // Version 1 of a record had no room for the end that an entry printed.
    if (!isPrinted && record) record = { ...record, delistedOn: effective };
  }
  return { ...printing, record, ...(reread && !designated ? { reread } : {}) };
}

/** How changes of the list's own reports are told. */
export interface Telling {
  list: string;
  authority: string;
  /** RFC 3339. */
  observedAt: string;
  /** `reparse` where nothing was published and files were only reparsed; else `source`. */
  cause: 'source' | 'reparse';
  why: string;
  /** The publication that is ingested, where that is why. */
  source?: Source;
  /** The source's row of a printing, where it is at hand. */
  rowOf?: (printing: Printing<ListPublication>) => Json | undefined;
}

/**
 * The events that make the list's own reports of an entry what its publications and what people told give: reports that are
 * added, corrected or retracted. Empty where nothing changed. What people corrected or retracted of them stands until the list
 * prints something else there. Takes the stream's events with what is new by hand, and the printings with the new one.
 * Source: docs/time.md, Publications.
 */
export function followPublications(
  events: readonly KnownDesignationEvent[],
  printings: readonly Printing<ListPublication>[],
  telling: Telling,
): DesignationEvent[] {
  const standing = withCorrections(events);
  const frozen = decidedByHand(events);
  const isFrozen = new Set(frozen.map(({ id }) => id));
  const own = standing.filter((event) => isOwn(event) && !isFrozen.has(event.id));
  const byHand = standing.filter((event) => !isOwn(event)).flatMap(reportOf);
  const around = aroundDecisions(byHand, frozen, standing, printings);
  // Nothing designates the entry any more: what its publications said stands beside, and changes nothing.
  if (![...around.hands, ...around.reports, ...own.flatMap(reportOf)].some(({ kind }) => kind === 'designated'))
    return [];
  const isDecided = isDecidedContent(frozen, printings);
  const reports = around.reports.filter((report) => !isDecided(report));
  return reconcile(own, { ...around, reports }, telling, entryOf(events, printings));
}

/** What events tell of the entry that do not hold its record: the party, and the reference it last bore. */
interface Entry {
  party: Pick<DesignationRecord['subject'], 'type' | 'name'>;
  references: ReadonlyMap<Printing, string>;
}

function entryOf(events: readonly KnownDesignationEvent[], printings: readonly Printing[]): Entry {
  const record =
    printings.findLast((printing) => printing.record)?.record ??
    lineOf(events).findLast((segment) => segment.record)?.record;
  let reference = events.find(({ type }) => changeOf(type) === 'designated')?.data.reference ?? record?.reference ?? '';
  const references = new Map<Printing, string>();
  for (const printing of printings) {
    reference = printing.record?.reference ?? reference;
    references.set(printing, reference);
  }
  return { party: record?.subject ?? { type: 'organization', name: reference }, references };
}

/** Pairs what stands with what is wanted, the most alike first; what is left is retracted and added. */
function reconcile(
  own: readonly KnownDesignationEvent[],
  { reports, events: decided, retracted, dissolved }: AroundDecisions,
  telling: Telling,
  entry: Entry,
): DesignationEvent[] {
  const left = new Set([...own, ...dissolved]);
  const open = new Set(reports);
  const events: DesignationEvent[] = [];
  const correct = (event: KnownDesignationEvent, report: OwnReport<ListPublication>, changes: Changes) => {
    if (Object.keys(changes).length > 0) events.push(correction(event, report, changes, telling));
  };
  for (const [report, event] of decided) {
    open.delete(report);
    // What is only read better is not what the list prints.
    if (telling.cause === 'reparse') continue;
    const { effective, ...others } = changesTo(event, report, telling);
    // A day that people put right is not reckoned anew.
    const isReckoned = report.decision?.isDated && report.isSighting;
    correct(event, report, effective === undefined || isReckoned ? others : { ...others, effective });
  }
  // What people retracted says still what was printed, by the publication that it rests on now.
  for (const [report, event] of retracted) {
    const { source, row = null } = changesTo(event, report, telling);
    if (source !== undefined) correct(event, report, { source, row });
  }
  const pair = (fit: (event: KnownDesignationEvent, report: OwnReport<ListPublication>) => boolean) => {
    for (const report of open) {
      const event = [...left].find((each) => kindOf(each) === report.kind && fit(each, report));
      if (!event) continue;
      left.delete(event);
      open.delete(report);
      correct(event, report, changesTo(event, report, telling));
    }
  };
  const isOf = ({ data }: KnownDesignationEvent, { printing }: OwnReport<ListPublication>) =>
    keyOf(data.source) === keyOf(printing.publication);
  const fits = (event: KnownDesignationEvent, report: OwnReport<ListPublication>) =>
    event.data.reference === report.printing.record?.reference || kindOf(event) === 'delisted';
  const isOfType = ({ type }: KnownDesignationEvent, { kind, record }: OwnReport<ListPublication>) =>
    kind !== 'designated' || type === designatedType(record!.subject.type);
  const isAlike = (event: KnownDesignationEvent, report: OwnReport<ListPublication>) =>
    event.data.effective === report.effective && (report.kind !== 'amended' || report.cause === event.data.cause);
  const isSaid = (event: KnownDesignationEvent, report: OwnReport<ListPublication>) =>
    isOfType(event, report) && fits(event, report);
  pair((event, report) => isOf(event, report) && isSaid(event, report) && isAlike(event, report));
  pair((event, report) => isOf(event, report) && isSaid(event, report));
  // The same words by another publication: the report moves to that, with its days.
  pair((event, report) => isSaid(event, report) && sameWords(event, report));
  return [
    ...[...left].map((event) => retraction(event, telling)),
    ...[...open].map((report) => added(report, telling, entry)),
    ...events,
  ];
}

/** Whether an event says the same of the contents as a report. */
function sameWords({ data }: KnownDesignationEvent, { record, patch }: OwnReport<ListPublication>): boolean {
  if ('record' in data) return diffRecords(data.record, record!).length === 0;
  return !('patch' in data) || sameContent(data.patch, patch);
}

type Changes = Record<string, Json | null>;

/** What of an event a correction must change for it to be that report. */
function changesTo(
  { type, data }: KnownDesignationEvent,
  report: OwnReport<ListPublication>,
  { rowOf }: Telling,
): Changes {
  const changes: Changes = {};
  const { publication } = report.printing;
  if (!sameDays(data.effective, report.effective)) changes.effective = report.effective;
  const hasMoved = keyOf(data.source) !== keyOf(publication);
  if (hasMoved) changes.source = { ...publication.source };
  if ('record' in data)
    // The words are those of the publication that it rests on.
    for (const step of (hasMoved ? diffLetters : diffRecords)(data.record, report.record!))
      changes[`/record${step.path}`] = step.op === 'remove' ? null : step.value;
  if ('record' in data && data.changedOn !== report.printing.changedOn)
    changes.changedOn = report.printing.changedOn ?? null;
  if (hasMoved && ('record' in data || 'patch' in data)) changes.row = rowOf?.(report.printing) ?? null;
  if (type === 'DesignationAmended' && !sameContent(data.patch, report.patch)) changes.patch = report.patch as never;
  if (type === 'DesignationReidentified' && data.formerReference !== report.formerReference)
    changes.formerReference = report.formerReference!;
  return changes;
}

/** A correction or retraction of one of the list's own reports, without what it changes. */
const about = ({ id, data }: KnownDesignationEvent, source: Source, telling: Telling) => ({
  authority: telling.authority,
  list: telling.list,
  reference: (data as DesignationReport['data']).reference,
  observedAt: telling.observedAt,
  why: telling.why,
  cause: telling.cause,
  confidence: 'confirmed' as const,
  source: telling.source ?? source,
  of: id,
});

const correction = (
  event: KnownDesignationEvent,
  { effective, printing, cause }: OwnReport<ListPublication>,
  changes: Changes,
  telling: Telling,
): DesignationEvent => ({
  type: 'EventCorrected',
  schemaVersion: 1,
  data: {
    ...about(event, printing.publication.source, telling),
    ...(cause === 'reparse' ? { cause } : {}),
    effective,
    changes,
  },
});

const retraction = (event: KnownDesignationEvent, telling: Telling): DesignationEvent => ({
  type: 'EventRetracted',
  schemaVersion: 1,
  data: { ...about(event, event.data.source, telling), effective: event.data.effective },
});

/** A report as an event. */
function added(
  { kind, effective, printing, record, patch, cause, formerReference }: OwnReport<ListPublication>,
  telling: Telling,
  { party, references }: Entry,
): DesignationEvent {
  const { list, authority, observedAt, rowOf } = telling;
  const row = rowOf?.(printing);
  const data = {
    list,
    authority,
    effective,
    observedAt,
    confidence: 'confirmed' as const,
    cause: kind === 'amended' && cause === 'reparse' ? cause : telling.cause,
    source: printing.publication.source,
    reference: printing.record?.reference ?? references.get(printing)!,
  };
  const withRow = row === undefined ? {} : { row };
  switch (kind) {
    case 'designated':
      return {
        type: designatedType(record!.subject.type),
        schemaVersion: 3,
        data: {
          ...data,
          record: record!,
          ...(printing.changedOn ? { changedOn: printing.changedOn } : {}),
          ...withRow,
        },
      };
    case 'delisted':
      return { type: delistedType(party.type), schemaVersion: 1, data: { ...data, name: party.name } };
    case 'suspended':
      return { type: 'DesignationSuspended', schemaVersion: 1, data };
    case 'reinstated':
      return { type: 'DesignationReinstated', schemaVersion: 1, data };
    case 'amended':
      return { type: 'DesignationAmended', schemaVersion: 1, data: { ...data, patch: patch!, ...withRow } };
    case 'reidentified': {
      const evidence = [printing.evidence ?? { kind: 'publication', text: `Printed under ${formerReference!} before` }];
      return {
        type: 'DesignationReidentified',
        schemaVersion: 1,
        data: { ...data, formerReference: formerReference!, evidence },
      };
    }
  }
}
