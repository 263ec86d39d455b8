import { z } from 'zod';
import { FIRST_DAY, LAST_DAY } from './limits.ts';

/** Days as `YYYY-MM-DD`, both inclusive; an absent `earliest` is "no later than `latest`". */
export interface Interval {
  earliest: string | null;
  latest: string;
}

const YEAR = /^\d{4}$/;
const MONTH = /^\d{4}-\d{2}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** `[2005-03-01..2005-04-15]` has 24 characters; nothing longer is looked at. */
const LONGEST = 25;
const DAY_LENGTH = 10;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether `text` is a day of the Gregorian calendar between the years 0001 and 9999. */
export function isDay(text: string): boolean {
  if (text.length !== DAY_LENGTH || !DAY.test(text) || text.startsWith('0000')) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/**
 * Reads a partial date: `2005`, `2005-03`, `2005-03-15`, `[2005..2006-10-12]` or `[..2006-10-12]`.
 * Returns the interval of days it stands for, or null where the text is none. Source: ISO 8601-2:2019 (EDTF), level 0
 * dates and the level 2 "one of a set" notation. An interval without a latest day is a plan, not a fact: null.
 */
export function parsePartialDate(text: string): Interval | null {
  if (text.length > LONGEST) return null;
  const dots = text.indexOf('..');
  if (!text.startsWith('[') || !text.endsWith(']') || dots < 0) return parseSimple(text);
  const [begin, end] = [text.slice(1, dots), text.slice(dots + 2, -1)];
  const first = begin === '' ? null : parseSimple(begin);
  const last = parseSimple(end);
  if (!last || (begin !== '' && !first)) return null;
  const interval = { earliest: first?.earliest ?? null, latest: last.latest };
  return interval.earliest !== null && interval.earliest > interval.latest ? null : interval;
}

function parseSimple(text: string): Interval | null {
  if (YEAR.test(text)) return text === '0000' ? null : { earliest: `${text}-01-01`, latest: `${text}-12-31` };
  if (MONTH.test(text)) {
    const first = `${text}-01`;
    return isDay(first) ? { earliest: first, latest: lastDayOf(text) } : null;
  }
  return isDay(text) ? { earliest: text, latest: text } : null;
}

function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const at = new Date(0);
  at.setUTCFullYear(year, number, 0);
  return at.toISOString().slice(0, 10);
}

/** The interval as the shortest EDTF text that means it. */
export function formatInterval({ earliest, latest }: Interval): string {
  if (earliest === latest) return latest;
  if (earliest === null) return `[..${latest}]`;
  const year = latest.slice(0, 4);
  if (earliest === `${year}-01-01` && latest === `${year}-12-31`) return year;
  const month = latest.slice(0, 7);
  if (earliest === `${month}-01` && latest === lastDayOf(month)) return month;
  return `[${earliest}..${latest}]`;
}

const [BEGINNING, END] = ['0001-01-01', '9999-12-31'];
const DAY_MS = 86_400_000;
/** A day alone is read in UTC (ECMA-262, Date Time String Format), and sooner than with a time behind it. */
const millisecondsOf = (day: string): number => Date.parse(day);
const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number));
/** The day of an instant in UTC. Many are made of each designation, and toISOString takes four times as long. */
function dayAt(milliseconds: number): string {
  const at = new Date(milliseconds);
  const year = String(at.getUTCFullYear()).padStart(4, '0');
  return `${year}-${twoDigits(at.getUTCMonth() + 1)}-${twoDigits(at.getUTCDate())}`;
}
const [FIRST_MS, LAST_MS] = [millisecondsOf(BEGINNING), millisecondsOf(END)];

/** The day `days` after `day` (before it, where negative). Past the ends of the calendar it is its first or last day. */
export function addDays(day: string, days: number): string {
  const at = millisecondsOf(day) + days * DAY_MS;
  return dayAt(Math.min(LAST_MS, Math.max(FIRST_MS, at)));
}

/**
 * The same day of the month `months` later, or that month's last day where it has no such day. Past the ends of the
 * calendar it is its first or last day.
 */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const index = year * 12 + month - 1 + months;
  if (index < 12) return BEGINNING;
  if (index >= 10_000 * 12) return END;
  const [wantedYear, wantedMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const last = lastDayOf(`${String(wantedYear).padStart(4, '0')}-${String(wantedMonth).padStart(2, '0')}`);
  return `${last.slice(0, 8)}${String(Math.min(date, Number(last.slice(8)))).padStart(2, '0')}`;
}

/** Whole days from `from` to `to`. */
export const daysBetween = (from: string, to: string): number => (millisecondsOf(to) - millisecondsOf(from)) / DAY_MS;

/**
 * The window in which something changed that stood in the publication of day `before` and not in that of day `after`.
 * Always as a window, or as the one day: a month or a year is what somebody printed.
 */
export function windowBetween(before: string, after: string): string {
  const earliest = addDays(before, 1);
  return earliest >= after ? after : `[${earliest}..${after}]`;
}

/** The interval of a partial date that was checked before; throws where it was not. */
export function intervalOf(text: string): Interval {
  const interval = parsePartialDate(text);
  if (!interval) throw new Error(`Not a partial date: ${text}`);
  return interval;
}

const DAY_RULE = 'Not a calendar day; write YYYY-MM-DD';
const DATE_RULE = 'Not a date; write 2005, 2005-03, 2005-03-15, [2005-03-01..2005-04-15] or [..2006-10-12]';
const SPAN_RULE = `A fact has a day from ${FIRST_DAY} to ${LAST_DAY}`;

const mayBeFact = ({ earliest, latest }: Interval) =>
  (earliest ?? FIRST_DAY) >= FIRST_DAY && latest >= FIRST_DAY && latest <= LAST_DAY;

/** A day on which a fact may have been. */
export const day = z
  .string()
  .refine(isDay, { error: DAY_RULE, abort: true })
  .refine((text) => mayBeFact({ earliest: text, latest: text }), { error: SPAN_RULE });

/** When a fact was, as exactly as it is known. */
export const partialDate = z
  .string()
  .refine((text) => parsePartialDate(text) !== null, { error: DATE_RULE, abort: true })
  .refine((text) => mayBeFact(intervalOf(text)), { error: SPAN_RULE });

/** A date that is printed and that nothing is computed from: an expiry of 9999-12-31 is one too. */
export const printedDate = z.string().refine((text) => parsePartialDate(text) !== null, { error: DATE_RULE });

/** The earlier of a first day known before (undefined where none was) and that of a partial date; null is "no later than". */
export function earlierDay(known: string | null | undefined, effective: string): string | null {
  const { earliest } = intervalOf(effective);
  if (known === undefined) return earliest;
  return known === null || earliest === null ? null : known < earliest ? known : earliest;
}

/** Whether two dates are the same days, however they are written. */
export const sameDays = (a: string, b: string): boolean =>
  a === b || formatInterval(intervalOf(a)) === formatInterval(intervalOf(b));
