import { cp, glob } from 'node:fs/promises';

// What the compiler leaves behind: the tables, and the schema that editors read.
for await (const file of glob(['apps/**/*.sql', 'libs/**/*.sql'])) await cp(file, `dist/${file}`);
