import { Command, CommanderError } from 'commander';
import { DomainError, InputError, NotFoundError } from '#domain';
import { artefacts } from './commands/artefacts.ts';
import { alignment } from './commands/alignment.ts';
import { designation } from './commands/designation.ts';
import { designations } from './commands/designations.ts';
import { diff } from './commands/diff.ts';
import { diplomacy } from './commands/diplomacy.ts';
import { events } from './commands/events.ts';
import { exportCommand } from './commands/export.ts';
import { fetch } from './commands/fetch.ts';
import { follow } from './commands/follow.ts';
import { history } from './commands/history.ts';
import { ingest } from './commands/ingest.ts';
import { ingestPlan } from './commands/ingest-plan.ts';
import { keys } from './commands/keys.ts';
import { lists } from './commands/lists.ts';
import { match } from './commands/match.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { recordCommand } from './commands/record.ts';
import { reparse } from './commands/reparse.ts';
import { screen } from './commands/screen.ts';
import { start } from './commands/start.ts';
import { subject } from './commands/subject.ts';
import { thread } from './commands/thread.ts';
import { timeline } from './commands/timeline.ts';
import { unparkCommand } from './commands/unpark.ts';
import { webhooks } from './commands/webhooks.ts';
import { createContext, type Context } from './context.ts';
import { say } from './terminal/print.ts';

const [OK, FAILED, WRONG_USE] = [0, 1, 2];

/** Runs the command line; gives the exit code: 0 done, 1 failed, 2 wrong use. Answers go to stdout, all else to stderr. */
export async function run(argv: string[], env: NodeJS.ProcessEnv): Promise<number> {
  let exitCode = OK;
  // Whoever reads our answer has had enough of it: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode);
    throw error;
  });
  try {
    const context = createContext(env, () => (exitCode = FAILED));
    if (argv.some((each) => NAMING_LISTS.includes(each))) context.listsInHelp = await context.lists();
    await programOf(context).parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : WRONG_USE;
    const { message } = error as Error;
    say(message);
    if (error instanceof InputError) return WRONG_USE;
    const expected = error instanceof DomainError || error instanceof NotFoundError;
    if (!expected && env.LOG_LEVEL === 'debug') process.stderr.write(`${(error as Error).stack}\n`);
    return FAILED;
  }
}

/** Commands whose help says which lists there are: only for these are all list readers loaded before the action. */
const NAMING_LISTS = ['ingest', 'fetch'];

/** Every command. A new one is one file and one line here. */
const COMMANDS = [
  start,
  ingest,
  ingestPlan,
  fetch,
  recordCommand,
  designations,
  designation,
  history,
  diff,
  match,
  screen,
  lists,
  subject,
  alignment,
  diplomacy,
  timeline,
  thread,
  events,
  follow,
  exportCommand,
  rebuildCommand,
  reparse,
  artefacts,
  unparkCommand,
  keys,
  webhooks,
];

function programOf(context: Context): Command {
  const program = new Command('demarche')
    .description('What stood on any country’s sanctions lists on day D, as known on day K, with proof.')
    .exitOverride()
    .showHelpAfterError('Try --help.')
    .addHelpText(
      'after',
      '\nDEMARCHE_HOME moves the data folder, PORT the port; DATABASE_URL takes a PostgreSQL of yours, LISTS_FOLDER lists of yours.',
    );
  for (const add of COMMANDS) add(program, context);
  return program;
}
