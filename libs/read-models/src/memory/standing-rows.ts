import { growable } from '#matching';

const NONE = -1;

/** The rows of each designation that are what is known still: its last one, and of each row the one before. */
export function standingRows() {
  const [last, before] = [growable(Int32Array), growable(Int32Array)];

  return {
    /** Notes the next row: one of a designation, by its number, and whether it stands. */
    add(designation: number, row: number, stands: boolean): void {
      while (last.length <= designation) last.push(NONE);
      before.push(stands ? last.data[designation]! : NONE);
      if (stands) last.data[designation] = row;
    },

    /** Takes out the latest row of a designation that a test finds, and gives it; undefined where none is. */
    takeOut(designation: number, test: (row: number) => boolean): number | undefined {
      let after = NONE;
      for (let row = last.data[designation] ?? NONE; row !== NONE; after = row, row = before.data[row]!) {
        if (!test(row)) continue;
        if (after === NONE) last.data[designation] = before.data[row]!;
        else before.data[after] = before.data[row]!;
        return row;
      }
      return undefined;
    },

    get bytes() {
      return last.bytes + before.bytes;
    },
  };
}
