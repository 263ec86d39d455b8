#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The project brings its own Node; whoever calls this file with an older one is handed over to it.
const NEEDED = 24;
const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  await import('../dist/apps/demarche/src/main.js');
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) console.error(`Demarche was ended by ${signal}.`);
    process.exit(code ?? 1);
  });
} else {
  console.error(
    `Demarche needs Node ${NEEDED}; this is ${process.version}. Run \`npm ci\` in its folder, which brings one.`,
  );
  process.exit(1);
}
