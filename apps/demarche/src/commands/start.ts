import { InvalidArgumentError, type Command } from 'commander';
import type { Context } from '../context.ts';

/** `start`: everything in one process, until it is told to stop. */
export function start(program: Command, context: Context): void {
  program
    .command('start')
    .description('run everything in one process')
    .option('--port <port>', `where to serve (default: ${context.env.PORT ?? 3000})`, parsePort)
    .option('--no-sample', 'do not record the sample in an empty log')
    .action(async (options: { port?: number; sample: boolean }) => {
      const { runStandalone } = await import('../standalone.ts');
      await runStandalone(context, options);
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.');
  return port;
}
