/** An entry of a map with its number, and the head of a text. */
const BYTES_A_TEXT = 64;

/** Texts by their numbers, each once, in the order in which they came. */
export function createInterner() {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  let characters = 0;
  return {
    numberOf(text: string): number {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      characters += text.length;
      return texts.push(text) - 1;
    },
    text: (number: number): string => texts[number]!,
    get length() {
      return texts.length;
    },
    /** Bytes taken, as near as can be told: two a character outside Latin-1, one within. */
    get bytes() {
      return texts.length * BYTES_A_TEXT + 2 * characters;
    },
  };
}
