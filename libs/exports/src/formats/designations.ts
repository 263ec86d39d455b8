import { csvLine, type ExportedPeriod } from '#read-models';

type Cell = string | number | boolean | null;

/** The columns of `designations.csv` and `designations.parquet`: what each holds of a period, and its Parquet type. */
const COLUMNS: readonly [
  name: string,
  type: 'STRING' | 'INT64' | 'BOOLEAN',
  cell: (period: ExportedPeriod, on: string) => Cell,
][] = [
  ['id', 'STRING', ({ id }) => id],
  ['list', 'STRING', ({ list }) => list],
  ['authority', 'STRING', ({ authority }) => authority],
  ['reference', 'STRING', ({ reference }) => reference],
  ['type', 'STRING', ({ subject }) => subject.type],
  ['name', 'STRING', ({ subject }) => subject.name],
  ['aliases', 'STRING', ({ subject }) => subject.aliases.map(({ name }) => name).join('; ')],
  ['programs', 'STRING', ({ programs }) => programs.join('; ')],
  ['status', 'STRING', ({ status }) => status],
  ['possible', 'STRING', ({ possible }) => possible.join('; ')],
  ['since', 'STRING', ({ since }) => since],
  ['until', 'STRING', ({ until }) => until],
  ['valid_from', 'STRING', ({ validFrom }) => validFrom],
  ['valid_to', 'STRING', ({ validTo }) => validTo],
  ['on_day', 'BOOLEAN', ({ validFrom, validTo }, on) => (validFrom ?? '') <= on && (validTo === null || on <= validTo)],
  ['known_from', 'INT64', ({ knownFrom }) => knownFrom],
  ['known_since', 'STRING', ({ knownSince }) => knownSince],
  ['event', 'STRING', ({ event }) => event.id],
  ['event_position', 'INT64', ({ lastEvent }) => lastEvent],
  ['event_recorded_at', 'STRING', ({ event }) => event.recordedAt],
  ['source_publisher', 'STRING', ({ event }) => event.publisher],
  ['source_url', 'STRING', ({ event }) => event.url],
  ['conflicts', 'STRING', ({ conflicts }) => conflicts.join('; ')],
];

export const designationsHead = csvLine(COLUMNS.map(([name]) => name));

/** One period of a designation as a line for people: a text that a spreadsheet would run begins with an apostrophe. */
export const designationLine = (period: ExportedPeriod, on: string): string =>
  csvLine(COLUMNS.map(([, , cell]) => cell(period, on)));

/** The same periods as columns, with every text as it is. */
export const designationColumns = (periods: readonly ExportedPeriod[], on: string) =>
  COLUMNS.map(([name, type, cell]) => ({
    name,
    data: periods.map((period) => {
      const value = cell(period, on);
      return type === 'INT64' && value !== null ? BigInt(value) : value;
    }),
  }));

export const designationSchema = [
  { name: 'root', num_children: COLUMNS.length },
  ...COLUMNS.map(([name, type]) => ({
    name,
    repetition_type: 'OPTIONAL' as const,
    ...(type === 'STRING' ? { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const } : { type }),
  })),
];
