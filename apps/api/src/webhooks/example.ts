import { eventForm } from '#contract';
import { exampleOf } from '../http/openapi/examples.ts';
import { jsonSchemaOf } from '../http/openapi/json-schema.ts';

/** An example of an event of a type, as its shape has it, and marked as one. */
export function exampleEvent(type: string, at: Date): object {
  const shape = eventForm.options.find((option) => option.shape.type.value === type)!;
  const made = exampleOf(jsonSchemaOf(shape, 'output'), true) as object;
  return { ...made, timestamp: at.toISOString(), payloadversion: '1', example: true };
}
