import type { Explanation } from '#domain';

/** Why an answer is so, in sentences. */
export function printExplanation(id: string, { decides, setAside, between }: Explanation): void {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  print(`\n${id}`);
  for (const { position, type, effective, why, publisher } of decides)
    print(`  ${position} ${type} ${effective}: ${why} (${publisher})`);
  if (between) print(`  the change lies between ${between.earliest ?? 'an unknown day'} and ${between.latest}`);
  for (const { position, type, effective, why, publisher } of setAside)
    print(`  not ${position} ${type} ${effective}: ${why} (${publisher})`);
}
