import type { AsOf, DesignationAnswer, DesignationPeriod, HistoryAnswer } from '#contract';
import { designationStream, type KnownDesignationEvent, lineOf, listOf, NotFoundError, segmentOn } from '#domain';
import { designationOn, periodsOf, referencesOf, resolveDesignation } from '../models/designation-timeline/one.ts';
import { NO_COVERAGE } from '../models/list-register/coverage.ts';
import { listsAt } from '../models/list-register/queries.ts';
import { formOf, type ReadSide } from './as-of.ts';
import { explanationsOf } from './explanations.ts';

/** One designation as it stands on a day, by its id or any of its references. Throws NotFoundError. */
export async function answerDesignation(
  readSide: ReadSide,
  asOf: AsOf,
  id: string,
  { explain = false }: { explain?: boolean } = {},
): Promise<DesignationAnswer> {
  const { pool, log } = readSide;
  const designation = await resolve(readSide, asOf, id);
  const [period, periods, references, lists, events, explanations] = await Promise.all([
    designationOn(pool, designation, asOf),
    periodsOf(pool, designation, asOf.knownAt),
    referencesOf(pool, designation, asOf.knownAt),
    listsAt(pool, asOf, { list: listOf(designation) }),
    log.readStreams([designationStream(designation)], asOf.knownAt),
    explain ? explanationsOf(readSide, asOf, [designation]) : null,
  ]);
  const there = period ?? notListed(designation, periods[0], events as unknown as KnownDesignationEvent[], asOf.on);
  if (!there) throw new NotFoundError(`All that was known of ${id} at position ${asOf.knownAt} was retracted`);
  return {
    ...asOf,
    ...there,
    references,
    version: events.length,
    coverage: lists[0]?.coverage ?? NO_COVERAGE,
    ...(explanations && { explanation: explanations.get(designation)! }),
  };
}

/**
 * A day of which no record is held: before its first designation a party was not listed, and what is shown of it is its first
 * record. Null where nothing is told of the designation any more.
 */
function notListed(
  id: string,
  first: DesignationPeriod | undefined,
  events: readonly KnownDesignationEvent[],
  on: string,
): DesignationPeriod | null {
  const { status, possible, since, until, conflicts, lastEvent } = segmentOn(lineOf(events), on);
  const told = events.find(({ data }) => 'record' in data)?.data;
  const record = first?.record ?? (told && 'record' in told ? told.record : undefined);
  if (!record || (!first && conflicts.length === 0)) return null;
  const { authority } = events[0]!.data;
  const { reference, programs, subject } = record;
  return {
    id,
    list: listOf(id),
    authority,
    reference,
    programs,
    subject,
    record,
    status,
    possible,
    since,
    until,
    conflicts,
    lastEvent: first?.lastEvent ?? lastEvent,
    validFrom: null,
    validTo: null,
  };
}

/** All that is known of a designation, over all days. Throws NotFoundError. */
export async function answerHistory(readSide: ReadSide, asOf: AsOf, id: string): Promise<HistoryAnswer> {
  const { knownAt, position } = asOf;
  const designation = await resolve(readSide, asOf, id);
  const [periods, references, events] = await Promise.all([
    periodsOf(readSide.pool, designation, knownAt),
    referencesOf(readSide.pool, designation, knownAt),
    readSide.log.readStreams([designationStream(designation)], knownAt),
  ]);
  return {
    knownAt,
    position,
    id: designation,
    references,
    periods: periods.map(({ record: _, ...period }) => period),
    events: events.map(formOf),
  };
}

async function resolve({ pool }: ReadSide, { knownAt }: AsOf, id: string): Promise<string> {
  const designation = await resolveDesignation(pool, id, knownAt);
  if (!designation) throw new NotFoundError(`No designation ${id} was known at position ${knownAt}`);
  return designation;
}
