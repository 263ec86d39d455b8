import { isDay } from '#domain';

/** The first day that a path names, as YYYY-MM-DD; where `months` count, else the first day of its first YYYY-MM. */
export function dayInPath(path: string, months: boolean): string | undefined {
  const days = path.match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g) ?? [];
  const firsts = months ? (path.match(/(?<!\d)\d{4}-\d{2}(?!\d|-\d)/g) ?? []).map((month) => `${month}-01`) : [];
  return [...days, ...firsts].find(isDay);
}
