import { growable } from '#matching';

const NONE = -1;

/** Rows of owners, both by their numbers: of each owner its last row, and of each row the one before. */
export function chainedRows() {
  const [last, before] = [growable(Int32Array), growable(Int32Array)];

  return {
    /** Notes the next row: whose it is, and whether it can be found. */
    add(owner: number, row: number, isFound = true): void {
      while (last.length <= owner) last.push(NONE);
      before.push(isFound ? last.data[owner]! : NONE);
      if (isFound) last.data[owner] = row;
    },

    /** The latest row of an owner that a test finds. */
    find(owner: number, test: (row: number) => boolean): number | undefined {
      for (let row = last.data[owner] ?? NONE; row !== NONE; row = before.data[row]!) if (test(row)) return row;
      return undefined;
    },

    /** Takes out the latest row of an owner that a test finds, and gives it; undefined where none is. */
    takeOut(owner: number, test: (row: number) => boolean): number | undefined {
      let after = NONE;
      for (let row = last.data[owner] ?? NONE; row !== NONE; after = row, row = before.data[row]!) {
        if (!test(row)) continue;
        if (after === NONE) last.data[owner] = before.data[row]!;
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
