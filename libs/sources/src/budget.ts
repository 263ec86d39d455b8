import type { ReadLimits } from './limits.ts';
import { PublicationRefused } from './refusal.ts';

/** Bytes that an entry takes until it is recorded, besides what it says: its record, its events. Measured. */
export const ENTRY = 3_584;
/** Bytes of one of its members, besides the text. Measured. */
export const MEMBER = 32;

const WIDE = /[\u0100-\uffff]/;

/** Bytes of a text in memory: V8 takes two for each character where one of them is not in Latin-1. */
export const sizeOf = (text: string): number => (WIDE.test(text) ? 2 * text.length : text.length);

/**
 * Adds up what is kept of a publication while it is read, in bytes of memory. The counting function throws
 * PublicationRefused, with the place, once that is more than any list says.
 */
export function budgeting({ content }: Pick<ReadLimits, 'content'>): (bytes: number, at: () => string) => void {
  let kept = 0;
  return (bytes, at) => {
    kept += bytes;
    if (kept > content)
      throw new PublicationRefused('too-large', `It says more than any list does, at ${at()}. Fetch the file again`);
  };
}
