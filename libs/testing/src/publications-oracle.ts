import { addDays, daysBetween } from '#domain';
import {
  oracleInterval,
  oracleLine,
  oracleReports,
  possibleAfter,
  possibleOn,
  type OracleAnswer,
  type OracleLine,
  type OracleReport,
  type OracleTransition,
  type Placed,
} from './oracle.ts';

// What the publications of a list say of one entry, as docs/time.md words it, naive and slow.

/** How long the absence of an entry that the list has never printed says nothing. */
const DAYS_OF_NOTICE = 30;

interface PrintedEntry {
  listedOn?: string;
  delistedOn?: string;
  name: string;
}

/** One publication's word on the entry; null where it has not the entry. */
export interface OraclePublication {
  day: string;
  printed: PrintedEntry | null;
}

export interface OwnReport {
  kind: 'designated' | 'delisted';
  effective: string;
  publishedOn: string;
}

/** A report of the list's own, with its place among the publications. */
interface Own extends OracleReport {
  kind: 'designated' | 'delisted';
  publishedOn: string;
  /** The place of the publication among all of them. */
  by: number;
}

/**
 * The list's own reports of one entry: a function of its publications and of what people told. Of several publications of
 * one day, the later one stands later. Corrections by hand of the list's own reports are left out: these have no ids here.
 */
export const ownReportsOracle = (hands: readonly Placed[], publications: readonly OraclePublication[]): OwnReport[] =>
  ownReports(oracleReports(hands), publications).map(({ kind, effective, publishedOn }) => ({
    kind,
    effective,
    publishedOn,
  }));

/** The answer on a day, as known after all of the publications and of what people told. */
export function publicationsAnswer(
  hands: readonly Placed[],
  publications: readonly OraclePublication[],
  on: string,
): Pick<OracleAnswer, 'status' | 'possible'> {
  const told = oracleReports(hands);
  const possible = possibleOn(oracleLine([...told, ...ownReports(told, publications)]), on);
  return possible.length === 1 ? { status: possible[0]!, possible: [] } : { status: 'uncertain', possible };
}

function ownReports(told: readonly OracleReport[], given: readonly OraclePublication[]): Own[] {
  const people = told.filter(({ publishedOn }) => publishedOn === null);
  const publications = given.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const held = publications.reduce<Own[]>((own, _, i) => hold(people, own, publications, i), []);
  return inPlace(untilNoneHasMore(people, held, publications));
}

/** What the list reports after one more publication. */
function hold(
  people: readonly OracleReport[],
  own: readonly Own[],
  publications: readonly OraclePublication[],
  i: number,
): Own[] {
  const { printed } = publications[i]!;
  const { kept, end } = endsHeld(own, publications, i);
  const started = isListing(publications[i]!)
    ? holdPrinted(people, kept, publications, i)
    : printed
      ? holdOver(people, kept, publications, i)
      : kept;
  const ended = end ? withReport(started, end) : started;
  return isListing(publications[i]!) ? ended : holdAbsent(people, ended, publications, i);
}

// Standing

const lineOf = (people: readonly OracleReport[], own: readonly Own[]) => oracleLine([...people, ...own]);

const mayStand = (line: OracleLine, day: string): boolean =>
  possibleOn(line, day).some((state) => state === 'listed' || state === 'suspended');

const certainlyStands = (line: OracleLine, day: string): boolean =>
  possibleOn(line, day).every((state) => state === 'listed' || state === 'suspended');

/** Whether the entry stood in the publication: an entry printed with an end that has passed is over, not listed. */
const isListing = ({ day, printed }: OraclePublication): boolean =>
  printed !== null && !(printed.delistedOn && oracleInterval(printed.delistedOn).latest <= day);

/** The last transition of a kind that may have begun on a day, if nothing later has certainly happened. */
const lastOf = (line: OracleLine, kind: Own['kind'], day: string): OracleTransition | undefined =>
  line.transitions.slice(0, possibleAfter(line, day).at(-1)! + 1).findLast((transition) => transition.kind === kind);

const isByHandAlone = (transition: OracleTransition | undefined): boolean =>
  transition?.reports.every(({ publishedOn }) => publishedOn === null) ?? false;

// Reports

