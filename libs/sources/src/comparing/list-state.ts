import {
  byDay,
  type Designation,
  type DesignationRecord,
  isCovered,
  type KnownDesignationEvent,
  type List,
  type ListPublication,
  namesUnchanged,
  type Printing,
  publicationKey,
} from '#domain';
import type { RowContext } from '../list-source.ts';

/** A publication that was ingested, and the reader that it was read by. */
export interface PastPublication extends ListPublication {
  reader: string;
}
export type PastPrinting = Printing<PastPublication>;

/** A designation as the log has it. */
export interface CurrentEntry {
  /** `<list>:<first reference>` */
  id: string;
  state: Designation;
  version: number;
  /** Hashes of the source rows that events were recorded with, by event id. */
  rowHashes: ReadonlyMap<string, string>;
  /** Whether people reported anything about it. */
  isByHand: boolean;
}

/** One list as the log has it, up to some position. */
export interface ListState {
  list: List;
  listVersion: number;
  /** Of the last event that was read. */
  position: number;
  designations: ReadonlyMap<string, CurrentEntry>;
  /** By day; of one day the later generated is the later, else the later ingested. */
  publications: readonly PastPublication[];
  /** How the publications that told of an entry printed it, by day; between two of them nothing changed. */
  chainOf(current: CurrentEntry): readonly PastPrinting[];
}

/** The newest publication that speaks of the same entries, in whole or in part; one of named entries only dates them. */
export const predecessorOf = (
  scope: ListPublication['scope'],
  publications: readonly PastPublication[],
): PastPublication | undefined => publications.findLast((past) => overlaps(past.scope, scope));

function overlaps(a: ListPublication['scope'], b: ListPublication['scope']): boolean {
  if (a?.named || b?.named) return Boolean(a?.named && b?.named);
  return !a || !b || a.programs!.some((program) => b.programs!.includes(program));
}

/** The publications that were ingested of the same bytes: an undated file may come back on other days. */
export const publicationsOf = ({ publications }: Pick<ListState, 'publications'>, sha256: string) =>
  publications.filter((past) => past.sha256 === sha256);

/** Whether a publication covers an entry of that record, or prints it unchanged. */
export const speaksOf = (publication: PastPublication, record: DesignationRecord): boolean =>
  isCovered(record, publication.scope) || namesUnchanged(publication, record);

/** What the rows of a publication are read by: its day, and the records that the list last printed before. */
export function contextOf(state: ListState, publication: PastPublication): RowContext {
  const before = byDay([...state.publications, publication]);
  const upTo = new Set(before.slice(0, before.indexOf(publication)).map(publicationKey));
  const isBefore = new Set(state.publications.filter((past) => upTo.has(publicationKey(past))));
  let byReference: Map<string, DesignationRecord> | undefined;
  const known = (reference: string) => {
    byReference ??= new Map(
      [...state.designations.values()].flatMap((current) => {
        const printed = state.chainOf(current).findLast((each) => each.record && isBefore.has(each.publication));
        return printed?.record ? [[printed.record.reference, printed.record] as const] : [];
      }),
    );
    return byReference.get(reference);
  };
  return { publishedOn: publication.publishedOn, known };
}

/** A designation's events as the log has them, without their rows. */
export const eventsOf = ({ state }: Pick<CurrentEntry, 'state'>): readonly KnownDesignationEvent[] =>
  state.events as readonly KnownDesignationEvent[];
