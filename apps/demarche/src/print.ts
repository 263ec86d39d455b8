/** One JSON text on stdout. */
export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** A message for the person at the terminal; stdout belongs to answers. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

const MAX_CELL = 60;

/** Columns aligned; cells over 60 characters are cut, but for those of the last column, where ids stand. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  if (rows.length === 0) return void process.stdout.write('(none)\n');
  const last = header.length - 1;
  const fit = (cell: string, column: number) =>
    cell.length > MAX_CELL && column < last ? `${cell.slice(0, MAX_CELL - 1)}…` : cell;
  const cells = [header, ...rows].map((row) => row.map(fit));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  for (const row of cells) {
    const line = row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}
