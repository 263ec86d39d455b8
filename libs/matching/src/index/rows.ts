import { hashOf } from './chains.ts';
import { growable } from './growable.ts';

/** Names of one party, and when it had them and that was known. `To` is exclusive; Infinity where it is open. */
export interface NamedPeriod {
  /** The caller's number of the designation or party. */
  entity: number;
  names: readonly string[];
  schema: string;
  /** Days since 1970-01-01. */
  validFrom: number;
  validTo: number;
  /** Positions of the log. */
  knownFrom: number;
  knownTo: number;
  /** A number of the caller's to filter by, 0 or more; periods of few numbers are quickest. */
  filter?: number;
}

/** The days of a period, those of `NamedPeriod`. */
export type Days = Pick<NamedPeriod, 'validFrom' | 'validTo'>;

/** A day, and a position: what was in force on the day as known at the position. */
export interface Moment {
  on: number;
  knownAt: number;
}

const BYTES_A_NAME = 64;
/** Known from and to, valid from and to: side by side, because they are asked together. */
const BOUNDS = 4;
/** Bits for the number of tokens of a name, beside the number of its period. */
const COUNT_BITS = 6;
const MAX_PERIODS = 2 ** (32 - COUNT_BITS);

/** The period's filter; throws RangeError where a number does not fit its column. */
function checked({ entity, filter = 0, validFrom, validTo, knownFrom, knownTo }: NamedPeriod): number {
  if (!Number.isSafeInteger(filter) || filter < 0) throw new RangeError(`No filter: ${filter}`);
  if (!Number.isInteger(entity) || entity < 0 || entity > 0xffffffff) throw new RangeError(`No entity: ${entity}`);
  if ([validFrom, validTo, knownFrom, knownTo].some(Number.isNaN)) throw new RangeError('A bound is NaN');
  return filter;
}

/** A schema by its number, and a filter: what a query takes or leaves as a whole. */
export interface PeriodKind {
  schema: number;
  filter: number;
}

/** The columns of all periods, and of all rows: a name each, in the order in which their periods came. */
export function rowColumns() {
  const entity = growable(Uint32Array);
  const bounds = growable(Float64Array);
  const kind = growable(Uint32Array);
  const kinds: PeriodKind[] = [];
  const kindNumbers = new Map<string, number>();
  const schemas: string[] = [];

  const heads = growable(Uint32Array);
  const starts = growable(Uint32Array);
  const tokens = growable(Uint32Array);
  const hashes = growable(Uint32Array);
  const names: string[] = [];

  const schemaNumber = (text: string): number => {
    const known = schemas.indexOf(text);
    return known >= 0 ? known : schemas.push(text) - 1;
  };
  const kindNumber = (schema: string, filter: number): number => {
    const key = `${filter} ${schema}`;
    const known = kindNumbers.get(key);
    if (known !== undefined) return known;
    kindNumbers.set(key, kinds.length);
    return kinds.push({ schema: schemaNumber(schema), filter }) - 1;
  };
  const periodOf = (row: number): number => heads.data[row]! >>> COUNT_BITS;
  const tokenCount = (row: number): number => heads.data[row]! & ((1 << COUNT_BITS) - 1);

  return {
    get length() {
      return names.length;
    },
    get bytes() {
      const columns = [entity, bounds, kind, heads, starts, tokens, hashes];
      return names.length * BYTES_A_NAME + columns.reduce((sum, column) => sum + column.bytes, 0);
    },
    schemas,
    kinds,
    /** Adds a period that has no names yet; throws RangeError where a number does not fit its column. */
    addPeriod(period: NamedPeriod): number {
      const filter = checked(period);
      if (entity.length === MAX_PERIODS) throw new RangeError(`The index knows ${MAX_PERIODS} periods at most`);
      kind.push(kindNumber(period.schema, filter));
      for (const bound of [period.knownFrom, period.knownTo, period.validFrom, period.validTo]) bounds.push(bound);
      entity.push(period.entity);
      return entity.length - 1;
    },
    /** Adds a name of a period: a row. */
    addName(period: number, name: string, ofName: readonly number[]): number {
      heads.push(((period << COUNT_BITS) | ofName.length) >>> 0);
      starts.push(tokens.length);
      for (const token of ofName) tokens.push(token);
      hashes.push(hashOf(name));
      return names.push(name) - 1;
    },
    /** From this position on the period is no longer what is known. */
    close(period: number, at: number): void {
      if (period < 0 || period >= entity.length) throw new RangeError(`No period ${period}`);
      bounds.data[BOUNDS * period + 1] = at;
    },
    holds(period: number, { on, knownAt }: Moment): boolean {
      const of = bounds.data;
      const at = BOUNDS * period;
      return of[at]! <= knownAt && of[at + 1]! > knownAt && of[at + 2]! <= on && of[at + 3]! > on;
    },
    /** Days since 1970-01-01, as they were given. */
    daysOf: (period: number): Days => ({
      validFrom: bounds.data[BOUNDS * period + 2]!,
      validTo: bounds.data[BOUNDS * period + 3]!,
    }),
    /** The number among `kinds` of what a period is. */
    kindOf: (period: number): number => kind.data[period]!,
    periodOf,
    entity: (row: number): number => entity.data[periodOf(row)]!,
    schemaAt: (row: number): number => kinds[kind.data[periodOf(row)]!]!.schema,
    name: (row: number): string => names[row]!,
    /** The same for rows of one name. */
    hash: (row: number): number => hashes.data[row]!,
    tokenCount,
    /** How often a name has a token. */
    timesOf(row: number, token: number): number {
      let times = 0;
      const start = starts.data[row]!;
      for (let at = start; at < start + tokenCount(row); at++) times += Number(tokens.data[at] === token);
      return times;
    },
    /** Numbers of the tokens of a name. */
    tokensOf(row: number): number[] {
      const found: number[] = [];
      const start = starts.data[row]!;
      for (let at = start; at < start + tokenCount(row); at++) found.push(tokens.data[at]!);
      return found;
    },
  };
}

export type Rows = ReturnType<typeof rowColumns>;
