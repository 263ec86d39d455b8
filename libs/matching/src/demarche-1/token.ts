import { lettersOf } from './distance.ts';
import { consonants, folded, skeleton } from './skeleton.ts';
import { givenNameGroups } from './tables/given-names.ts';
import { COUNTRIES, GENERIC } from './tables/words.ts';

/** `minor`: particles, titles. `legal`: a legal form, by its class. */
export type TokenKind = 'word' | 'number' | 'minor' | 'legal';

/** A part of a name as it is compared. Weights and likenesses are whole thousandths, so that sums need no order. */
export interface Token {
  text: string;
  kind: TokenKind;
  /** Its script writes consonants alone. */
  readonly consonantal: boolean;
  /** Its script writes syllables, so that one letter more or less is another name. */
  readonly syllabic: boolean;
  /** A title or a particle where nothing else was written: it says less than the word does elsewhere. */
  readonly standsAlone: boolean;
  /** 350 (on every list) to 1000 (rare); 150 and less for what says little. */
  weight: number;
  /** Information in agreeing on it, in bits. */
  bits: number;
  /** Of an organization's vocabulary: words that everybody shortens. */
  generic: boolean;
  readonly isCountry: boolean;
  /** Which letters it has, each a bit. */
  readonly letters: number;
  /** It has a digit. */
  readonly digits: boolean;
  /** Numbers of the given names that it is a form of. */
  readonly groups: readonly number[];
  /** Without doubled letters and long vowels. */
  folded: string;
  skeleton: string;
  consonants: string;
}

/** Made once for each word, and asked often: what is derived of the text is derived when it is first asked for. */
class WordToken implements Token {
  #groups: readonly number[] | undefined;
  #folded: string | undefined;
  #skeleton: string | undefined;
  #consonants: string | undefined;
  #isCountry: boolean | undefined;
  #letters: number | undefined;

  #digits: boolean | undefined;

  constructor(
    readonly text: string,
    readonly kind: TokenKind,
    readonly weight: number,
    readonly bits: number,
    readonly consonantal: boolean,
    readonly syllabic: boolean,
    readonly standsAlone: boolean,
  ) {}

  get digits(): boolean {
    return (this.#digits ??= /\d/.test(this.text));
  }

  get groups(): readonly number[] {
    return (this.#groups ??= givenNameGroups(this.text));
  }

  get generic(): boolean {
    return GENERIC.has(this.text);
  }

  get isCountry(): boolean {
    return (this.#isCountry ??= COUNTRIES.has(this.text));
  }

  get letters(): number {
    return (this.#letters ??= lettersOf(this.text));
  }

  get folded(): string {
    return (this.#folded ??= this.kind === 'number' ? this.text : folded(this.text));
  }

  get skeleton(): string {
    return (this.#skeleton ??= this.kind === 'number' ? this.text : skeleton(this.text));
  }

  get consonants(): string {
    return (this.#consonants ??= this.kind === 'number' ? this.text : consonants(this.text));
  }
}

/** What is known of a token by its text and kind alone. */
export const plain = (
  text: string,
  kind: TokenKind,
  weight: number,
  bits: number,
  consonantal = false,
  syllabic = false,
  standsAlone = false,
): Token => new WordToken(text, kind, weight, bits, consonantal, syllabic, standsAlone);

/** A syllable, and a title that stands alone, are other tokens than the word of the same text. */
export function identityOf({ text, kind, consonantal, syllabic, standsAlone, weight, bits }: Token): string {
  if (kind === 'word' && !consonantal && !syllabic && !standsAlone) return text;
  return [text, kind, consonantal, syllabic, standsAlone, weight, bits].join('|');
}
