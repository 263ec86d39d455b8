/** One JSON text on stdout. */
export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** A message for the person at the terminal; stdout belongs to answers. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

const MAX_CELL = 60;

/** Columns aligned, cells over 60 characters cut; nothing but a line that says so where there are no rows. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  if (rows.length === 0) return void process.stdout.write('(none)\n');
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => (cell.length > MAX_CELL ? `${cell.slice(0, MAX_CELL - 1)}…` : cell)),
  );
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  for (const row of cells)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    );
}
