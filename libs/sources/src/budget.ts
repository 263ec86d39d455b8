import type { Limits, ReadLimits } from './limits.ts';
import { PublicationRefused } from './refusal.ts';

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
        throw new PublicationRefused('too-large', `It says more than any list does, at ${at()}. Fetch the file again`);
    },
  };
}
