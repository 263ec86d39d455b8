import type { Explanation } from '#domain';
import { printLine } from './print.ts';

/** Why an answer is so, in sentences. */
export function printExplanation(id: string, { decides, setAside, between }: Explanation): void {
  printLine('');
  printLine(id);
  for (const { position, type, effective, why, publisher } of decides)
    printLine(`  ${position} ${type} ${effective}: ${why} (${publisher})`);
  if (between) printLine(`  the change lies between ${between.earliest ?? 'an unknown day'} and ${between.latest}`);
  for (const { position, type, effective, why, publisher } of setAside)
    printLine(`  not ${position} ${type} ${effective}: ${why} (${publisher})`);
}
