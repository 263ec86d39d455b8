import { list as listDecider, type ListCommand, type ListEvent, listStream, nameUuid, type Source } from '#domain';
import { draftSubmission, type StreamAppend, type SubmissionDraft } from '#event-log';
import { diffPublication } from '../comparing/differ.ts';
import type { Difference, RereadRecord } from '../comparing/difference.ts';
import {
  contextOf,
  predecessorOf,
  publicationsOf,
  type ListState,
  type PastPublication,
} from '../comparing/list-state.ts';
import type { ListSource, PublicationScope, SourceRow } from '../list-source.ts';
import { mapRows } from '../mapping/map-rows.ts';
import { PublicationRejected } from '../reading/rejection.ts';
import { storable } from '../reading/text.ts';
import { addStorable } from './decide.ts';
import { DEFAULT_SHARE, doubtOf, newestOf, rejectNotUnderstood, rejectOlder, rejectUnidentifiable } from './guard.ts';
import { linksOf } from './links.ts';
import type { Reading } from './read-publication.ts';
import { acceptedReport, countsOf, emptyReport, type IngestReport } from './report.ts';

export interface PlanOptions {
  /** For a file that gives no date itself. */
  publishedOn?: string;
  /** For a file that prints no time itself: it orders publications of one day. RFC 3339. */
  generatedAt?: string;
  /** Why the publication is right though a guard doubts it; recorded with it. */
  force?: string;
  /** A publication older than the newest one is put in its place in history; without it, it is rejected. */
  backfill?: boolean;
  observedAt: string;
  /** The share of the list that may be gone in half a year. */
  share?: number;
  actor: string;
}

/** What one publication would record, and the report of that. */
export interface Plan {
  /** Null where nothing is to be recorded. */
  submission: SubmissionDraft | null;
  entries: number;
  report: IngestReport;
}

/** The bytes of a publication, and the list that they are held against. */
export interface Planning {
  source: ListSource;
  state: ListState;
  sha256: string;
  options: PlanOptions;
}

/** The plan for a publication that was read. If a guard rejects it, the plan is to record that. */
export function planFor(planning: Planning, reading: Reading, rereadRecord: RereadRecord | undefined): Plan {
  const publishedOn = reading.publishedOn ?? planning.options.publishedOn;
  const generatedAt = reading.generatedAt ?? planning.options.generatedAt;
  try {
    if (publishedOn === undefined)
      throw new PublicationRejected('no-date', 'It does not say which day it is of. Give the day: FILE@2024-06-05');
    return planAccepted(planning, { ...reading, publishedOn, ...(generatedAt ? { generatedAt } : {}) }, rereadRecord);
  } catch (error) {
    if (!(error instanceof PublicationRejected)) throw error;
    return planRejected(planning, error, publishedOn);
  }
}

type DatedReading = Reading & { publishedOn: string };

function planAccepted(planning: Planning, reading: DatedReading, rereadRecord: RereadRecord | undefined): Plan {
  const { source, state, sha256, options } = planning;
  const { publishedOn, generatedAt, rows, format } = reading;
  const identity = { list: source.list, publishedOn, sha256 };
  const entries = rows.length;
  rejectUnidentifiable(rows);
  if (publicationsOf(state, sha256).some((past) => past.publishedOn === publishedOn)) {
    const counts = { ...countsOf([], publishedOn), unchanged: entries, cosmetic: 0, quarantined: 0 };
    return { submission: null, entries, report: acceptedReport(identity, counts, 0) };
  }
  if (!options.backfill) rejectOlder(newestOf(state.publications, reading.scope), publishedOn, generatedAt);

  const { scope, last, difference, unread, doubt } = compared(planning, reading, rereadRecord);
  if (doubt && !options.force) throw doubt;
  const submission = submissionOf(planning);
  const { streams, news, refused } = addStorable(submission, difference.changes);
  const quarantined = [
    ...difference.quarantined.map(({ row, reason }) => ({ entry: nameOf(row), reason: storable(reason) })),
    ...refused.map(({ id, reason }) => ({ entry: storable(id.slice(0, 150)), reason: storable(reason) })),
  ];
  const counts = {
    ...countsOf(news, publishedOn),
    unchanged: difference.unchanged,
    cosmetic: difference.cosmetic,
    quarantined: quarantined.length,
  };
  const report = acceptedReport(identity, counts, news.length);
  // A publication of history is recorded even so: ingested again, it would be compared with what came later.
  if (streams.length === 0 && last?.publishedOn === publishedOn && !options.backfill)
    return { submission: null, entries, report };

  const about = aboutList(planning, publishedOn);
  const own = decideList(state, [
    { type: 'RegisterList', data: { ...about, name: source.name, url: source.url } },
    {
      type: 'IngestPublication',
      data: {
        ...about,
        sha256,
        publishedOn,
        ...(generatedAt === undefined ? {} : { generatedAt }),
        reader: format.reader,
        counts: { entries, ...counts },
        ...(scope ? { scope } : {}),
        ...namedUnchanged(difference, scope),
        ...mostFrequent({ ...reading.unknown, ...unread }),
        ...(quarantined.length > 0 ? { quarantined: quarantined.slice(0, MOST_NAMED) } : {}),
        ...(doubt ? { forced: { reason: options.force!, code: doubt.code, detail: doubt.detail } } : {}),
      },
    },
  ]);
  for (const touched of [...linksOf(streams, reading.ambiguous), listAppend(planning, own)]) submission.add(touched);
  return { submission, entries, report };
}

