import {
  diffRecords,
  intervalOf,
  windowBetween,
  withCorrections,
  type DesignationCommand,
  type DesignationRecord,
  type KnownDesignationEvent,
  type PatchOperation,
  type Source,
} from '#domain';
import { readsMore, withKnown } from './bridge.ts';
import { identify, type Match } from './identity.ts';
import type { Format, ListSource, MappedEntry, Scope, SourceRow } from './list-source.ts';
import type { CurrentEntry, ListState } from './list-state.ts';
import { keptRow } from './map-rows.ts';
import { rowHash } from './row-hash.ts';
import { isCovered, lastCovering } from './scope.ts';

/** A publication whose every entry was either mapped or set aside. */
export interface MappedPublication {
  publishedOn: string;
  sha256: string;
  format: Format;
  scope?: Scope;
  entries: MappedEntry[];
  /** Their designations stay as they are. */
  quarantined: { row: SourceRow; reason: string }[];
}

/** What is to be done to one designation. */
export interface Change {
  /** `<list>:<first reference>` */
  id: string;
  current: CurrentEntry | null;
  commands: DesignationCommand[];
}

export interface Difference {
  /** By designation id. */
  changes: Change[];
  unchanged: number;
  /** Other rows, the same records; or records of which we only read more than before. */
  cosmetic: number;
  /** In the list, but not in the publication though it speaks of them. */
  gone: number;
  /** In the list, as far as the publication speaks of it. */
  standing: number;
  quarantined: { row: SourceRow; reason: string }[];
}

export interface DiffInput {
  source: ListSource;
  publication: MappedPublication;
  state: ListState;
  observedAt: string;
  /** What the present reader makes of the row last recorded, where an older version of it had read that row. */
  rereadRecord?: (current: CurrentEntry) => DesignationRecord | undefined;
}

/**
 * What a publication says that the list's log does not say yet, for every list alike. Order plays no role, of entries or
 * inside them. Records are compared, not rows: what only the wording of a row changed is no news.
 */
