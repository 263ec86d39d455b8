/**
 * One line of CSV as Python's `unix` dialect has it: every cell quoted, a line feed at the end. Programs read these files, so
 * that each value stays what it is: a text that a spreadsheet would run is not marked, as it is in `designations.csv`.
 */
export const quotedLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.includes('"') ? cell.replaceAll('"', '""') : cell}"`).join(',')}\n`;

/** Several values in one cell: joined by `;`, quoted where one of them has a `;` or a quotation mark itself. */
export const joined = (values: readonly string[]): string =>
  values
    .toSorted()
    .map((value) => (/[;"\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(';');
