import type { CountryItem } from '#contract';
import { activityOf } from '../models/country-overview/queries.ts';
import type { ReadSide } from './as-of.ts';
import { countsAt } from './counts.ts';

const names = new Intl.DisplayNames('en', { type: 'region' });

/** The English name of a country code; `UN` and `EU` included. */
const countryName = (code: string): string => names.of(code) ?? code;

/** Every country with something recorded by `knownAt`, or one, and how many stand on its lists on a day. */
export async function countriesOn(
  readSide: ReadSide,
  question: { on: string; knownAt: number },
  authority?: string,
): Promise<CountryItem[]> {
  const [rows, counts] = await Promise.all([
    activityOf(readSide.pool, question.knownAt, authority),
    countsAt(readSide, question, { authority }),
  ]);
  return [...Map.groupBy(rows, (row) => row.authority)].map(([code, lists]) => {
    const count = (status: string, list?: string) =>
      counts
        .filter((each) => each.authority === code && each.status === status && (!list || each.list === list))
        .reduce((sum, each) => sum + each.count, 0);
    const last = lists.reduce((a, b) => (a.last_position > b.last_position ? a : b));
    const tally = (list?: string) => ({
      listed: count('listed', list),
      suspended: count('suspended', list),
      uncertain: count('uncertain', list),
      delisted: count('delisted', list),
    });
    return {
      code,
      name: countryName(code),
      ...tally(),
      lists: lists.map(({ list }) => ({ list, ...tally(list) })),
      designations: lists.reduce((sum, row) => sum + row.designations, 0),
      events: lists.reduce((sum, row) => sum + row.events, 0),
      lastEvent: last.last_position,
      lastRecordedAt: last.last_recorded_at.toISOString(),
    };
  });
}
