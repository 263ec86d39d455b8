/** The first and last day that a date may mean, as days since 1970-01-01, and what its words were exact to. */
export interface Interval {
  from: number;
  to: number;
  exactTo: 'day' | 'month' | 'year' | 'interval';
}

const DAY_MS = 86_400_000;
/** How far a date `about` (`~`) or doubted (`?`) may be off: half a year for months and days, two years for years. */
const DOUBT_DAYS = { day: 183, month: 183, year: 731, interval: 366 } as const;

const dayOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;

function single(text: string): Interval | undefined {
  const match = /^(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (match[3] !== undefined) {
    const from = dayOf(year, month, day);
    const back = new Date(from * DAY_MS);
    if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
    return { from, to: from, exactTo: 'day' };
  }
  if (match[2] === undefined) return { from: dayOf(year, 1, 1), to: dayOf(year, 12, 31), exactTo: 'year' };
  if (month < 1 || month > 12) return undefined;
  return { from: dayOf(year, month, 1), to: dayOf(year, month + 1, 1) - 1, exactTo: 'month' };
}

function doubted(text: string): Interval | undefined {
  const exact = single(text.replace(/[~?%]$/, ''));
  if (!exact || !/[~?%]$/.test(text)) return exact;
  const margin = DOUBT_DAYS[exact.exactTo];
  return {
    from: exact.from - margin,
    to: exact.to + margin,
    exactTo: exact.exactTo === 'day' ? 'month' : exact.exactTo,
  };
}

/**
 * An EDTF date: a day, month or year, `1965~`, `1965?`, `1960/1965`, `../1965`, `1960/`. Undefined for what is none, such as
 * the 31st of June.
 */
export function intervalOf(edtf: string): Interval | undefined {
  const text = edtf.trim();
  if (!text.includes('/')) return doubted(text);
  const [start, end, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  const open = (part: string) => part === '' || part === '..';
  const [from, to] = [open(start!) ? undefined : doubted(start!), open(end!) ? undefined : doubted(end!)];
  if ((!open(start!) && !from) || (!open(end!) && !to) || (!from && !to)) return undefined;
  const interval = { from: from?.from ?? -Infinity, to: to?.to ?? Infinity, exactTo: 'interval' as const };
  return interval.from <= interval.to ? interval : undefined;
}

const parts = (edtf: string): RegExpExecArray | null => /^(\d{4})-(\d{2})-(\d{2})$/.exec(edtf.trim());

/** Whether day and month of two whole dates changed places. */
export function swapped(a: string, b: string): boolean {
  const [one, other] = [parts(a), parts(b)];
  return (
    one !== null &&
    other !== null &&
    one[1] === other[1] &&
    one[2] === other[3] &&
    one[3] === other[2] &&
    one[2] !== one[3]
  );
}
