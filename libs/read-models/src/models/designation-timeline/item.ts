import type { Status } from '#domain';

/** On record in some way: what a list query gives when no status is asked for. */
export const ON_RECORD: readonly Status[] = ['listed', 'suspended', 'uncertain'];

/** The columns of one designation on a day. */
export const ITEM = `
  designation as id, list, authority, reference, programs, status, possible, since, until,
  record -> 'subject' as subject, last_event as "lastEvent", conflicts`;

/** The same with its record, and the days for which it is so. */
export const PERIOD = `${ITEM}, record, lower(valid)::text as "validFrom", (upper(valid) - 1)::text as "validTo"`;