function ownReport(
  publications: readonly OraclePublication[],
  by: number,
  kind: Own['kind'],
  effective: string,
  isPrinted: boolean,
): Own {
  return {
    kind,
    effective,
    by,
    publishedOn: publications[by]!.day,
    ...oracleInterval(effective),
    sighting: !isPrinted,
    confidence: 'confirmed',
    source: 'authority',
    position: 0,
    printedEnd: publications[by]!.printed?.delistedOn,
  };
}

/** `[a+1..b]`: a is the last publication before that said otherwise. */
function sighting(publications: readonly OraclePublication[], by: number, kind: Own['kind']): Own {
  const { day } = publications[by]!;
  const isContrary = (publication: OraclePublication) => isListing(publication) === (kind === 'delisted');
  const before = publications.slice(0, by).findLast(isContrary);
  return ownReport(publications, by, kind, before ? windowOf(addDays(before.day, 1), day) : `[..${day}]`, false);
}

// A window is never shortened to the month or year that it happens to be: that would read as a printed one.
const windowOf = (earliest: string, latest: string): string =>
  earliest >= latest ? latest : `[${earliest}..${latest}]`;

/** Reports stand in the order of the publications that they rest on, after everything that people told. */
const inPlace = (own: readonly Own[]): Own[] =>
  own.toSorted((a, b) => a.by - b.by).map((report, i) => ({ ...report, position: AFTER_PEOPLE + i }));

const AFTER_PEOPLE = 1_000_000;

const withReport = (own: readonly Own[], ...reports: Own[]): Own[] => inPlace([...own, ...reports]);

const isPrinted = ({ sighting: isSighting }: Own): boolean => !isSighting;

// Printed

/** A listing: where the line on its day does not certainly stand, or stands by hand alone, it is a designation. */
function holdPrinted(
  people: readonly OracleReport[],
  own: readonly Own[],
  publications: readonly OraclePublication[],
  i: number,
): Own[] {
  const { day, printed } = publications[i]!;
  const { listedOn } = printed!;
  const line = lineOf(people, own);
  const isNews = !certainlyStands(line, day) || isByHandAlone(lastOf(line, 'designated', day));

  if (listedOn && (isNews || listedOn !== lastPrinted(publications, i)?.listedOn)) {
    const carrying = withReport(own, ownReport(publications, i, 'designated', listedOn, true));
    const then = lineOf(people, carrying);
    if (certainlyStands(then, day) && !isByHandAlone(lastOf(then, 'designated', day))) return carrying;
  }
  return isNews ? withReport(own, startOf(publications, i)) : [...own];
}

/** What the list itself last printed of the entry before. */
const lastPrinted = (publications: readonly OraclePublication[], i: number): PrintedEntry | null | undefined =>
  publications.slice(0, i).findLast(({ printed }) => printed !== null)?.printed;

/** A designation without a printed day; before an end that may have come, it is no later than the day before that end. */
function startOf(publications: readonly OraclePublication[], i: number): Own {
  const { day, printed } = publications[i]!;
  const end = printed?.delistedOn ? oracleInterval(printed.delistedOn).earliest : null;
  if (end === null || end > day) return sighting(publications, i, 'designated');
  return ownReport(publications, i, 'designated', `[..${addDays(end, -1)}]`, false);
}

/** An entry that is over when it is printed: its start is reported too, where the list has not reported it. */
function holdOver(
  people: readonly OracleReport[],
  own: readonly Own[],
  publications: readonly OraclePublication[],
  i: number,
): Own[] {
  const { listedOn, delistedOn } = publications[i]!.printed!;
  const before = addDays(oracleInterval(delistedOn!).earliest, -1);
  const line = lineOf(people, own);
  const isStarted = mayStand(line, before) && !isByHandAlone(lastOf(line, 'designated', before));
  if (listedOn === undefined) return isStarted ? [...own] : withReport(own, startOf(publications, i));

  const isKnown = own.some(({ kind, effective }) => kind === 'designated' && effective === listedOn);
  const isNews = listedOn !== lastPrinted(publications, i)?.listedOn || !isKnown;
  return isNews ? withReport(own, ownReport(publications, i, 'designated', listedOn, true)) : [...own];
}

// Printed ends

