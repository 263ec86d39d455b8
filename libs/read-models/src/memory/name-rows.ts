import { listOf, type Status, type Subject } from '#domain';
import { createNameIndex, type Hit, type Query, type Scorer } from '#matching';
import type { Bounds, Changes, ClosedPeriod } from './changed-periods.ts';
import { numberDoor } from './number-door.ts';
import { createNumbers } from './numbers.ts';

/** A period of a designation, with what it is found by. */
export interface FoundPeriod extends Bounds {
  designation: string;
  list: string;
  status: Status;
  type: Subject['type'];
  names: string[];
  numbers: string[];
}

/** Schemas of FollowTheMoney by which names are read. */
export const SCHEMAS: Record<FoundPeriod['type'], string> = {
  person: 'Person',
  organization: 'Organization',
  vessel: 'Vessel',
  aircraft: 'Airplane',
};

/** A day, and a position. */
export interface Moment {
  /** Days since 1970-01-01. */
  on: number;
  knownAt: number;
}

/** Which designations are looked at; all, where left out. */
export interface NameFilter {
  lists?: ReadonlySet<string>;
  statuses?: ReadonlySet<Status>;
}

/** A designation that was found, by its best name. */
export type FoundName = Omit<Hit, 'entity' | 'row'> & { designation: string };

/** Rows of one period that is what is known: the names from `from` to before `to`. */
interface OpenPeriod {
  validFrom: number | null;
  validTo: number | null;
  rows: number[];
}

/** All names and numbers of all designations, each with its days and positions. Filled in the order of the log. */
export function nameRows(scorer: Scorer) {
  const index = createNameIndex(scorer);
  const [designations, lists] = [createNumbers(), createNumbers()];
  const statuses: Status[] = [];
  const openOf: OpenPeriod[][] = [];
  const rowsOf: number[][] = [];
  const numbers = numberDoor();

  const entityOf = (designation: string): number => {
    const entity = designations.numberOf(designation);
    openOf[entity] ??= [];
    rowsOf[entity] ??= [];
    return entity;
  };

  const acceptance = ({ lists: only, statuses: wanted }: NameFilter) => {
    const fits = Array.from({ length: lists.length }, (_, number) => !only || only.has(lists.text(number)));
    return (row: number) => fits[index.filterOf(row)]! && (!wanted || wanted.has(statuses[row]!));
  };

  const open = (period: FoundPeriod): void => {
    const { designation, list, status, type, names, validFrom, validTo, knownFrom, knownTo } = period;
    const entity = entityOf(designation);
    const rows = [...new Set(names)].map((name) =>
      index.add({
        ...{ entity, name, schema: SCHEMAS[type], filter: lists.numberOf(list), knownFrom },
        validFrom: validFrom ?? -Infinity,
        validTo: validTo ?? Infinity,
        knownTo: knownTo ?? Infinity,
      }),
    );
    for (const row of rows) statuses[row] = status;
    rowsOf[entity]!.push(...rows);
    for (const number of period.numbers) numbers.note(number, entity);
    if (knownTo === null) openOf[entity]!.push({ validFrom, validTo, rows });
  };
  const close = ({ designation, validFrom, validTo, knownTo }: ClosedPeriod): void => {
    const standing = openOf[entityOf(designation)]!;
    const at = standing.findIndex((each) => each.validFrom === validFrom && each.validTo === validTo);
    if (at < 0) return;
    for (const row of standing[at]!.rows) index.close(row, knownTo);
    standing.splice(at, 1);
  };

  return {
    take({ closed, opened }: Changes<FoundPeriod>): void {
      closed.forEach(close);
      opened.forEach(open);
    },

    /** Designations by their best name on a day as known at a position. */
    search(query: Query, asOf: Moment, filter: NameFilter, options: { limit: number; cutoff: number }): FoundName[] {
      const hits = index.search(query, { asOf, accept: acceptance(filter), ...options });
      return hits.map(({ entity, name, match }) => ({ designation: designations.text(entity), name, match }));
    },

    /** Designations of which a name has all the words that were typed, the last as a beginning. */
    startingWith(typed: string, asOf: Moment, filter: NameFilter, limit: number): string[] {
      const rows = index.startingWith(typed, { asOf, accept: acceptance(filter), limit });
      return [...new Set(rows.map((row) => designations.text(index.entityOf(row))))];
    },

    /** Designations that ever had a number, and stand there on the day as known; blanks and dashes do not count. */
    withNumber(number: string, asOf: Moment, filter: NameFilter): string[] {
      const accept = acceptance(filter);
      const holds = (entity: number) => rowsOf[entity]!.some((row) => index.holds(row, asOf) && accept(row));
      return numbers.bearersOf(number).filter(holds).map(designations.text);
    },

    /** The first designation of a list that a test finds. */
    find: (list: string, test: (designation: string) => boolean): string | undefined =>
      designations.find((each) => listOf(each) === list && test(each)),

    /** Names held, closed ones included, and the bytes that they take. */
    size: () => ({ rows: index.size, designations: designations.length, bytes: index.bytes + designations.bytes }),
  };
}
export type NameRows = ReturnType<typeof nameRows>;