export function diffPublication(input: DiffInput): Difference {
  const { source, publication, state, observedAt } = input;
  const { publishedOn, entries, quarantined, scope } = publication;
  const about = aboutEntries(source, publication, observedAt);
  const since = windows(state, publishedOn);
  const amendments = amending(input);

  const designate = ({ record, row }: MappedEntry, effective: string): DesignationCommand => ({
    type: 'DesignateParty',
    data: { ...about, effective, reference: record.reference, record, ...keptRow(row) },
  });
  const delist = (reference: string, effective: string): DesignationCommand => ({
    type: 'DelistParty',
    data: { ...about, effective, reference },
  });
  const amendedOn = ({ updatedOn, record }: MappedEntry) =>
    since.lastDayIn(updatedOn, record) ?? since.windowOf(record);

  const commandsFor = ({ entry, current, evidence }: Match): DesignationCommand[] | 'unchanged' => {
    const { record, delistedOn, row } = entry;
    const { reference } = record;
    const window = since.windowOf(record);
    if (!current?.state.record) {
      // Known to be over: the days before the end are all that is known of its beginning.
      const begun = delistedOn === undefined ? window : `[..${intervalOf(delistedOn).latest}]`;
      const designated = designate(entry, record.listedOn ?? begun);
      return delistedOn === undefined ? [designated] : [designated, delist(reference, delistedOn)];
    }
    const { status, since: statusSince, record: known } = current.state;
    const commands: DesignationCommand[] = [];
    if (evidence)
      commands.push({
        type: 'ReidentifyDesignation',
        data: {
          ...about,
          effective: amendedOn(entry),
          reference,
          formerReference: known.reference,
          evidence: [evidence],
        },
      });
    const sameRow = () => rowHash(row.content) === current.rowHash;
    if (status === 'delisted') {
      if (delistedOn !== undefined) return sameRow() ? 'unchanged' : [];
      const isLater = record.listedOn !== undefined && record.listedOn > intervalOf(statusSince!).latest;
      return [...commands, designate(entry, isLater ? record.listedOn! : window)];
    }
    if (delistedOn !== undefined) {
      // It may tell of a time before the present one: once excluded, listed again since.
      const isPast = intervalOf(delistedOn).latest < (intervalOf(statusSince!).earliest ?? '');
      return isPast ? commands : [...commands, delist(reference, delistedOn)];
    }
    if (!evidence && sameRow()) return 'unchanged';
    const opening = openingBy(current, record.listedOn);
    if (opening)
      commands.push({
        type: 'CorrectEvent',
        data: {
          ...{ ...about, cause: 'reparse', effective: record.listedOn!, reference, of: opening },
          why: `The authority now prints ${record.listedOn!} as the day of its listing`,
          changes: { effective: record.listedOn!, '/record/listedOn': record.listedOn! },
        },
      });
    for (const { patch, cause } of amendments(current, record, opening ? LISTING_DAY : []))
      commands.push({
        type: 'AmendDesignation',
        data: { ...about, cause, effective: amendedOn(entry), reference, patch, ...keptRow(row) },
      });
    return commands;
  };

  const setAside = designationsOf(quarantined, state);
  const matches = identify(entries, state, new Set(setAside), scope);
  const present = new Set([...setAside, ...matches.map(({ current }) => current)]);
  const standing = [...state.designations.values()].filter(
    ({ state: { status, record } }) => (status === 'listed' || status === 'suspended') && isCovered(record!, scope),
  );
  const gone = standing.filter((current) => !present.has(current));

  const difference: Difference = {
    changes: gone.map((current) => ({
      id: current.id,
      current,
      commands: [delist(current.state.record!.reference, since.windowOf(current.state.record!))],
    })),
    unchanged: 0,
    cosmetic: 0,
    gone: gone.length,
    standing: standing.length,
    quarantined: [...quarantined],
  };
  for (const match of matches) {
    const id = match.current?.id ?? `${source.list}:${match.entry.record.reference}`;
    if (!match.current && state.designations.has(id)) {
      const reason = `${match.entry.record.reference} was the first number of another entry`;
      difference.quarantined.push({ row: match.entry.row, reason });
      continue;
    }
    const commands = commandsFor(match);
    if (commands === 'unchanged') difference.unchanged++;
    else if (commands.every(({ data }) => data.cause === 'reparse')) difference.cosmetic++;
    if (commands !== 'unchanged' && commands.length > 0)
      difference.changes.push({ id, current: match.current, commands });
  }
  difference.changes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return difference;
}

const LISTING_DAY = ['/listedOn'];

/**
 * The event that tells of its present listing, where that left the day open and the publication now prints one of these
 * days: another form of the list may say more exactly what was known before.
 */
function openingBy(
  { state: { status, since, events } }: CurrentEntry,
  listedOn: string | undefined,
): string | undefined {
  const leavesOpen = (days: string) => {
    const { earliest, latest } = intervalOf(days);
    return earliest !== latest && (earliest ?? '') <= listedOn! && listedOn! <= latest;
  };
  if (listedOn === undefined || status === 'delisted' || since === null || !leavesOpen(since)) return undefined;
  const told = withCorrections(events as readonly KnownDesignationEvent[]).findLast(({ type }) =>
    type.endsWith('Designated'),
  );
  return told && leavesOpen(told.data.effective) ? told.id : undefined;
}

export function aboutEntries(source: ListSource, { publishedOn, sha256 }: MappedPublication, observedAt: string) {
  return {
    list: source.list,
    authority: source.authority,
    observedAt,
    source: {
      publisher: source.publisher,
      kind: 'authority',
      url: source.url,
      publishedOn,
      sha256,
    } satisfies Source,
    cause: 'source' as const,
    confidence: 'confirmed' as const,
  };
}

