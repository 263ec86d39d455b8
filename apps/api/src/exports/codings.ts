import type { Coding } from '#exports';
import { listed } from '../http/accept.ts';

/** Codings of a file besides none, the smaller first. */
const OFFERED = ['zstd', 'gzip'] as const;
const QUALITY = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** The coding that a caller takes most readily, the smaller file where two are as welcome: RFC 9110 section 12.5.3. */
export function codingFor(header: string | undefined): Coding {
  const accepted = listed(header ?? '').map(([name, ...parameters]) => ({
    name,
    quality: Number(parameters.map((each) => QUALITY.exec(each)?.[1]).find((each) => each !== undefined) ?? 1),
  }));
  const qualityOf = (coding: string) =>
    (accepted.find(({ name }) => name === coding) ?? accepted.find(({ name }) => name === '*'))?.quality ?? 0;
  const own = accepted.find(({ name }) => name === 'identity')?.quality ?? 0;
  const best = OFFERED.reduce((found, each) => (qualityOf(each) > qualityOf(found) ? each : found));
  return qualityOf(best) > 0 && qualityOf(best) >= own ? best : 'identity';
}
