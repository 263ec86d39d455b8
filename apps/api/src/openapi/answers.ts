import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { PROBLEM_CODES } from '#nest-kit';
import { textOf } from './texts.ts';

export type OpenApiSchema = Extract<NonNullable<Parameters<typeof ApiOkResponse>[0]>, { schema: unknown }>['schema'];

/**
 * A zod schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12. What a schema's `as` says stands in its place: a number
 * is text in a query, and a number to whoever reads the document. Answers may get new members.
 */
export function openApiSchema(schema: z.ZodType, io: 'input' | 'output'): OpenApiSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    ...{ io, unrepresentable: 'any', reused: 'inline' },
    override: ({ zodSchema, jsonSchema }) => {
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
  return json as unknown as OpenApiSchema;
}

export const problem = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z
      .string()
      .describe(
        `The last part of \`type\`. ${PROBLEM_CODES.join(', ')}; rules of the trade (409) and refused files (422) have more`,
      )
      .meta({ examples: ['invalid-request'] }),
    requestId: z.string().optional().describe('As in X-Request-Id, and in our log'),
    errors: z
      .array(z.object({ pointer: z.string().describe('RFC 6901'), detail: z.string() }))
      .optional()
      .describe('What was wrong, of the query, the path or the body'),
  })
  .describe('RFC 9457');

/** Documents what a route answers; how it refuses, and what all routes share, is said by document.ts. */
export const Answers = (summary: string, schema: z.ZodType) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiOkResponse({ description: summary, schema: openApiSchema(schema, 'output') }),
  );
