import { isDay } from '#domain';

/** The first instant that a path names, as `2021-08-20T185052Z` or with colons; it orders files of one day. RFC 3339, UTC. */
export function timeInPath(path: string): string | undefined {
  const found = /(?<!\d)(\d{4}-\d{2}-\d{2})T(\d{2}):?(\d{2}):?(\d{2})Z/.exec(path);
  const instant = found && `${found[1]}T${found[2]}:${found[3]}:${found[4]}Z`;
  return instant && !Number.isNaN(Date.parse(instant)) ? instant : undefined;
}

/** The first day that a path names, as YYYY-MM-DD; where `months` count, else the first day of its first YYYY-MM. */
export function dayInPath(path: string, months: boolean): string | undefined {
  const days = path.match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g) ?? [];
  const firsts = months ? (path.match(/(?<!\d)\d{4}-\d{2}(?!\d|-\d)/g) ?? []).map((month) => `${month}-01`) : [];
  return [...days, ...firsts].find(isDay);
}
