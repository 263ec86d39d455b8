import {
  applyPatch,
  diffRecords,
  lineOf,
  segmentOn,
  windowBetween,
  type DesignationCommand,
  type DesignationRecord,
  type KnownDesignationEvent,
  type Segment,
} from '#domain';
import type { EventLog } from '#event-log';
import { withKnown } from './bridge.ts';
import {
  aboutEntries,
  comparable,
  designationsOf,
  readingOf,
  type Change,
  type Difference,
  type MappedPublication,
} from './differ.ts';
import { identify } from './identity.ts';
import type { ListSource, MappedEntry } from './list-source.ts';
import { designationStream, type CurrentEntry, type ListState } from './list-state.ts';
import { keptRow } from './map-rows.ts';
import { isCovered } from './scope.ts';

export interface BackfillInput {
  source: ListSource;
  publication: MappedPublication;
  state: ListState;
  /** Of every designation of the list, in the order of the log. */
  events: ReadonlyMap<string, readonly KnownDesignationEvent[]>;
  observedAt: string;
}

const PAGE = 5_000;

/** All events of a list's designations, by designation. */
export async function eventsByDesignation(log: EventLog, list: string): Promise<Map<string, KnownDesignationEvent[]>> {
  const prefix = designationStream('');
  const byDesignation = new Map<string, KnownDesignationEvent[]>();
  for (let after = 0; ;) {
    const page = await log.read({ list, after, limit: PAGE });
    for (const { stream, ...event } of page) {
      if (!stream.startsWith(prefix)) continue;
      const id = stream.slice(prefix.length);
      byDesignation.set(id, [...(byDesignation.get(id) ?? []), event as unknown as KnownDesignationEvent]);
    }
    if (page.length < PAGE) return byDesignation;
    after = page.at(-1)!.position;
  }
}

/**
 * What a publication from before the newest one adds to the history, with nothing that came after it undone: it narrows
 * the windows around its day, tells of times on and off the list that lay between two publications, and of contents
 * that were changed and changed back. What stands today is untouched.
 */
