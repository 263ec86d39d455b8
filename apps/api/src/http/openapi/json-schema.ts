import { z } from 'zod';
import { textOf } from './texts.ts';

export type JsonSchema = Record<string, unknown> & {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
  minItems?: number;
  minProperties?: number;
  minimum?: number;
  maximum?: number;
  format?: string;
  pattern?: string;
};

const FORMATS_ENOUGH = ['date', 'date-time', 'uuid'];

/** The document says once that numbers are those of I-JSON, and formats have their patterns in their RFCs. */
function leaveOutTheUsual(jsonSchema: JsonSchema): void {
  if (FORMATS_ENOUGH.includes(String(jsonSchema.format))) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** Shapes that have a name in the document. */
export type Names = ReadonlyMap<unknown, string>;
export const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/**
 * A zod schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12; inside it, a shape that has a name is a reference. What a
 * schema's `as` says stands in its place: a number is text in a query, and a number to whoever reads the document. Answers
 * may get new members.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', names: Names = new Map()): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      const name = (zodSchema as unknown) === schema ? undefined : names.get(zodSchema);
      const { $ref = name && refTo(name).$ref, description } = jsonSchema;
      if ($ref !== undefined) return become(jsonSchema, { $ref, ...(name === undefined && { description }) });
      leaveOutTheUsual(jsonSchema as JsonSchema);
      Object.assign(jsonSchema, textOf(zodSchema));
      const { as, default: given } = jsonSchema as { as?: object; default?: unknown };
      if (as) become(jsonSchema, { ...as, description, default: given });
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return json as JsonSchema;
}

function become(jsonSchema: object, other: object): void {
  for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
  Object.assign(jsonSchema, Object.fromEntries(Object.entries(other).filter(([, value]) => value !== undefined)));
}
