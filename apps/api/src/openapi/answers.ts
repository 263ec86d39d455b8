import { applyDecorators } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';

type OpenApiSchema = Extract<NonNullable<Parameters<typeof ApiOkResponse>[0]>, { schema: unknown }>['schema'];

/** A zod schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12. */
export function openApiSchema(schema: z.ZodType, io: 'input' | 'output'): OpenApiSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json as unknown as OpenApiSchema;
}

const problem = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
const problemContent = {
  content: { 'application/problem+json': { schema: openApiSchema(problem, 'output') } },
};

/** Documents a route: what it answers, and how it refuses. */
export const Answers = (summary: string, schema: z.ZodType) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiOkResponse({ description: summary, schema: openApiSchema(schema, 'output') }),
    ApiBadRequestResponse({ description: 'What is wrong with the request, with JSON pointers', ...problemContent }),
    ApiNotFoundResponse({ description: 'Nothing of that name is known', ...problemContent }),
  );
