export type { RunQuestion } from './question.ts';
export { createRuns, type Runs, type RunRow } from './runs.ts';
export type { Batch, BatchResult } from './batches.ts';
export type { ChangeRow, Watched } from './watches.ts';

/** The tables of this lib, for `migrate`. */
export const runsMigrations = { lib: 'runs', folder: new URL('./sql/', import.meta.url) };
