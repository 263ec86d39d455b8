import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { checkedLine } from './shapes.ts';

/** Starts a process of the build: a command, where `main` is left out. What it prints grows in `output`. */
export function begin(args: readonly string[], env: NodeJS.ProcessEnv, main = 'bin/demarche.js') {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return { child, output, gone: once(child, 'close') as Promise<[number | null]> };
}

/** Commands that print JSON wherever stdout is no terminal. */
const REPORTING = ['ingest', 'ingest-plan', 'fetch'];

/** Checks what a command has printed as JSON, line by line. */
export function checkPrinted(args: readonly string[], stdout: string): void {
  if (!args.includes('--json') && !REPORTING.includes(args[0]!)) return;
  for (const line of stdout.split('\n')) if (line !== '') checkedLine(args, JSON.parse(line));
}

/** Runs a command to its end; JSON that it prints must be as the contract has it. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv) {
  const { output, gone } = begin(args, env);
  const [code] = await gone;
  checkPrinted(args, output.stdout);
  return { code, ...output };
}
