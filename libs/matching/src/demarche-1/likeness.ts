import { distance, mayBeNear } from './distance.ts';
import type { Family } from './families.ts';
import { consonants } from './skeleton.ts';
import { likeGivenNames } from './tables/given-names.ts';
import type { Token } from './token.ts';

/** Why two tokens count as the same. */
export type LikenessKind =
  | 'equal'
  | 'look-alike digits'
  | 'given name'
  | 'same sound'
  | 'same consonants'
  | 'edited'
  | 'initial'
  | 'abbreviation'
  | 'joined'
  | 'acronym'
  | 'particle'
  | 'legal form';

/** How alike, in thousandths. */
export interface Likeness {
  kind: LikenessKind;
  likeness: number;
}

const DIGITS: Readonly<Record<string, string>> = { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't' };
const withoutDigits = (text: string): string => text.replace(/[013457]/g, (digit) => DIGITS[digit]!).replace(/i/g, 'l');

/** Edits that a word of so many letters may differ by. */
const budget = (letters: number): number => (letters < 3 ? 0 : letters < 5 ? 1 : letters < 9 ? 2 : 3);

/** Marks of craft are codes (`EP-GOM`), and organizations are called by words of the dictionary: less is forgiven. */
const LEAST_LETTERS: Readonly<Record<Family, number>> = { person: 3, any: 3, organization: 3, craft: 5 };
const LEAST_LIKE: Readonly<Record<Family, number>> = { person: 500, any: 500, organization: 620, craft: 620 };

function edited({ text: a, letters: ofA }: Token, { text: b, letters: ofB }: Token): number {
  const letters = Math.max(a.length, b.length);
  const allowed = budget(Math.min(a.length, b.length));
  if (!mayBeNear(ofA, ofB, allowed)) return 0;
  const edits = distance(a, b, allowed);
  if (edits > allowed) return 0;
  const beginsAlike = a.startsWith(b.charAt(0)) || a.startsWith(b.charAt(1) + b.charAt(0));
  return Math.round(1_000 - (1_200 * edits) / letters - (beginsAlike ? 0 : 150));
}

/** A common word may be written short: the first letter and others of the long form, in their order. */
function abbreviates(short: Token, long: Token): boolean {
  if (!long.generic || short.text.length < 3 || short.text.length >= long.text.length) return false;
  if (!long.text.startsWith(short.text.charAt(0)) || (short.generic && short.text.length > 5)) return false;
  let at = 0;
  for (const letter of long.text) if (letter === short.text[at]) at++;
  return at === short.text.length;
}

/** Names in a script of consonants are compared by those, and only where there are enough to tell names apart. */
function byConsonants(a: Token, b: Token): Likeness | undefined {
  const length = Math.min(a.consonants.length, b.consonants.length);
  if (a.consonants === b.consonants && length >= 2)
    return { kind: 'same consonants', likeness: length >= 3 ? 900 : 700 };
  const latin = a.consonantal ? b : a;
  const other = a.consonantal ? a : b;
  if (likeGivenNames(latin.text).some((name) => consonants(name) === other.consonants))
    return { kind: 'given name', likeness: 850 };
  if (length >= 5 && distance(a.consonants, b.consonants, 1) === 1) return { kind: 'same consonants', likeness: 600 };
  return undefined;
}

function wordsAlike(a: Token, b: Token, family: Family): Likeness | undefined {
  if (a.consonantal !== b.consonantal) return byConsonants(a, b);
  if (a.syllabic || b.syllabic) return undefined;
  if (a.isCountry && b.isCountry) return undefined;
  const [shorter, longer] = a.text.length <= b.text.length ? [a, b] : [b, a];
  const short = shorter.text;
  const long = longer.text;
  if (short.length === 1)
    return family !== 'organization' && long.startsWith(short) ? { kind: 'initial', likeness: 750 } : undefined;
  if (family !== 'organization' && a.groups.length > 0 && a.groups.some((group) => b.groups.includes(group)))
    return { kind: 'given name', likeness: 930 };
  if ((a.digits || b.digits) && withoutDigits(short) === withoutDigits(long))
    return { kind: 'look-alike digits', likeness: 900 };
  if (a.folded === b.folded && short.length > 1) return { kind: 'same sound', likeness: 930 };
  const byEdits = edited(shorter, longer);
  if (a.skeleton === b.skeleton && a.skeleton.length >= 2 && short.length >= 3) {
    const allowed = short.length < 6 ? 1 : short.length < 8 ? 2 : 3;
    if (byEdits < 900 && distance(a.folded, b.folded, allowed) <= allowed) return { kind: 'same sound', likeness: 900 };
  }
  if (byEdits >= LEAST_LIKE[family] && short.length >= LEAST_LETTERS[family])
    return { kind: 'edited', likeness: byEdits };
  if (family !== 'person' && (abbreviates(a, b) || abbreviates(b, a))) return { kind: 'abbreviation', likeness: 800 };
  return undefined;
}

/** How two tokens are alike; undefined where they are not. */
export function alike(a: Token, b: Token, family: Family): Likeness | undefined {
  if (a.kind === 'legal' || b.kind === 'legal')
    return a.kind === b.kind && a.text === b.text ? { kind: 'legal form', likeness: 1_000 } : undefined;
  if (a.text === b.text)
    return { kind: a.kind === 'minor' || b.kind === 'minor' ? 'particle' : 'equal', likeness: 1_000 };
  if (a.kind === 'number' || b.kind === 'number') return undefined;
  if (a.kind === 'minor' || b.kind === 'minor') {
    const lengths = Math.min(a.text.length, b.text.length) >= 2 && Math.max(a.text.length, b.text.length) <= 5;
    return lengths && distance(a.text, b.text, 1) <= 1 ? { kind: 'particle', likeness: 800 } : undefined;
  }
  return wordsAlike(a, b, family);
}
