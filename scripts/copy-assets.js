import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';

// What the compiler leaves behind: the tables, and the mappings of lists. In words that Node 20 has: npm builds with any Node.
const isAsset = (file) =>
  file.endsWith('.sql') || (file.endsWith('.yaml') && file.includes(join('by-mapping', 'built-in')));

for (const folder of ['apps', 'libs'])
  for (const file of await readdir(folder, { recursive: true }))
    if (isAsset(file)) await cp(join(folder, file), join('dist', folder, file));
