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

/**
 * A zod schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12. What a schema's `as` says stands in its place: a number
 * is text in a query, and a number to whoever reads the document. Answers may get new members.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      leaveOutTheUsual(jsonSchema as JsonSchema);
      Object.assign(jsonSchema, textOf(zodSchema));
      const { as } = jsonSchema as { as?: object };
      if (as) {
        const { description, default: given } = jsonSchema;
        for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
        Object.assign(jsonSchema, as, description && { description }, given !== undefined && { default: given });
      }
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return json as JsonSchema;
}
