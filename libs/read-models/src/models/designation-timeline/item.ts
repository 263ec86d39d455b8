import type { Status } from '#domain';

/** On record in some way: what a list query gives when no status is asked for. */
export const ON_RECORD: readonly Status[] = ['listed', 'suspended', 'uncertain'];

/** The columns of one designation on a day. */
export const ITEM = `
  designation as id, list, authority, reference, programs, status, possible, since, until,
  record -> 'subject' as subject, last_event as "lastEvent", conflicts`;

/** The same with its record, and the days for which it is so. */
export const PERIOD = `${ITEM}, record, lower(valid)::text as "validFrom", (upper(valid) - 1)::text as "validTo"`;

/**
 * The periods of the designations in `$1`. "offset 0" has them looked up by their ids: the planner, which takes two conditions on
 * ranges for rare, would else read all that holds on a day.
 */
export const PERIODS_OF = `(select * from designation_timeline.period where designation = any($1) offset 0) as period`;
