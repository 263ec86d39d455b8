import { z } from 'zod';

/** The schema of an event as it is stored: its type, the version of its schema, and its data. */
export const eventOf = <Type extends string, Data extends z.ZodType, Version extends number = 1>(
  type: Type,
  data: Data,
  version: Version = 1 as Version,
) => z.strictObject({ type: z.literal(type), schemaVersion: z.literal(version), data });

/** The data of an event's schema. */
export type DataOf<Schema extends z.ZodType> = z.infer<Schema> extends { data: infer Data } ? Data : never;
