import { once } from 'node:events';
import type { Sent } from '#contract';

/**
 * Text that others wrote, as it may stand on a terminal: what would move its cursor, colour it or give it orders is shown
 * and not sent. Line breaks are the printer's own, so those inside a text are shown too.
 */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

// Control characters of ASCII and of Latin-1, the line breaks of Unicode, and what turns the direction of writing.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** One JSON text on stdout, of the shape that the contract has for it. */
export const printJson = <Shape>(value: Sent<NoInfer<Shape>>): void =>
  void process.stdout.write(`${JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, visible)}\n`);

/** One line on stdout. */
export const printLine = (text: string): void => void process.stdout.write(`${visible(text)}\n`);

/** A piece of something long; returns when the reader has taken it. */
export async function printPiece(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** A message for the person at the terminal; stdout belongs to answers. Its lines are ours, what stands in them is not. */
export const say = (text: string): void => void process.stderr.write(`${text.split('\n').map(visible).join('\n')}\n`);

const MAX_CELL = 60;

/** Columns aligned; cells over 60 characters are cut, but for those of the last column, where ids stand. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  if (rows.length === 0) return void process.stdout.write('(none)\n');
  const last = header.length - 1;
  const fit = (cell: string, column: number) =>
    cell.length > MAX_CELL && column < last ? `${cell.slice(0, MAX_CELL - 1)}…` : cell;
  const cells = [header, ...rows].map((row) => row.map((cell, column) => fit(visible(cell), column)));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  for (const row of cells) {
    const line = row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}
