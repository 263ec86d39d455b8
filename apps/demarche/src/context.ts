import type { Logger } from 'pino';
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
  /** The exit code of a command that ran but did not do all it was asked. */
  fail: () => void;
}
