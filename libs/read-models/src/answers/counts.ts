import { countsOn, type StatusCount } from '../models/designation-timeline/counts.ts';
import type { ReadSide } from './as-of.ts';

/** How many designations stand in which status on a day as known at a position, per list: from memory, else from the table. */
export const countsAt = async (
  { pool, index }: ReadSide,
  asOf: { on: string; knownAt: number },
  filter: { authority?: string; list?: string } = {},
): Promise<StatusCount[]> => (await index?.counts(asOf, filter)) ?? countsOn(pool, asOf, filter);
