import type { PoolClient } from 'pg';
import { designationOf, isDesignationStream, lineOf, listOf, sameContent, type Segment } from '#domain';
import type { EventLog, RecordedEvent } from '#event-log';
import { searchedIn } from './search.ts';
import {
  createStreamCache,
  type DesignationRecordedEvent,
  referencesOf,
  type KnownStream,
  type StreamCache,
} from './stream-cache.ts';

// "limit 1" has each row looked up by the index: a rebuild's tables have no statistics yet, and a join would read them whole.
const WRITE = `
  with closing as (
    update period p set known = int8range(lower(p.known), closed.at)
    from jsonb_to_recordset($1) as closed(designation text, valid daterange, at bigint)
    cross join lateral (
      select ctid from period
      where designation = closed.designation and upper_inf(known) and valid = closed.valid limit 1
    ) as standing
    where p.ctid = standing.ctid
  ), opening as (
    insert into period (designation, list, authority, reference, type, name, programs, status, possible, valid, known,
      since, until, record, search, last_event, conflicts)
    select designation, list, authority, reference, type, name, programs, status, possible, valid, known,
      since, until, record, search, last_event, conflicts
    from jsonb_to_recordset($2) as opened(designation text, list text, authority text, reference text, type text,
      name text, programs text[], status text, possible text[], valid daterange, known int8range, since text, until text,
      record jsonb, search text, last_event bigint, conflicts bigint[])
  )
  , leaving as (
    update reference r set known = int8range(lower(r.known), gone.at)
    from jsonb_to_recordset($4) as gone(designation text, reference text, at bigint)
    where r.designation = gone.designation and r.reference = gone.reference and upper_inf(r.known)
  )
  insert into reference (list, reference, designation, authority, known)
  select list, reference, designation, authority, known
  from jsonb_to_recordset($3) as r(list text, reference text, designation text, authority text, known int8range)`;

/** Events that never change which references lead to a designation. */
const PLAIN = /^DesignationAmended$|Delisted$|Suspended$|Reinstated$/;

/** As many events are written while the next ones are folded. */
const SLICE = 500;

interface OpenRow {
  designation: string;
  list: string;
  authority: string;
  segment: Segment;
  from: number;
}

interface Lead {
  list: string;
  reference: string;
  designation: string;
  authority: string;
  from: number;
}

const isDesignationEvent = (event: RecordedEvent): event is DesignationRecordedEvent =>
  isDesignationStream(event.stream);

/**
 * For each event the stream's line is computed anew; what the new line no longer says is closed on the known axis at the
 * event's position, what it says anew is opened there.
 */
export function applyTo(log: EventLog) {
  const cache = createStreamCache(log);

  return async (tx: PoolClient, batch: readonly RecordedEvent[]): Promise<void> => {
    const events = batch.filter(isDesignationEvent);
    const known = await cache.before(events);
    let writing: Promise<unknown> = Promise.resolve();
    for (let from = 0; from < events.length; from += SLICE) {
      const changes = fold(events.slice(from, from + SLICE), known, cache);
      await writing;
      writing = tx.query({ text: WRITE, values: changes.map((rows) => JSON.stringify(rows)) });
      // Whoever awaits it hears of it; where the next slice cannot be folded, that is the error to tell.
      writing.catch(() => undefined);
    }
    await writing;
    for (const [stream, after] of known) cache.keep(stream, after);
  };
}

/** What a run of events closes, opens and refers to; `known` is brought up to date with them. */
function fold(
  events: readonly DesignationRecordedEvent[],
  known: Map<string, KnownStream>,
  { slim }: Pick<StreamCache, 'slim'>,
): object[][] {
  const closed: { designation: string; valid: string; at: number }[] = [];
  const opened = new Map<string, Map<string, OpenRow>>();
  const finished: (OpenRow & { to: number })[] = [];
  const references: object[] = [];
  /** References that lead to a designation since an event of this run. */
  const leads = new Map<string, Lead>();
  const left: { designation: string; reference: string; at: number }[] = [];

  for (const event of events) {
    const { stream, position, authority } = event;
    const before = known.get(stream)!;
    const after = { events: [...before.events, slim(event)], line: [] as Segment[], references: before.references };
    after.line = lineOf(after.events);
    known.set(stream, after);

    const designation = designationOf(stream);
    const list = listOf(designation);
    const had = before.references;
    const has = PLAIN.test(event.type) ? had : referencesOf(after.events);
    after.references = has;
    for (const reference of has)
      if (!had.includes(reference)) {
        const known = { list, reference, designation, authority, from: position };
        leads.set(`${designation} ${reference}`, known);
      }
    for (const reference of had)
      if (!has.includes(reference)) {
        const inBatch = leads.get(`${designation} ${reference}`);
        leads.delete(`${designation} ${reference}`);
        if (inBatch) references.push({ ...inBatch, known: `[${inBatch.from},${position})` });
        else left.push({ designation, reference, at: position });
      }
    const own = opened.get(stream) ?? new Map<string, OpenRow>();
    opened.set(stream, own);
    const { gone, come } = differenceOf(before.line, after.line);
    for (const segment of gone) {
      const valid = validOf(segment);
      const inBatch = own.get(valid);
      own.delete(valid);
      if (inBatch) finished.push({ ...inBatch, to: position });
      else closed.push({ designation, valid, at: position });
    }
    for (const segment of come) own.set(validOf(segment), { designation, list, authority, segment, from: position });
  }

  const rows = [
    ...finished.map((row) => rowOf(row, `[${row.from},${row.to})`)),
    ...[...opened.values()].flatMap((own) => [...own.values()].map((row) => rowOf(row, `[${row.from},)`))),
  ];
  const open = [...leads.values()].map((lead) => ({ ...lead, known: `[${lead.from},)` }));
  return [closed, rows, [...references, ...open], left];
}

/** Rows are kept for segments that have a record: before the first designation there is nothing to show. */
const kept = (line: readonly Segment[]) => line.filter(({ record }) => record !== null);

function differenceOf(before: readonly Segment[], after: readonly Segment[]): { gone: Segment[]; come: Segment[] } {
  const old = new Map(kept(before).map((segment) => [validOf(segment), segment]));
  const come: Segment[] = [];
  for (const segment of kept(after)) {
    const valid = validOf(segment);
    const was = old.get(valid);
    if (was && sameContent(was, segment)) old.delete(valid);
    else come.push(segment);
  }
  return { gone: [...old.values()], come };
}

const validOf = ({ from, to }: Segment) => `[${from ?? ''},${to ?? ''}]`;

function rowOf({ designation, list, authority, segment }: OpenRow, known: string) {
  const record = segment.record!;
  return {
    designation,
    list,
    authority,
    known,
    record,
    reference: record.reference,
    type: record.subject.type,
    name: record.subject.name,
    programs: record.programs,
    search: searchedIn(record),
    status: segment.status,
    possible: segment.possible,
    valid: validOf(segment),
    since: segment.since,
    until: segment.until,
    last_event: segment.lastEvent,
    conflicts: segment.conflicts,
  };
}
