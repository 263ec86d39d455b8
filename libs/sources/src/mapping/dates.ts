import { formatInterval, intervalOf, isDay, parsePartialDate, type Subject } from '#domain';
import { collapse } from '../reading/text.ts';

export type BirthDate = NonNullable<Subject['birthDates']>[number];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ABOUT = /^(circa|c\.|ca\.?|about|approximately|approx\.?|around)\s+/i;
const SPANS = [/^between (.+) and (.+)$/i, /^from (.+) to (.+)$/i, /^(.+?) to (.+)$/i, /^(\d{4})\s?[-/–]\s?(\d{4})$/];

const two = (text: string) => text.padStart(2, '0');
const monthOf = (name: string) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/**
 * A date as lists print it, as a partial date: `10 Dec 1948`, `Mar 1945`, `1936`, `01/03/1958`, `dd/mm/1945`,
 * `00/00/1980`, `14.02.1981`, `2018-05-21`, `12/1950`, `between 1961 and 1963`. Days come before months where both are
 * numbers. Undefined where it is none: the 31st of February, the year 0000.
 */
export function partialDateOf(printed: string): string | undefined {
  const text = collapse(printed);
  for (const span of SPANS) {
    const [, from, to] = span.exec(text) ?? [];
    if (from === undefined || to === undefined) continue;
    const [first, last] = [simpleDateOf(from), simpleDateOf(to)];
    if (first === undefined || last === undefined) return undefined;
    const whole = first.slice(0, 4) <= last.slice(0, 4) ? `[${first}..${last}]` : undefined;
    const interval = whole && parsePartialDate(whole);
    // From the first to the last day of a year is that year.
    const plain = interval && formatInterval(interval);
    return plain && !plain.startsWith('[') ? plain : interval ? whole : undefined;
  }
  return simpleDateOf(text);
}

const ZEROS = /^'?(?:0{4}[./-]0?0[./-]0?0|0?0[./-]0?0[./-]0{4}|0{8})(?:[T ].*)?$/;
const YEAR_9999 = /^'?(?:9999(?:\d{4}|\D.*)?|.*\D9999(?:[T ].*)?)$/;

/** Dates by which tables say that there is none: zeros, and any of the year 9999. */
export const isNoDate = (printed: string): boolean => ZEROS.test(printed) || YEAR_9999.test(printed);

/** Which two figures a year of two gets; `past`: those of the last such date that has come by the day of the publication. */
export type Century = 19 | 20 | 'past';

const TWO_FIGURES = /^(?<start>\d{1,2}(?<by>[./-])(?:\d{1,2}|[A-Za-z]{3,9})\k<by>)(?<year>\d{2})$/;

/**
 * A date whose year has two figures with four of them: `03-02-61`, `22.03.21`, `3-Apr-21`, as a publication of that day
 * means it. Others stay as they are.
 */
export function withCentury(printed: string, century: Century, publishedOn: string): string {
  const { start, year } = TWO_FIGURES.exec(printed)?.groups ?? {};
  if (start === undefined || year === undefined) return printed;
  const inCentury = (figures: number) => `${start}${figures}${year}`;
  if (century !== 'past') return inCentury(century);
  const present = Number(publishedOn.slice(0, 2));
  const date = partialDateOf(inCentury(present));
  return inCentury(date !== undefined && (intervalOf(date).earliest ?? '') > publishedOn ? present - 1 : present);
}

/** The day, where exactly one is printed. */
export function dayOf(printed: string | undefined): string | undefined {
  const date = printed === undefined ? undefined : simpleDateOf(collapse(printed));
  return date !== undefined && isDay(date) ? date : undefined;
}

/** A time of day, a zone or the word for year behind a day says nothing more; nor does the mark by which spreadsheets keep a text as it is. */
const bare = (text: string) =>
  text
    .replace(/^'(?=\d|dd)/i, '')
    .replace(/(?<=\d) ?(r|г|р)\.?$/, '')
    .replace(/^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})$/, '$1')
    .replace(/^(\d[\d./-]{6,9}\d)[T ]\d{1,2}:\d{2}.*$/, '$1');

function simpleDateOf(printed: string): string | undefined {
  const text = bare(printed);
  let match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?$/.exec(text);
  if (match) return valid(match[1]!, given(match[2]), given(match[3]));
  match = /^(\d{4})[./](\d{1,2})[./](\d{1,2})$/.exec(text) ?? /^((?:1[89]|20)\d{2})(\d{2})(\d{2})$/.exec(text);
  if (match) return valid(match[1]!, given(match[2]), given(match[3]));
  match = /^(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ ,-]+(\d{4})$/.exec(text);
  if (match && monthOf(match[2]!) > 0) return valid(match[3]!, String(monthOf(match[2]!)), match[1]);
  match = /^([A-Za-z]{3,9}) (\d{1,2}), ?(\d{4})$/.exec(text);
  if (match && monthOf(match[1]!) > 0) return valid(match[3]!, String(monthOf(match[1]!)), match[2]);
  match = /^(\d{1,2}|dd)[./-](\d{1,2}|mm)[./-](\d{4})$/i.exec(text);
  if (match) return valid(match[3]!, given(match[2]), given(match[1]));
  match = /^(\d{1,2})[./-](\d{4})$/.exec(text);
  return match ? valid(match[2]!, match[1]) : undefined;
}

/** Zeros, and letters that stand for figures, are not known. */
const given = (number: string | undefined) => (number && !/^(0+|dd|mm)$/i.test(number) ? number : undefined);

function valid(year: string, month?: string, day?: string): string | undefined {
  if (year === '0000') return undefined;
  if (month === undefined) return year;
  const date = `${year}-${two(month)}`;
  if (day === undefined) return isDay(`${date}-01`) ? date : undefined;
  return isDay(`${date}-${two(day)}`) ? `${date}-${two(day)}` : undefined;
}

/**
 * When an entry came on its list, of all days that it prints the first: a day, a month or a year. What is no date is
 * counted, and says nothing.
 */
export function listingDate(printed: readonly (string | undefined)[], unread: string[]): string | undefined {
  const dates = printed.flatMap((each) => {
    if (each === undefined || each === '' || isNoDate(each)) return [];
    const date = partialDateOf(each);
    if (date === undefined) unread.push(`listedOn: ${each.slice(0, 40)}`);
    return date ?? [];
  });
  return dates.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))[0];
}

const orderOf = (date: string) => {
  const { earliest, latest } = intervalOf(date);
  return `${earliest ?? ''} ${latest}`;
};

/** A birth date as printed; what is none is kept as its note. */
export function birthDateOf(printed: string): BirthDate {
  const text = collapse(printed);
  const about = ABOUT.exec(text);
  const date = partialDateOf(text.slice(about?.[0].length ?? 0));
  if (date === undefined) return { note: text };
  return { date, ...(about ? { approximate: true as const } : {}) };
}
