import { plainNumber } from '#matching';

/** An entry of a map, its text and its list of bearers. */
const BYTES_A_NUMBER = 160;

/** Who ever had a number, by passports, IMO numbers and others as they are compared. */
export function identifierIndex() {
  const bearers = new Map<string, number[]>();

  return {
    note(number: string, bearer: number): void {
      const plain = plainNumber(number);
      const known = bearers.get(plain);
      if (!known) bearers.set(plain, [bearer]);
      else if (!known.includes(bearer)) known.push(bearer);
    },
    /** Bytes taken, roughly. */
    get bytes() {
      return bearers.size * BYTES_A_NUMBER;
    },
    bearersOf: (number: string): readonly number[] => bearers.get(plainNumber(number)) ?? [],
  };
}
