import type { Limits } from '../limits.ts';
import type { ReadLimits } from '../list-source.ts';
import { PublicationRejected } from './rejection.ts';

/** Bytes that an entry takes until it is recorded, besides what it says: its record, its events. Measured. */
export const ENTRY = 3_584;
/** Bytes of one of its members, or of a row of a table, besides the text. Measured. */
export const MEMBER = 32;

const WIDE = /[\u0100-\uffff]/;

/** Bytes of a text in memory: V8 takes two for each character where one of them is not in Latin-1. */
export const sizeOf = (text: string): number => (WIDE.test(text) ? 2 * text.length : text.length);

/** The limits for reading one publication, with what is kept of all its files added up. */
export function forOneReading(limits: Limits): ReadLimits {
  let kept = 0;
  return {
    ...limits,
    keep(bytes, at) {
      kept += bytes;
      if (kept > limits.content)
        throw new PublicationRejected('too-large', `It says more than any list does, at ${at()}. Fetch the file again`);
    },
  };
}

/** Bytes that the first member of a name takes, where a file makes up its names: each makes its object one of a kind. Measured. */
const OWN_NAME = 640;

/** For names that a file makes up itself: adds what each new one takes to what is kept. */
export function keepingNames({ keep }: Pick<ReadLimits, 'keep'>): (name: string, at: () => string) => void {
  const seen = new Set<string>();
  return (name, at) => {
    if (seen.has(name)) return;
    seen.add(name);
    keep(OWN_NAME + sizeOf(name), at);
  };
}
