import {
  diffRecords,
  intervalOf,
  windowBetween,
  type DesignationCommand,
  type DesignationRecord,
  type List,
  type Source,
} from '#domain';
import { identify, type Match } from './identity.ts';
import type { ListSource, MappedEntry, SourceRow } from './list-source.ts';
import type { CurrentEntry, ListState } from './list-state.ts';
import { rowHash } from './row-hash.ts';

/** A publication whose every entry was either mapped or set aside. */
export interface MappedPublication {
  publishedOn: string;
  sha256: string;
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
  /** Other rows, the same records. */
  cosmetic: number;
  /** In the list, but not in the publication. */
  gone: number;
  standing: number;
  quarantined: { row: SourceRow; reason: string }[];
}

export interface DiffInput {
  source: ListSource;
  publication: MappedPublication;
  state: ListState;
  /** The publication taken in before this one. */
  previous: List['last'];
  observedAt: string;
}

/**
 * What a publication says that the list's log does not say yet, for every list alike. Order plays no role, of entries or
 * inside them. Records are compared, not rows: what only the wording of a row changed is no news.
 */
export function diffPublication({ source, publication, state, previous, observedAt }: DiffInput): Difference {
  const { publishedOn, entries, quarantined, sha256 } = publication;
  const about = {
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
    cause: 'source',
    confidence: 'confirmed',
  } as const;
  const window = previous ? windowBetween(previous.publishedOn, publishedOn) : `[..${publishedOn}]`;
  const amendedOn = ({ updatedOn }: MappedEntry) =>
    updatedOn
      .filter((day) => previous && day > previous.publishedOn && day <= publishedOn)
      .sort()
      .at(-1) ?? window;

  const designate = ({ record, row }: MappedEntry, effective: string): DesignationCommand => ({
    type: 'DesignateParty',
    data: { ...about, effective, reference: record.reference, record, row: row.content },
  });
  const delist = (reference: string, effective: string): DesignationCommand => ({
    type: 'DelistParty',
    data: { ...about, effective, reference },
  });

  const commandsFor = ({ entry, current, evidence }: Match): DesignationCommand[] | 'unchanged' | 'cosmetic' => {
    const { record, delistedOn, row } = entry;
    const { reference } = record;
    if (!current?.state.record) {
      const designated = designate(entry, record.listedOn ?? window);
      return delistedOn === undefined ? [designated] : [designated, delist(reference, delistedOn)];
    }
    const { status, since, record: known } = current.state;
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
    const sameRow = rowHash(row.content) === current.rowHash;
    if (status === 'delisted') {
      if (delistedOn !== undefined) return sameRow ? 'unchanged' : 'cosmetic';
      const isLater = record.listedOn !== undefined && record.listedOn > intervalOf(since!).latest;
      return [...commands, designate(entry, isLater ? record.listedOn! : window)];
    }
    if (delistedOn !== undefined) return [...commands, delist(reference, delistedOn)];
    if (sameRow && !evidence) return 'unchanged';
    const patch = diffRecords(comparable(known), comparable(source.settle?.(known, record) ?? record));
    if (patch.length > 0)
      commands.push({
        type: 'AmendDesignation',
        data: { ...about, effective: amendedOn(entry), reference, patch, row: row.content },
      });
    return commands.length > 0 ? commands : 'cosmetic';
  };

  const setAside = quarantined.flatMap(({ row }) => designationOf(row, state) ?? []);
  const matches = identify(entries, state, new Set(setAside));
  const present = new Set([...setAside, ...matches.map(({ current }) => current)]);
  const standing = [...state.designations.values()].filter(
    ({ state: { status } }) => status === 'listed' || status === 'suspended',
  );
  const gone = standing.filter((current) => !present.has(current));

  const difference: Difference = {
    changes: gone.map((current) => ({
      id: current.id,
      current,
      commands: [delist(current.state.record!.reference, window)],
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
    if (commands === 'unchanged' || commands === 'cosmetic') difference[commands]++;
    else difference.changes.push({ id, current: match.current, commands });
  }
  difference.changes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return difference;
}

/** The number changes by re-identification, and the authority's internal ids are no matter of substance. */
const comparable = ({ reference: _, sourceIds: __, ...rest }: DesignationRecord) => rest;

function designationOf({ reference, sourceIds }: SourceRow, state: ListState): CurrentEntry | undefined {
  const byNumber = state.byReference.get(reference) ?? state.byFormerReference.get(reference);
  if (byNumber) return byNumber;
  return [...state.designations.values()].find(({ state: { record } }) =>
    Object.entries(sourceIds).some(([name, id]) => record?.sourceIds?.[name] === id),
  );
}
