import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { heldEntities } from '../dist/bench/inputs/held-names.js';
import { currentScorer } from '../dist/libs/matching/src/index.js';

// Counts in how many entries of the lists held each word stands, for the table of a scorer's version. It is run once for a
// version, after a build: `node scripts/with-own-node.js scripts/matching-frequencies.js libs/matching/src/VERSION/tables/frequencies.ts LISTS`.
const [file, folder] = process.argv.slice(2);
if (!file || !folder) throw new Error('Say which table is to be written, and in which folder the lists are');
const held = await heldEntities(resolve(folder));
if (held.length === 0) throw new Error(`No lists in ${folder}`);

const counts = new Map();
for (const { names, schema } of held) {
  const words = names
    .flatMap((name) => currentScorer.prepare(name, schema).tokens)
    .filter(({ kind }) => kind === 'word');
  for (const text of new Set(words.map((word) => word.text))) counts.set(text, (counts.get(text) ?? 0) + 1);
}

// From 8 on a quarter of an octave is exact enough.
const rounded = (count) => (count < 8 ? count : Math.round(2 ** (Math.round(4 * Math.log2(count)) / 4)));
const repeated = [...counts].filter(([, count]) => count > 1);
const groups = [...Map.groupBy(repeated, ([, count]) => rounded(count))].sort(([a], [b]) => a - b);
const lines = groups.map(
  ([count, words]) =>
    `  ${count}: \`${words
      .map(([word]) => word)
      .sort()
      .join(' ')}\`,`,
);
const head = (await readFile(file, 'utf8')).split('export const ENTITIES')[0];
await writeFile(
  file,
  `${head}export const ENTITIES = ${held.length};\nexport const COUNTS: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n`,
);
process.stdout.write(`${repeated.length} of ${counts.size} words, of ${held.length} entries\n`);