export function diffBackfill(input: BackfillInput): Difference {
  const { source, publication, state, events, observedAt } = input;
  const { publishedOn: day, entries, quarantined, scope } = publication;
  const about = aboutEntries(source, publication, observedAt);
  const neighbours = neighboursOf(state, day);
  const setAside = designationsOf(quarantined, state);
  const matches = identify(entries, state, new Set(setAside), undefined, 'all');
  const present = new Set([...setAside, ...matches.map(({ current }) => current)]);
  const asWorded = inOneForm(input);
  const difference: Difference = {
    ...{ changes: [], unchanged: 0, cosmetic: 0, gone: 0, standing: 0 },
    quarantined: [...quarantined],
  };
  const add = (id: string, current: CurrentEntry | null, commands: DesignationCommand[]) => {
    if (commands.length > 0) difference.changes.push({ id, current, commands } satisfies Change);
    else difference.unchanged++;
  };
  const designate = (record: DesignationRecord, effective: string, entry?: MappedEntry): DesignationCommand => ({
    type: 'DesignateParty',
    data: { ...about, effective, reference: record.reference, record, ...(entry ? keptRow(entry.row) : {}) },
  });
  const delist = (reference: string, effective: string): DesignationCommand => ({
    type: 'DelistParty',
    data: { ...about, effective, reference },
  });
  const amend = (
    reference: string,
    effective: string,
    from: DesignationRecord,
    to: DesignationRecord,
    paths?: Set<string>,
  ) => {
    const patch = diffRecords(comparable(from), comparable(to)).filter(({ path }) => paths?.has(path) ?? true);
    const command: DesignationCommand = { type: 'AmendDesignation', data: { ...about, effective, reference, patch } };
    return patch.length > 0 ? [command] : [];
  };

  for (const { entry, current } of matches) {
    const { before, after } = neighbours(entry.record);
    const since = before ? windowBetween(before, day) : `[..${day}]`;
    const until = after ? windowBetween(day, after) : undefined;
    const { listedOn } = entry.record;
    const begun = listedOn && listedOn <= day && (!before || listedOn > before) ? listedOn : since;
    if (!current?.state.record) {
      const id = `${source.list}:${entry.record.reference}`;
      if (entry.delistedOn !== undefined)
        add(id, null, [
          designate(entry.record, listedOn ?? `[..${entry.delistedOn}]`, entry),
          delist(entry.record.reference, entry.delistedOn),
        ]);
      else
        add(id, null, [
          designate(entry.record, listedOn && listedOn <= day ? listedOn : since, entry),
          ...(until ? [delist(entry.record.reference, until)] : []),
        ]);
      continue;
    }
    const line = lineOf(events.get(current.id) ?? []);
    const there = segmentOn(line, day);
    const { reference } = current.state.record;
    // Its number of those days stays in its row; a record has one number at a time, and this one comes later.
    const printed = { ...entry.record, reference };
    const known = there.record ?? printed;
    const record = asWorded(known, source.settle?.(known, printed) ?? printed);
    const later = (after === undefined ? null : segmentOn(line, after).record) ?? known;
    const turn = turnAround(line, before, after);
    const back = () => (until ? amend(reference, until, record, later) : []);
    if (entry.delistedOn !== undefined || there.status === 'suspended') add(current.id, current, []);
    else if (there.status === 'not-listed' || there.status === 'delisted')
      add(current.id, current, [designate(record, begun, entry), ...(until ? [delist(reference, until)] : [])]);
    else if (there.status === 'uncertain' && turn === 'goes')
      add(current.id, current, until ? [delist(reference, until)] : []);
    else if (there.status === 'uncertain')
      add(current.id, current, turn === 'comes' ? [designate(record, begun, entry), ...back()] : []);
    else if (!before && diffRecords(comparable(known), comparable(record)).length > 0)
      add(current.id, current, [designate(record, there.since ?? begun, entry), ...back()]);
    else {
      const differing = pathsBetween(known, record);
      const [laterOn, stillOther] = [pathsBetween(known, later), pathsBetween(record, later)];
      // Changed back by the next publication; or changed as that has it, which dates the change more closely.
      const passing = new Set([...differing].filter((path) => !laterOn.has(path)));
      const turned = new Set([...differing].filter((path) => passing.has(path) || !stillOther.has(path)));
      if (turned.size === 0) {
        difference.unchanged++;
        continue;
      }
      add(current.id, current, [
        ...amend(reference, since, known, record, turned),
        ...(until ? amend(reference, until, applyTurns(known, record, turned), known, passing) : []),
      ]);
    }
  }

  for (const current of state.designations.values()) {
    const { record } = current.state;
    if (!record || present.has(current) || !isCovered(record, scope)) continue;
    const { before, after } = neighbours(record);
    const line = lineOf(events.get(current.id) ?? []);
    const there = segmentOn(line, day);
    const turn = turnAround(line, before, after);
    const since = before ? windowBetween(before, day) : undefined;
    const until = after ? windowBetween(day, after) : undefined;
    if (there.status === 'listed' || there.status === 'suspended' || there.status === 'uncertain')
      difference.standing++;
    if (there.status === 'uncertain' && turn === 'comes' && until)
      add(current.id, current, [designate(segmentOn(line, after!).record ?? record, until)]);
    if (there.status === 'uncertain' && turn === 'goes' && since)
      add(current.id, current, [delist(record.reference, since)]);
    // Without a publication before, its own printed day is better evidence than its absence.
    if (!since) continue;
    if (there.status !== 'listed') continue;
    difference.gone++;
    add(current.id, current, [
      delist(record.reference, since),
      ...(until ? [designate(there.record ?? record, until)] : []),
    ]);
  }
  difference.standing += matches.length;
  difference.changes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return difference;
}

/** Where the list was published in other forms too: the record as far as this one can speak. */
function inOneForm({ source: { formats }, publication: { format }, state }: BackfillInput) {
  const isMixed = state.publications.some(({ reader }) => readingOf(reader) !== readingOf(format.reader));
  const all = { worded: formats.flatMap(({ worded = [] }) => worded) };
  return (known: DesignationRecord, record: DesignationRecord): DesignationRecord =>
    isMixed ? withKnown(known, record, format, all) : record;
}

/** What an uncertain day lies between: an entry's coming or its going, by the publications around it. */
function turnAround(line: readonly Segment[], before?: string, after?: string): 'comes' | 'goes' | undefined {
  const isOn = (day: string | undefined) =>
    day !== undefined && ['listed', 'suspended'].includes(segmentOn(line, day).status);
  if (isOn(before) === isOn(after)) return undefined;
  return isOn(after) ? 'comes' : 'goes';
}

const pathsBetween = (a: DesignationRecord, b: DesignationRecord): Set<string> =>
  new Set(diffRecords(comparable(a), comparable(b)).map(({ path }) => path));

/** The known record with the members that the publication has otherwise. */
const applyTurns = (known: DesignationRecord, record: DesignationRecord, paths: Set<string>): DesignationRecord =>
  applyPatch(
    known,
    diffRecords(comparable(known), comparable(record)).filter(({ path }) => paths.has(path)),
  );

/** The publications next to a day that speak of such an entry. */
function neighboursOf({ publications }: ListState, day: string) {
  return (record: DesignationRecord): { before?: string; after?: string } => {
    const days = publications.filter(({ scope }) => isCovered(record, scope)).map(({ publishedOn }) => publishedOn);
    const before = days
      .filter((other) => other < day)
      .sort()
      .at(-1);
    const after = days.filter((other) => other > day).sort()[0];
    return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  };
}
