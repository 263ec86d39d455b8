import { plainNumber } from '#matching';

/** Who ever had a number, by passports, IMO numbers and others as they are compared. */
export function numberDoor() {
  const bearers = new Map<string, number[]>();

  return {
    note(number: string, bearer: number): void {
      const plain = plainNumber(number);
      const known = bearers.get(plain);
      if (!known) bearers.set(plain, [bearer]);
      else if (!known.includes(bearer)) known.push(bearer);
    },
    bearersOf: (number: string): readonly number[] => bearers.get(plainNumber(number)) ?? [],
  };
}