/** In which days a change lies: after the last publication that spoke of such an entry, up to this one. */
function windows({ publications }: ListState, publishedOn: string) {
  const before = new Map<string, string | undefined>();
  const lastSeen = (record: DesignationRecord) => {
    const key = record.programs.join('\n');
    if (!before.has(key)) before.set(key, lastCovering(record, publications)?.publishedOn);
    return before.get(key);
  };
  return {
    windowOf(record: DesignationRecord): string {
      const previous = lastSeen(record);
      return previous ? windowBetween(previous, publishedOn) : `[..${publishedOn}]`;
    },
    lastDayIn(days: readonly string[], record: DesignationRecord): string | undefined {
      const previous = lastSeen(record);
      return days
        .filter((day) => previous && day > previous && day <= publishedOn)
        .sort()
        .at(-1);
    },
  };
}

/** What changed in a record, told apart by whether the authority changed it or we only read more of it. */
function amending({ source, publication: { format }, state, rereadRecord }: DiffInput) {
  const readers = new Map(state.publications.map(({ sha256, reader }) => [sha256, readingOf(reader)]));
  const forms = new Map(source.formats.map((form) => [readingOf(form.reader), form]));
  const here = readingOf(format.reader);
  const goesOver = state.publications.length > 0 && readingOf(state.publications.at(-1)!.reader) !== here;

  return (
    current: CurrentEntry,
    record: DesignationRecord,
    /** Paths that are told otherwise. */
    toldApart: readonly string[],
  ): { patch: PatchOperation[]; cause: 'source' | 'reparse' }[] => {
    const known = current.state.record!;
    const there = readers.get(current.rowOf ?? '');
    const isOtherForm = there !== undefined && there !== here;
    const settled = (from: DesignationRecord, to: DesignationRecord) => source.settle?.(from, to) ?? to;
    const between = (from: DesignationRecord, to: DesignationRecord) =>
      diffRecords(comparable(from), comparable(to)).filter(({ path }) => !toldApart.includes(path));
    const steps = (news: PatchOperation[], more: PatchOperation[]) => [
      ...(more.length > 0 ? [{ patch: more, cause: 'reparse' as const }] : []),
      ...(news.length > 0 ? [{ patch: news, cause: 'source' as const }] : []),
    ];
    const better = rereadRecord?.(current);
    if (better) return steps(between(better, settled(better, record)), between(known, settled(known, better)));
    const next = isOtherForm
      ? withKnown(known, settled(known, record), format, forms.get(there))
      : settled(known, record);
    const before = isOtherForm && goesOver ? forms.get(there) : undefined;
    const { more = [], news = [] } = Object.groupBy(between(known, next), (step) =>
      before && readsMore(step, before) ? 'more' : 'news',
    );
    return steps(news, more);
  };
}

/** A reading's name without its version. */
export const readingOf = (reader: string) => reader.replace(/\/.*$/, '');

/** The number changes by re-identification, and the authority's internal ids are no matter of substance. */
export const comparable = ({ reference: _, sourceIds: __, ...rest }: DesignationRecord) => rest;

export function designationsOf(quarantined: readonly { row: SourceRow }[], state: ListState): CurrentEntry[] {
  const holders = new Map<string, CurrentEntry>();
  if (quarantined.some(({ row }) => Object.keys(row.sourceIds).length > 0))
    for (const current of state.designations.values())
      for (const [name, id] of Object.entries(current.state.record?.sourceIds ?? {}))
        holders.set(`${name} ${id}`, current);
  return quarantined.flatMap(({ row: { reference, sourceIds } }) => {
    const byId = Object.entries(sourceIds).map(([name, id]) => holders.get(`${name} ${id}`));
    return (
      state.byReference.get(reference) ??
      state.byFormerReference.get(reference) ??
      byId.find((current) => current !== undefined) ??
      []
    );
  });
}
