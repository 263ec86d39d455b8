import { isDatabaseUnavailable } from '#database';
import { LogUnavailableError } from '#event-log';
import { RefusedError } from '#messaging';

/**
 * SQLSTATE classes that speak of the values written: cardinality, data, constraints, and values too large for an index.
 * All others speak of the database or of the statement, and the next event would meet them too: a deadlock, a table that
 * is not there, a right that is missing, a server that only reads.
 */
const OF_THE_VALUES = /^(21|22|23|54)...$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Whether an error of a read model's `apply` is its event's: the same event would fail again, and others would not. */
export function isPoisonForTables(error: unknown): boolean {
  if (isDatabaseUnavailable(error) || error instanceof LogUnavailableError || error instanceof RefusedError)
    return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && SQLSTATE.test(code)) return OF_THE_VALUES.test(code);
  // Errors with another code come from the system: files, sockets.
  return code === undefined;
}
