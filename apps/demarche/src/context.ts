import type { Logger } from 'pino';
import type { AsOf } from '#contract';
import type { ListSource } from '#sources';
import type { Config, Workspace } from './workspace.ts';

/** What a command gets to work with. */
export interface Context {
  settings: Config;
  logger: Logger;
  /** The lists that are known, those of LISTS_FOLDER too. */
  lists: readonly ListSource[];
  /** Opens the workspace for the time of `work`; it is closed whatever happens. */
  withWorkspace: <T>(work: (workspace: Workspace) => Promise<T>, options?: { takeBack?: boolean }) => Promise<T>;
  /** Answers a question: with everything recorded so far in the read models, and its two times settled. */
  answering: (
    times: { on?: string; knownAt?: string },
    answer: (asked: Workspace & { asOf: AsOf }) => void | Promise<void>,
  ) => Promise<void>;
  /** The exit code of a command that ran but did not do all it was asked. */
  fail: () => void;
}