/** The list's version moves with every publication, so that this id never comes back with other content. */
const submissionOf = ({ source, sha256, state, options }: Planning) =>
  draftSubmission({
    id: nameUuid(`${source.list}/${sha256}/${state.listVersion}`),
    private: { actor: options.actor },
  });

/** The publication's difference from the list, and what the guards make of it. */
function compared(planning: Planning, reading: DatedReading, rereadRecord: RereadRecord | undefined) {
  const { source, state, sha256, options } = planning;
  const { publishedOn, generatedAt, rows, format } = reading;
  const publicationIn = (scope: PublicationScope | undefined): PastPublication => ({
    sha256,
    publishedOn,
    reader: format.reader,
    source: aboutList(planning, publishedOn).source,
    ...(generatedAt === undefined ? {} : { generatedAt }),
    ...(scope ? { scope } : {}),
  });
  const { unread, ...mapped } = mapRows(format, rows, contextOf(state, publicationIn(reading.scope)));
  const compare = (scope: PublicationScope | undefined) => {
    const publication = publicationIn(scope);
    const last = predecessorOf(
      scope,
      state.publications.filter((past) => past.publishedOn <= publishedOn),
    );
    const difference = diffPublication({
      source,
      state,
      rereadRecord,
      isForced: options.force !== undefined,
      publication: { publication, format, ...mapped },
      observedAt: options.observedAt,
    });
    rejectNotUnderstood(rows, difference.quarantined);
    const doubt = doubtOf(difference, {
      state,
      publication,
      last,
      share: options.share ?? DEFAULT_SHARE,
      today: options.observedAt.slice(0, 10),
    });
    return { scope, last, difference, unread, doubt };
  };
  const first = compare(reading.scope);
  return first.doubt && reading.scopeIfDoubted ? compare(reading.scopeIfDoubted) : first;
}

/** The plan for a publication that is rejected: it records the rejection, once. */
export function planRejected(
  planning: Planning,
  rejected: PublicationRejected,
  publishedOn: string | undefined = planning.options.publishedOn,
): Plan {
  const { source, state, sha256 } = planning;
  const { code } = rejected;
  const detail = storable(rejected.detail);
  const data = { ...aboutList(planning, publishedOn), sha256, code, detail };
  const events = decideList(state, [
    { type: 'RejectPublication', data: publishedOn === undefined ? data : { ...data, publishedOn } },
  ]);
  const submission = events.length > 0 ? submissionOf(planning) : null;
  submission?.add(listAppend(planning, events));
  return {
    submission,
    entries: 0,
    report: emptyReport({ list: source.list, publishedOn: publishedOn ?? null, sha256 }, { code, detail }),
  };
}

function decideList(state: ListState, commands: ListCommand[]): ListEvent[] {
  let { list } = state;
  return commands.flatMap((command) => {
    const events = listDecider.decide(command, list);
    for (const event of events) list = listDecider.evolve(list, event);
    return events;
  });
}

/** A list is registered before anything is designated on it: as known at any position of the submission it is known then. */
const listAppend = ({ source, state }: Planning, events: ListEvent[]): StreamAppend => ({
  stream: listStream(source.list),
  expected: state.listVersion,
  events,
  ahead: events.findLastIndex(({ type }) => type === 'ListRegistered') + 1,
});

function aboutList({ source: { list, authority, publisher, url }, sha256, options }: Planning, publishedOn?: string) {
  const { observedAt } = options;
  const source: Source = { publisher, kind: 'authority', url, ...(publishedOn ? { publishedOn } : {}), sha256 };
  return {
    list,
    authority,
    observedAt,
    source,
    effective: publishedOn ?? observedAt.slice(0, 10),
    cause: 'source',
    confidence: 'confirmed',
  } as const;
}

const nameOf = ({ reference, at }: SourceRow) => storable(`${reference.slice(0, 100)} (at ${at})`);

// An event has room for 64 KiB.
const MOST_NAMED = 100;
const MOST_NAMED_BYTES = 40_000;

/** The entries that a publication of changes prints unchanged. Only this tells that it named them. */
function namedUnchanged({ printedAlike }: Difference, scope: PublicationScope | undefined): { named?: string[] } {
  const isNamed = scope?.named && printedAlike.length > 0;
  return isNamed && printedAlike.join('","').length < MOST_NAMED_BYTES ? { named: printedAlike.toSorted() } : {};
}

/** The most frequent of the parts that the reader does not know. */
function mostFrequent(unknown: Record<string, number>): { unknown?: Record<string, number> } {
  const named = Object.entries(unknown)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_NAMED)
    .map(([what, times]) => [storable(what.slice(0, 200)), times] as const);
  return named.length > 0 ? { unknown: Object.fromEntries(named) } : {};
}
