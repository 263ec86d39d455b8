// Writes what is made of the contract: docs/openapi.json, docs/asyncapi.json, and the types of the client. With `release`, the
// OpenAPI document becomes the released one, which later ones may not break. Build first.
import { mkdir, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const from = (file) => import(new URL(`../dist/apps/api/src/http/openapi/${file}`, import.meta.url));
const { openApiDocument } = await from('document.js');
const { asyncApiDocument } = await from('asyncapi.js');
const { typescriptOf } = await from('typescript.js');

const TYPES = 'packages/client/src/types.ts';
const document = openApiDocument();
const json = (value) => `${JSON.stringify(value, null, 1)}\n`;
await writeFile('docs/openapi.json', json(document));
await writeFile('docs/asyncapi.json', json(asyncApiDocument()));
await writeFile(TYPES, await format(typescriptOf(document), { ...(await resolveConfig(TYPES)), filepath: TYPES }));
if (process.argv[2] === 'release') {
  await mkdir('docs/released', { recursive: true });
  // Nobody reads it but the check: on one line.
  await writeFile('docs/released/openapi.json', `${JSON.stringify(document)}\n`);
}
