#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { handOver, NO_NODE, nodeToRun } from './own-node.js';

const node = nodeToRun();

if (node === null) {
  console.error(NO_NODE);
  process.exit(1);
} else if (!existsSync(new URL('../dist/apps/demarche/src/main.js', import.meta.url))) {
  console.error('Demarche is not built; run `npm run build` in its folder.');
  process.exit(1);
} else if (node === process.execPath) {
  // Keeps compiled code for the next run beside the code itself, where nobody else can write; if we cannot either, it is not kept.
  module.enableCompileCache?.(fileURLToPath(new URL('../dist/.compile-cache', import.meta.url)));
  await import('../dist/apps/demarche/src/main.js');
} else {
  // Whoever calls this file with an older Node is handed over to the project's own.
  handOver(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
