import { growable } from './growable.ts';

/** The rows of one name each: who has it, and when that was so and known. `To` is exclusive; Infinity where it is open. */
export interface NameRow {
  /** The caller's number of the designation or party. */
  entity: number;
  name: string;
  schema: string;
  /** Days since 1970-01-01. */
  validFrom: number;
  validTo: number;
  /** Positions of the log. */
  knownFrom: number;
  knownTo: number;
  /** A number of the caller's to filter by, 0 to 65,535: its list. */
  filter?: number;
}

/** A day, and a position: what was in force on the day as known at the position. */
export interface AsOf {
  on: number;
  knownAt: number;
}

const BYTES_A_NAME = 64;
/** An open end is a day that never comes. */
const asDay = (day: number): number => Math.max(-0x80000000, Math.min(0x7fffffff, day));
const MAX_FILTER = 65_535;

/** The row's filter; throws RangeError where a number does not fit its column. */
function checked({ entity, filter = 0, validFrom, validTo, knownFrom, knownTo }: NameRow): number {
  if (!Number.isInteger(filter) || filter < 0 || filter > MAX_FILTER) throw new RangeError(`No filter: ${filter}`);
  if (!Number.isInteger(entity) || entity < 0 || entity > 0xffffffff) throw new RangeError(`No entity: ${entity}`);
  if ([validFrom, validTo, knownFrom, knownTo].some(Number.isNaN)) throw new RangeError('A bound is NaN');
  return filter;
}

/** The columns of all rows, one typed array each. */
export function rowColumns() {
  const entity = growable(Uint32Array);
  const [validFrom, validTo] = [growable(Int32Array), growable(Int32Array)] as const;
  const [knownFrom, knownTo] = [growable(Float64Array), growable(Float64Array)] as const;
  const filter = growable(Uint16Array);
  const schema = growable(Uint8Array);
  const starts = growable(Uint32Array);
  const tokens = growable(Uint32Array);
  const names: string[] = [];
  const schemas: string[] = [];
  starts.push(0);

  const schemaNumber = (text: string): number => {
    const known = schemas.indexOf(text);
    if (known >= 0) return known;
    if (schemas.length === 255) throw new RangeError('The index knows 255 schemas at most');
    return schemas.push(text) - 1;
  };

  return {
    get length() {
      return names.length;
    },
    get bytes() {
      const columns = [entity, validFrom, validTo, knownFrom, knownTo, filter, schema, starts, tokens];
      return names.length * BYTES_A_NAME + columns.reduce((sum, column) => sum + column.bytes, 0);
    },
    schemas,
    /** Adds a row; throws RangeError where a number does not fit its column. */
    add(row: NameRow, ofName: readonly number[]): number {
      const number = checked(row);
      schema.push(schemaNumber(row.schema));
      entity.push(row.entity);
      validFrom.push(asDay(row.validFrom));
      validTo.push(asDay(row.validTo));
      knownFrom.push(row.knownFrom);
      knownTo.push(row.knownTo);
      filter.push(number);
      for (const token of ofName) tokens.push(token);
      starts.push(tokens.length);
      return names.push(row.name) - 1;
    },
    /** From this position on the row is no longer what is known. */
    close(row: number, at: number): void {
      if (row < 0 || row >= names.length) throw new RangeError(`No row ${row}`);
      knownTo.data[row] = at;
    },
    holds(row: number, { on, knownAt }: AsOf): boolean {
      return (
        knownFrom.data[row]! <= knownAt &&
        knownTo.data[row]! > knownAt &&
        validFrom.data[row]! <= on &&
        validTo.data[row]! > on
      );
    },
    entity: (row: number): number => entity.data[row]!,
    filter: (row: number): number => filter.data[row]!,
    schemaAt: (row: number): number => schema.data[row]!,
    name: (row: number): string => names[row]!,
    tokensOf: (row: number): Uint32Array => tokens.data.subarray(starts.data[row], starts.data[row + 1]),
    tokenCount: (row: number): number => starts.data[row + 1]! - starts.data[row]!,
  };
}

export type Rows = ReturnType<typeof rowColumns>;
