import { z } from 'zod';

/** The schema of an event as it is stored: its type, the version of its schema, and its data. */
export const eventOf = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), schemaVersion: z.literal(1), data });

/** The data of an event's schema. */
export type DataOf<Schema extends z.ZodType> = z.infer<Schema> extends { data: infer Data } ? Data : never;
