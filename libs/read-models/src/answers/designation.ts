import type { AsOf, DesignationAnswer, DesignationPeriod, HistoryAnswer } from '#contract';
import { designationStream, type KnownDesignationEvent, lineOf, listOf, NotFoundError, segmentOn } from '#domain';
import { periodsOf, periodsOn, referencesOf, resolveDesignations } from '../models/designation-timeline/one.ts';
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
  const [[period], periods, references, lists, events, explanations] = await Promise.all([
    periodsOn(pool, [designation], asOf),
    periodsOf(pool, [designation], asOf.knownAt),
    referencesOf(pool, designation, asOf.knownAt),
    listsAt(pool, asOf, { list: listOf(designation) }),
    log.readStreams([designationStream(designation)], asOf.knownAt),
    explain ? explanationsOf(readSide, asOf, [designation]) : null,
  ]);
  const there = period ?? notListed(designation, periods[0], events as unknown as KnownDesignationEvent[], asOf.on);
  if (!there) throw new NotFoundError(retracted(id, asOf));
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
    periodsOf(readSide.pool, [designation], knownAt),
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
  const designation = (await resolveDesignations(pool, [id], knownAt)).get(id);
  if (!designation) throw new NotFoundError(unknown(id, { knownAt }));
  return designation;
}

const unknown = (id: string, { knownAt }: Pick<AsOf, 'knownAt'>) =>
  `No designation ${id} was known at position ${knownAt}`;
const retracted = (id: string, { knownAt }: Pick<AsOf, 'knownAt'>) =>
  `All that was known of ${id} at position ${knownAt} was retracted`;

/** What is found of an id: the designation, or why there is none. */
export type LookedUp = { asked: string; designation: DesignationPeriod } | { asked: string; why: string };

/** Many designations as they stand on one day, by their ids or any of their references, in the order asked. */
export async function lookUpDesignations(
  { pool, log }: ReadSide,
  asOf: AsOf,
  asked: readonly string[],
): Promise<LookedUp[]> {
  const resolved = await resolveDesignations(pool, [...new Set(asked)], asOf.knownAt);
  const ids = [...new Set(resolved.values())];
  const onDay = new Map((await periodsOn(pool, ids, asOf)).map((period) => [period.id, period]));
  const absent = ids.filter((id) => !onDay.has(id));
  const [periods, events] = await Promise.all([
    periodsOf(pool, absent, asOf.knownAt),
    log.readStreams(absent.map(designationStream), asOf.knownAt),
  ]);
  const lines = Map.groupBy(periods, ({ id }) => id);
  const histories = Map.groupBy(events, ({ stream }) => stream);
  const absentOn = (id: string) => {
    const history = (histories.get(designationStream(id)) ?? []) as unknown as KnownDesignationEvent[];
    return notListed(id, lines.get(id)?.[0], history, asOf.on);
  };
  return asked.map((each) => {
    const id = resolved.get(each);
    if (id === undefined) return { asked: each, why: unknown(each, asOf) };
    const designation = onDay.get(id) ?? absentOn(id);
    return designation ? { asked: each, designation } : { asked: each, why: retracted(each, asOf) };
  });
}
