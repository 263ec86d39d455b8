import { cp, glob } from 'node:fs/promises';

// What the compiler leaves behind: the tables, the mappings of lists, and the schema that editors read.
for await (const file of glob(['apps/**/*.sql', 'libs/**/*.sql', 'libs/sources/src/table/lists/*.yaml']))
  await cp(file, `dist/${file}`);
