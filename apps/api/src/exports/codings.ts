import type { Coding } from '#exports';
import { preferencesOf, qualityOfCoding } from '../http/accept.ts';

/** Codings of a file besides none, the smaller first. */
const OFFERED = ['zstd', 'gzip'] as const;

/** The coding that a caller takes most readily, the smaller file where two are as welcome: RFC 9110 section 12.5.3. */
export function codingFor(header: string | undefined): Coding {
  const own = preferencesOf(header ?? '').find(({ name }) => name === 'identity')?.quality ?? 0;
  const [first, ...others] = OFFERED.map((coding) => ({ coding, quality: qualityOfCoding(header, coding) }));
  const best = others.reduce((found, each) => (each.quality > found.quality ? each : found), first!);
  return best.quality > 0 && best.quality >= own ? best.coding : 'identity';
}
