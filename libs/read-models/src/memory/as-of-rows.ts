import type { Designation } from '#contract';
import type { StatusCount } from '../models/designation-timeline/counts.ts';
import { ON_RECORD } from '../models/designation-timeline/item.ts';
import type { DesignationFilter, PageKey } from '../models/designation-timeline/page.ts';
import type { Changes } from './changed-periods.ts';
import { chartOf, type Chart } from './chart.ts';
import type { ChartQuestion } from './groups.ts';
import type { Kept } from './kept.ts';
import type { Moment } from './name-rows.ts';
import { createPageOrder } from './page-order.ts';
import { NUMBERED, periodColumns, placesFor, type CountedPeriod, type PeriodColumns } from './period-columns.ts';

/** What counts and pages are asked for. */
export type RowFilter = Pick<DesignationFilter, 'authority' | 'list' | 'statuses' | 'type'>;

const BYTES_A_NUMBER = 4;
/** Rows looked at in the order of the page, each somewhere else in memory, before all are in the order of the log. */
const LOOKED_AT = 4_000;

/** There are more periods than are held in memory. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

export interface AsOfRowsOptions {
  maxBytes: number;
  /** Designations as they are shown, by the rows that they come from. */
  items: Kept<number, Designation>;
  /** Charts by their positions and questions: no later change alters one. */
  charts: Kept<string, Chart>;
}

/** All periods of all designations, to be counted and put into pages on any day as known at any position. */
export function asOfRows({ maxBytes, items, charts }: AsOfRowsOptions) {
  const columns = periodColumns();
  const order = createPageOrder((row) => ({
    list: columns.places[columns.place.data[row]!]!.list,
    name: columns.nameOf(row),
    id: columns.designationOf(row),
  }));

  const bytes = () => columns.bytes + order.bytes + items.weight + BYTES_A_NUMBER * charts.weight;

  return {
    columns,
    items,

    /** Throws TooLargeError where it would take more room than there is. */
    take({ closed, opened }: Changes<CountedPeriod>): void {
      closed.forEach(columns.close);
      order.add(opened.map(columns.open));
      if (bytes() > maxBytes) throw new TooLargeError(`${columns.length} periods take ${bytes()} bytes`);
    },

    /** How many designations stand in which status, per list. */
    counts(moment: Moment, filter: RowFilter): StatusCount[] {
      const found = countsByPlace(columns, moment);
      const fits = placesFor(columns, filter);
      return columns.places.flatMap((place, number) =>
        NUMBERED.flatMap((status, at) => {
          const count = fits[number] ? found[number * NUMBERED.length + at]! : 0;
          return count > 0 ? [{ ...place, status, count }] : [];
        }),
      );
    },

    /** The rows of a page: those that stand there, in the order of list and name. */
    page(moment: Moment, filter: RowFilter, { after, limit }: { after?: PageKey; limit: number }): number[] {
      const accepts = acceptance(columns, moment, filter);
      const first = { list: filter.list ?? '', name: '', id: '' };
      let at = order.placeAfter(after && after.list >= first.list ? after : first);
      const end = filter.list === undefined ? order.length : order.placeAfter({ ...first, list: `${filter.list}\0` });
      const found: number[] = [];
      for (const stop = Math.min(end, at + LOOKED_AT); at < stop && found.length < limit; at++)
        if (accepts(order.at(at))) found.push(order.at(at));
      if (found.length === limit || at === end) return found;
      // They are far apart here: all rows are looked at as they lie in memory, for those whose places come next.
      const places = order.places();
      const next = smallest(limit - found.length);
      forEachHolding(columns, moment, (row) => {
        if (places[row]! >= at && places[row]! < end && accepts(row)) next.take(places[row]!);
      });
      return [...found, ...next.values.map(order.at)];
    },

    /** The change points of all days as known at a position. */
    chart(knownAt: number, { by, authority, list }: ChartQuestion): Chart {
      const key = [knownAt, by, authority, list].join(' ');
      const known = charts.get(key);
      if (known) return known;
      const chart = chartOf(columns, knownAt, { by, authority, list });
      charts.keep(key, chart);
      return chart;
    },

    /** Rows held, closed ones included, and the bytes that they take. */
    size: () => ({
      rows: columns.length,
      designations: columns.designations,
      bytes: bytes(),
    }),
  };
}
export type AsOfRows = ReturnType<typeof asOfRows>;

/** Gives each row that holds on a day as known at a position, in the order of the log: some two nanoseconds a row. */
function forEachHolding(columns: PeriodColumns, { on, knownAt }: Moment, take: (row: number) => void): void {
  const rows = columns.knownBy(knownAt);
  const [validFrom, validTo, knownTo] = [columns.validFrom.data, columns.validTo.data, columns.knownTo.data];
  for (let row = 0; row < rows; row++)
    if (validFrom[row]! <= on && validTo[row]! > on && knownTo[row]! > knownAt) take(row);
}

/** Numbers of rows by place and status. */
function countsByPlace(columns: PeriodColumns, moment: Moment): Uint32Array {
  const [place, status] = [columns.place.data, columns.status.data];
  const found = new Uint32Array(columns.places.length * NUMBERED.length);
  forEachHolding(columns, moment, (row) => {
    found[place[row]! * NUMBERED.length + status[row]!]!++;
  });
  return found;
}

/** Tells of a row whether it stands there and the filter takes it. */
function acceptance(columns: PeriodColumns, { on, knownAt }: Moment, filter: RowFilter): (row: number) => boolean {
  const [validFrom, validTo] = [columns.validFrom.data, columns.validTo.data];
  const [knownFrom, knownTo] = [columns.knownFrom.data, columns.knownTo.data];
  const [place, status, type] = [columns.place.data, columns.status.data, columns.type.data];
  const fits = placesFor(columns, filter);
  const wanted = NUMBERED.map((each) => (filter.statuses ?? ON_RECORD).includes(each));
  const only = filter.type && columns.typeNumber(filter.type);
  return (row) =>
    validFrom[row]! <= on &&
    validTo[row]! > on &&
    knownFrom[row]! <= knownAt &&
    knownTo[row]! > knownAt &&
    fits[place[row]!]! &&
    wanted[status[row]!]! &&
    (only === undefined || type[row] === only);
}

/** Keeps the smallest numbers, so many of them, in their order. */
function smallest(limit: number) {
  const values: number[] = [];
  let largest = Infinity;
  return {
    values,
    take(value: number): void {
      if (value >= largest) return;
      let at = values.length < limit ? values.push(value) - 1 : limit - 1;
      for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
      values[at] = value;
      if (values.length === limit) largest = values.at(-1)!;
    },
  };
}
