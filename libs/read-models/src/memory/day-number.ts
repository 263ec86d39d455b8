const DAY_MS = 86_400_000;

/** A day as a number: days since 1970-01-01. */
export const dayNumber = (day: string): number => Date.parse(day) / DAY_MS;
