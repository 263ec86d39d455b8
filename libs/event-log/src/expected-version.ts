import type { ExpectedVersion } from './event-log.ts';

/** Whether a stream of version `actual` (0 where it does not exist) is what the caller expected. */
export function matchesVersion(expected: ExpectedVersion, actual: number): boolean {
  switch (expected) {
    case 'any':
      return true;
    case 'none':
      return actual === 0;
    case 'exists':
      return actual > 0;
    default:
      return actual === expected;
  }
}
