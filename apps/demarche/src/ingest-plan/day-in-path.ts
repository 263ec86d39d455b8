import { isDay } from '#domain';

/** The first day that a path names, as YYYY-MM-DD; else the first day of the first month, YYYY-MM. */
export function dayInPath(path: string): string | undefined {
  const days = path.match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g) ?? [];
  const months = path.match(/(?<!\d)\d{4}-\d{2}(?!\d|-\d)/g) ?? [];
  return [...days, ...months.map((month) => `${month}-01`)].find(isDay);
}
