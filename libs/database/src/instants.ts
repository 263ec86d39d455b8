import pg from 'pg';

const TIMESTAMPTZ = 1184;
const readAny = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;
/** As the server writes an instant whose session is in UTC: 2026-11-26 12:00:00.123+00. */
const UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/;

/** Reads an instant. `pg` takes seven microseconds for each, which is half of what reading an event takes. */
export const readInstant = (text: string): Date =>
  UTC.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : readAny(text);

pg.types.setTypeParser(TIMESTAMPTZ, readInstant as never);
