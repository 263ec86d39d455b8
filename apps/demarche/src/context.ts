import type { AsOf } from '#contract';
import type { Store } from '#process';
import type { ListSource, ListStore } from '#sources';
import type { Config, Open, Workspace } from './workspace.ts';

/**
 * What a command gets to work with. Whatever takes long to load is loaded when a command asks for it, so that help and
 * simple questions come at once: a command file imports types, and its action imports the work.
 */
export interface Context {
  env: NodeJS.ProcessEnv;
  /** Throws InputError where a variable of the environment is wrong. */
  settings(): Promise<Config>;
  /** The lists that are known, those of LISTS_FOLDER too. */
  lists(): Promise<readonly ListSource[]>;
  /** The same for the help of the commands that name them; empty for all others. */
  listsInHelp: readonly ListSource[];
  /** Opens the workspace for the time of `work`; it is closed whatever happens. */
  withWorkspace: <T>(work: (workspace: Workspace) => Promise<T>, options?: { takeBack?: boolean }) => Promise<T>;
  /** The same with what belongs to lists: the kept files, and how fresh lists are. */
  withListStore: <T>(work: (workspace: Workspace<ListStore>) => Promise<T>) => Promise<T>;
  /** Answers a question: with everything recorded so far in the read models, and its two times resolved. */
  answering: (
    times: { on?: string; knownAt?: string },
    answer: (asked: Workspace & { asOf: AsOf }) => void | Promise<void>,
  ) => Promise<void>;
  /** The exit code of a command that ran but did not do all it was asked. */
  fail: () => void;
}

/** `fail` is told that the exit code is not 0. */
export function createContext(env: NodeJS.ProcessEnv, fail: () => void): Context {
  const settings = once(async () => {
    const { parseConfig } = await import('#process');
    const { config } = await import('./workspace.ts');
    return parseConfig(config, env);
  });
  const lists = once(async () => {
    const { LISTS_FOLDER } = await settings();
    const { withOwnLists } = await import('#sources');
    return withOwnLists(LISTS_FOLDER);
  });
  async function within<Opened extends Store, T>(
    open: Open<Opened>,
    work: (workspace: Workspace<Opened>) => Promise<T>,
    options?: { takeBack?: boolean },
  ): Promise<T> {
    const given = await settings();
    // A mapping that is wrong is said at once, whatever was asked.
    if (given.LISTS_FOLDER) await lists();
    const { openWorkspace } = await import('./workspace.ts');
    const workspace = await openWorkspace(given, open, options);
    try {
      return await work(workspace);
    } finally {
      await workspace.close();
    }
  }
  const withWorkspace: Context['withWorkspace'] = async (work, options) =>
    within((await import('#process')).openStore, work, options);
  return {
    env,
    settings,
    lists,
    listsInHelp: [],
    fail,
    withWorkspace,
    withListStore: async (work) => within((await import('#sources')).openListStore, work),
    answering: (times, answer) =>
      withWorkspace(async (workspace) => answer({ ...workspace, asOf: await workspace.resolveAsOf(times) })),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
