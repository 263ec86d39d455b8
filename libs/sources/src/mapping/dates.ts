import { formatInterval, isDay, parsePartialDate, type Subject } from '#domain';
import { collapse } from '../text.ts';

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

/** The day, where exactly one is printed. */
export function dayOf(printed: string | undefined): string | undefined {
  const date = printed === undefined ? undefined : simpleDateOf(collapse(printed));
  return date !== undefined && isDay(date) ? date : undefined;
}

function simpleDateOf(text: string): string | undefined {
  let match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?$/.exec(text);
  if (match) return valid(match[1]!, match[2], match[3]);
  match = /^(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ ,-]+(\d{4})$/.exec(text);
  if (match && monthOf(match[2]!) > 0) return valid(match[3]!, String(monthOf(match[2]!)), match[1]);
  match = /^([A-Za-z]{3,9}) (\d{1,2}), ?(\d{4})$/.exec(text);
  if (match && monthOf(match[1]!) > 0) return valid(match[3]!, String(monthOf(match[1]!)), match[2]);
  match = /^(\d{1,2}|dd)[./](\d{1,2}|mm)[./](\d{4})$/i.exec(text);
  if (match) return valid(match[3]!, given(match[2]!), given(match[1]!));
  match = /^(\d{1,2})[./](\d{4})$/.exec(text);
  return match ? valid(match[2]!, match[1]) : undefined;
}

const given = (number: string) => (/^(0+|dd|mm)$/i.test(number) ? undefined : number);

function valid(year: string, month?: string, day?: string): string | undefined {
  if (year === '0000') return undefined;
  if (month === undefined) return year;
  const date = `${year}-${two(month)}`;
  if (day === undefined) return isDay(`${date}-01`) ? date : undefined;
  return isDay(`${date}-${two(day)}`) ? `${date}-${two(day)}` : undefined;
}

/** A birth date as printed; what is none is kept as its note. */
export function birthDateOf(printed: string): BirthDate {
  const text = collapse(printed);
  const about = ABOUT.exec(text);
  const date = partialDateOf(text.slice(about?.[0].length ?? 0));
  if (date === undefined) return { note: text };
  return { date, ...(about ? { approximate: true as const } : {}) };
}
