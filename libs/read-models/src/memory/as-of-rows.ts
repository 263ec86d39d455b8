import { LRUCache } from 'lru-cache';
import type { Moment } from '#matching';
import type { StatusCount } from '../models/designation-timeline/counts.ts';
import { ON_RECORD } from '../models/designation-timeline/item.ts';
import type { DesignationFilter, PageKey } from '../models/designation-timeline/page.ts';
import type { Changes, ClosedPeriod } from './changed-periods.ts';
import { bytesOfChart, chartOf, type Chart } from './chart.ts';
import type { ChartQuestion } from './groups.ts';
import { compareBytes, createPageOrder } from './page-order.ts';
import {
  listsFor,
  NUMBERED,
  periodColumns,
  placesFor,
  type CountedPeriod,
  type PeriodColumns,
} from './period-columns.ts';
import { TooLargeError } from './too-large.ts';

/** What counts and pages are asked for. */
export type RowFilter = Pick<DesignationFilter, 'authority' | 'list' | 'statuses' | 'type'>;

const MB = 1024 * 1024;
/** Bytes of the designations that were shown lately. */
const ITEM_ROOM = 96 * MB;
/** Two bytes a character outside Latin-1, and an entry of the cache. */
const bytesOfItem = (json: string): number => 2 * json.length + 150;
/** Bytes of the charts that were asked for lately. */
const CHART_ROOM = 16 * MB;

export interface AsOfRowsOptions {
  maxBytes: number;
}

/** All periods of all designations, to be counted and put into pages on any day as known at any position. */
export function asOfRows({ maxBytes }: AsOfRowsOptions) {
  const columns = periodColumns();
  const order = createPageOrder(columns.keyOf, columns.pagedRow);

  /** Designations as they are shown, in JSON, by the rows that they come from. */
  const items = new LRUCache<number, string>({ maxSize: ITEM_ROOM, sizeCalculation: bytesOfItem });
  /** Charts by their positions and questions: no later change alters one. */
  const charts = new LRUCache<string, Chart>({ maxSize: CHART_ROOM, sizeCalculation: bytesOfChart });

  const bytes = () => columns.bytes + order.bytes + items.calculatedSize + charts.calculatedSize;

  const close = (period: ClosedPeriod) => {
    const row = columns.close(period);
    if (row !== undefined) order.close(row, period.knownTo);
  };

  return {
    columns,
    items,

    /** Throws TooLargeError where it would take more room than there is. */
    take({ closed, opened }: Changes<CountedPeriod>): void {
      closed.forEach(close);
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
      const statuses = filter.statuses ?? ON_RECORD;
      const test = {
        ...moment,
        fits: placesFor(columns, filter),
        isWanted: NUMBERED.map((each) => statuses.includes(each)),
        type: filter.type && columns.typeNumber(filter.type),
      };
      const found: number[] = [];
      for (const list of listsFor(columns, filter)) {
        const first = { list, name: '', id: '' };
        const end = order.placeAfter({ ...first, list: `${list}\0` });
        const start =
          after && compareBytes(after.list, list) > 0 ? end : order.placeAfter(after?.list === list ? after : first);
        order.find(found, [start, end], test, limit);
      }
      return found;
    },

    /** The change points of all days as known at a position. */
    chart(knownAt: number, { by, authority, list }: ChartQuestion): Chart {
      const key = [knownAt, by, authority, list].join(' ');
      const known = charts.get(key);
      if (known) return known;
      const chart = chartOf(columns, knownAt, { by, authority, list });
      charts.set(key, chart);
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
