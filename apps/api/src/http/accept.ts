import { ProblemError } from '#contract';

const LONGEST = 1_000;
const RANGE = /^([\w!#$&^.+-]+|\*)\/([\w!#$&^.+-]+|\*)$/;
const QUALITY = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * Which of the media types on offer a caller prefers, the earlier one where two are as welcome: RFC 9110 section 12.5.1. The
 * first where nothing is said. Throws ProblemError (406) where none is taken.
 */
export function preferredType<Type extends string>(accept: string | undefined, offered: readonly Type[]): Type {
  const ranges = rangesOf(accept ?? '');
  if (ranges.length === 0) return offered[0]!;
  const welcome = offered.map((type) => ({ type, quality: qualityOf(type, ranges) }));
  const best = welcome.reduce((found, each) => (each.quality > found.quality ? each : found));
  if (best.quality > 0) return best.type;
  throw new ProblemError(406, 'not-acceptable', `This is sent as ${offered.join(', ')}; Accept takes none of them`);
}

/** Whether a caller takes a media type; nearly all who name none do. */
export function takesType(accept: string | undefined, type: string): boolean {
  if (accept === undefined || accept === '' || accept === '*/*') return true;
  const ranges = rangesOf(accept);
  return ranges.length === 0 || qualityOf(type, ranges) > 0;
}

/** How welcome a coding is: 1 most, 0 not at all. RFC 9110 section 12.5.3. */
export function qualityOfCoding(header: string | undefined, coding: string): number {
  const all = preferencesOf(header ?? '');
  return (all.find(({ name }) => name === coding) ?? all.find(({ name }) => name === '*'))?.quality ?? 0;
}

interface Preference {
  name: string;
  quality: number;
}

const rangesOf = (accept: string): Preference[] => preferencesOf(accept).filter(({ name }) => RANGE.test(name));

/** What a header of preferences lists, with the quality of each. */
export const preferencesOf = (header: string): Preference[] =>
  header
    .slice(0, LONGEST)
    .toLowerCase()
    .split(',')
    .map((each) => {
      const [name, ...parameters] = each.split(';').map((part) => part.trim());
      const quality = parameters.map((part) => QUALITY.exec(part)?.[1]).find((part) => part !== undefined);
      return { name: name!, quality: Number(quality ?? 1) };
    });

/** The range that says most of a type decides. */
function qualityOf(type: string, ranges: readonly Preference[]): number {
  const wanted = [type, `${type.split('/', 1)[0]}/*`, '*/*'];
  const found = wanted.map((each) => ranges.find(({ name }) => name === each)).find((each) => each !== undefined);
  return found?.quality ?? 0;
}