/**
 * The reports without an end that this publication takes back or puts another in the place of, and the end that it prints.
 * An end stays where it belongs to a time on the list before: the row begins after it, or the entry was gone once it had
 * passed.
 */
function endsHeld(
  own: readonly Own[],
  publications: readonly OraclePublication[],
  i: number,
): { kept: Own[]; end: Own | null } {
  const { day, printed } = publications[i]!;
  const before = own.findLast((report) => report.kind === 'delisted' && isPrinted(report));
  const end = printed?.delistedOn ? ownReport(publications, i, 'delisted', printed.delistedOn, true) : null;
  if (!before) return { kept: [...own], end };

  const kept = own.filter((report) => report !== before);
  const isSame = end?.effective === before.effective;
  if (isSame) return { kept, end: before };
  const isEarlier = printed?.listedOn !== undefined && oracleInterval(printed.listedOn).earliest >= before.latest;
  const wasGone = publications.slice(before.by + 1, i).some((each) => !each.printed && before.latest <= each.day);
  const isStillAhead = before.earliest > day;
  const staysOver = printed ? isEarlier || wasGone : !isStillAhead;
  return staysOver ? { kept: [...own], end } : { kept, end };
}

// Absent

/** Not listed: where the line on its day may stand, or has ended by hand alone, it is a delisting. */
function holdAbsent(
  people: readonly OracleReport[],
  own: readonly Own[],
  publications: readonly OraclePublication[],
  i: number,
): Own[] {
  const { day } = publications[i]!;
  const line = lineOf(people, own);
  const wasListed = !possibleOn(line, day).includes('not-listed');
  const isNews = mayStand(line, day) || (wasListed && isByHandAlone(lastOf(line, 'delisted', day)));
  return isNews && !saysNothing(line, publications, i)
    ? withReport(own, sighting(publications, i, 'delisted'))
    : [...own];
}

/** What was never printed can hardly be gone: its absence says nothing for some days after its designation. */
function saysNothing(line: OracleLine, publications: readonly OraclePublication[], i: number): boolean {
  if (publications.slice(0, i + 1).some(({ printed }) => printed !== null)) return false;
  const { day } = publications[i]!;
  const designation = lastOf(line, 'designated', day);
  return designation !== undefined && daysBetween(designation.latest, day) <= DAYS_OF_NOTICE;
}

// The second pass

/** By day, again and again: each publication whose own day the whole line contradicts, as a sighting. */
function untilNoneHasMore(
  people: readonly OracleReport[],
  own: Own[],
  publications: readonly OraclePublication[],
): Own[] {
  const after = publications.reduce<Own[]>((known, _, i) => contradicted(people, known, publications, i), own);
  return after.length === own.length ? own : untilNoneHasMore(people, after, publications);
}

function contradicted(
  people: readonly OracleReport[],
  own: Own[],
  publications: readonly OraclePublication[],
  i: number,
): Own[] {
  const publication = publications[i]!;
  // Of one day, the later publication is the one that the day is answered by.
  if (publications[i + 1]?.day === publication.day || mayBeOver(publication)) return own;
  const line = lineOf(people, own);
  const missing = isListing(publication)
    ? !certainlyStands(line, publication.day)
    : mayStand(line, publication.day) && !saysNothing(line, publications, i) && !isPrintedLater(line, publication.day);
  const report = sighting(publications, i, isListing(publication) ? 'designated' : 'delisted');
  const isThere = own.some(
    ({ kind, effective, by }) => kind === report.kind && effective === report.effective && by === i,
  );
  return missing && !isThere ? withReport(own, report) : own;
}

/** Whether the publication prints an end that the day lies inside: it says neither. */
const mayBeOver = ({ day, printed }: OraclePublication): boolean => {
  if (!printed?.delistedOn) return false;
  const { earliest, latest } = oracleInterval(printed.delistedOn);
  return earliest <= day && day < latest;
};

/** Absence says nothing against a listing day that the list itself printed later. */
function isPrintedLater(line: OracleLine, day: string): boolean {
  const designation = lastOf(line, 'designated', day);
  if (!designation || designation.first.sighting) return false;
  return designation.first.publishedOn !== null && designation.first.publishedOn > day;
}
