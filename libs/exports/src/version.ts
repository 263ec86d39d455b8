/** The state of a dataset that differs from the one before it: since when, of which day, as known at which position. */
export interface Version {
  /** When it came to be so, in UTC: when its last event was recorded, or the beginning of the day on which something turned. */
  at: string;
  /** The day that the state is of. */
  on: string;
  /** The last position that bears on it; 0 before all events. */
  position: number;
}

const LETTERS = 7;
const FIRST = 'a'.charCodeAt(0);

/**
 * `20240605120000-aaaabcd`: the instant to the second, and the position in letters. As strings they are in the order of the
 * log, which is how yente compares them: both parts have a fixed width, and neither ever runs back.
 */
export function versionText({ at, position }: Pick<Version, 'at' | 'position'>): string {
  let rest = position;
  let letters = '';
  for (let n = 0; n < LETTERS; n++) {
    letters = String.fromCharCode(FIRST + (rest % 26)) + letters;
    rest = Math.floor(rest / 26);
  }
  return `${at.slice(0, 19).replace(/\D/g, '')}-${letters}`;
}

/** An instant as FollowTheMoney writes it: to the second, without a zone, in UTC. */
export const ftmInstant = (at: string): string => at.slice(0, 19);

/** Before anything was recorded. */
export const NO_VERSION = { at: '1970-01-01T00:00:00.000Z', position: 0 };
