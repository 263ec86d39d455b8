import type { Status, Subject } from '#domain';
import { createNameIndex, type Hit, type Moment, type Query, type Scorer } from '#matching';
import { chainedRows } from './chained-rows.ts';
import type { Bounds, Changes, ClosedPeriod } from './changed-periods.ts';
import { identifierIndex } from './identifier-index.ts';
import { createInterner } from './interner.ts';
import { TooLargeError } from './too-large.ts';

/** A period of a designation, with what it is found by. */
export interface FoundPeriod extends Bounds {
  designation: string;
  list: string;
  status: Status;
  type: Subject['type'];
  name: string;
  aliases: string[];
  numbers: string[];
  activities: string[] | null;
}

/** The schema under which a subject is published. */
export type SchemaOf = (subject: Pick<Subject, 'type' | 'activities'>) => string;

/** Schemas of FollowTheMoney by which names are read. */
export const SCHEMAS: Record<FoundPeriod['type'], string> = {
  person: 'Person',
  organization: 'Organization',
  vessel: 'Vessel',
  aircraft: 'Airplane',
};

/** Which designations are looked at; all, where left out. */
export interface NameFilter {
  lists?: ReadonlySet<string>;
  statuses?: ReadonlySet<Status>;
  /** Schemata under which they are published. */
  schemata?: ReadonlySet<string>;
}

/** What of a period a filter looks at. */
interface Filtered {
  list: string;
  status: Status;
  schema: string;
}

/** A designation that was found, by its best name. */
export interface FoundName {
  designation: string;
  hit: Hit;
}

/** All names and numbers of all designations, each with its days and positions. Filled in the order of the log. */
export function nameRows({ scorer, schemaOf, maxBytes }: { scorer: Scorer; schemaOf: SchemaOf; maxBytes: number }) {
  const index = createNameIndex(scorer);
  const [designations, filteredTexts] = [createInterner(), createInterner()];
  const filtered: Filtered[] = [];
  /** Of each designation all its periods, and those that are what is known still. */
  const [periods, standing] = [chainedRows(), chainedRows()];
  const identifiers = identifierIndex();

  /** The number of what filters look at: few, because the index asks for each of them. */
  const filterOf = ({ list, status, type, activities }: FoundPeriod): number => {
    const schema = schemaOf({ type, activities: activities ?? undefined });
    const number = filteredTexts.numberOf(`${list} ${status} ${schema}`);
    filtered[number] ??= { list, status, schema };
    return number;
  };
  const acceptance =
    ({ lists, statuses, schemata }: NameFilter) =>
    (filter: number) => {
      const { list, status, schema } = filtered[filter]!;
      return (!lists || lists.has(list)) && (!statuses || statuses.has(status)) && (!schemata || schemata.has(schema));
    };

  const open = (period: FoundPeriod): void => {
    const entity = designations.numberOf(period.designation);
    const [validFrom, validTo] = [period.validFrom ?? -Infinity, period.validTo ?? Infinity];
    const number = index.open({
      entity,
      validFrom,
      validTo,
      knownFrom: period.knownFrom,
      knownTo: period.knownTo ?? Infinity,
      names: [...new Set([period.name, ...period.aliases])],
      schema: SCHEMAS[period.type],
      filter: filterOf(period),
    });
    periods.add(entity, number);
    standing.add(entity, number, period.knownTo === null);
    for (const each of period.numbers) identifiers.note(each, entity);
  };
  const close = ({ designation, validFrom, validTo, knownTo }: ClosedPeriod): void => {
    const [from, to] = [validFrom ?? -Infinity, validTo ?? Infinity];
    const number = standing.takeOut(designations.numberOf(designation), (each) => {
      const days = index.daysOf(each);
      return days.validFrom === from && days.validTo === to;
    });
    if (number !== undefined) index.close(number, knownTo);
  };

  const sized = [index, designations, filteredTexts, periods, standing, identifiers];
  const bytes = () => sized.reduce((sum, each) => sum + each.bytes, 0);

  return {
    /** Throws TooLargeError where it would take more room than there is. */
    take({ closed, opened }: Changes<FoundPeriod>): void {
      closed.forEach(close);
      opened.forEach(open);
      if (bytes() > maxBytes)
        throw new TooLargeError(
          `${index.size} names take more than the ${maxBytes} bytes that this process has for them: names are not matched here. Set NAMES_MAX_BYTES`,
        );
    },

    /** Designations by their best name on a day as known at a position. */
    search(query: Query, asOf: Moment, filter: NameFilter, options: { limit: number; cutoff: number }): FoundName[] {
      const hits = index.search(query, { asOf, accept: acceptance(filter), ...options });
      return hits.map((hit) => ({ designation: designations.text(hit.entity), hit }));
    },

    /** Designations of which a name has all the words that were typed, the last as a beginning. */
    startingWith(typed: string, asOf: Moment, filter: NameFilter, limit: number): string[] {
      return index.startingWith(typed, { asOf, accept: acceptance(filter), limit }).map(designations.text);
    },

    /** Designations that ever had a number, and stand there on the day as known; blanks and dashes do not count. */
    withNumber(number: string, asOf: Moment, filter: NameFilter): string[] {
      const accept = acceptance(filter);
      const holds = (entity: number) =>
        periods.find(entity, (period) => index.holds(period, asOf) && accept(index.filterOf(period))) !== undefined;
      return identifiers.bearersOf(number).filter(holds).map(designations.text);
    },

    /** Every designation there ever was, in the order in which they came. */
    designations: designations as Pick<typeof designations, 'length' | 'text'>,

    /** Names held, closed ones included, and the bytes that they take. */
    size: () => ({ rows: index.size, designations: designations.length, bytes: bytes() }),
  };
}
export type NameRows = ReturnType<typeof nameRows>;
