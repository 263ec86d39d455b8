import type { z } from 'zod';
import {
  authorityFilter,
  countryItem,
  coverage,
  day,
  delivery,
  designation,
  designationPeriod,
  designationState,
  edtf,
  eventForm,
  explanation,
  ingestReport,
  instant,
  listItem,
  lookups,
  position,
  problem,
  questions,
  recorded,
  refusedPublication,
  screening,
  status,
  typeFilter,
  webhook,
  webhookFilter,
  type QuestionRoute,
} from '#contract';
import { authority, day as dayOfFact, designationId, listId, partialDate, record, source, subject } from '#domain';
import { jsonSchemaOf, refTo, type JsonSchema } from './json-schema.ts';

export const pascal = (text: string) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

const ANSWERS = new Map(
  Object.values<QuestionRoute>({ ...questions, ...lookups }).flatMap(({ answer }) =>
    answer === null || answer === eventForm ? [] : [[`${pascal(answer.meta()!.title!)}Answer`, answer] as const],
  ),
);

/** Shapes that have a name of their own, the larger ones first: the smaller are inside them. */
const NAMED: readonly [name: string, schema: z.ZodType][] = [
  ['Problem', problem],
  ['RefusedPublication', refusedPublication],
  ['Recorded', recorded],
  ['Event', eventForm],
  ...ANSWERS,
  ['Webhook', webhook],
  ['Delivery', delivery],
  ['IngestReport', ingestReport],
  ['DesignationPeriod', designationPeriod],
  ['DesignationState', designationState],
  ['Designation', designation],
  ['Screening', screening],
  ['Country', countryItem],
  ['List', listItem],
  ['Coverage', coverage],
  ['Explanation', explanation],
  ['Record', record],
  ['Subject', subject],
  ['Source', source],
  ['Authority', authorityFilter],
  ['Authority', authority],
  ['EventType', typeFilter],
  ['Day', day],
  ['Instant', instant],
  ['Position', position],
  ['Status', status],
  ['PrintedDate', edtf],
  ['DayOfFact', dayOfFact],
  ['ListId', listId],
  ['DesignationId', designationId],
  ['PartialDate', partialDate],
];
/** Of bodies: what is sent may have no other members. */
const NAMED_INPUT: readonly [name: string, schema: z.ZodType][] = [
  ['RecordInput', record],
  ['SubjectInput', subject],
  ['SourceInput', source],
  ['WebhookFilterInput', webhookFilter],
];

const named = new Map<unknown, string>(NAMED.map(([name, schema]) => [schema, name]));
const NAMES = {
  output: named,
  input: new Map([...named, ...NAMED_INPUT.map(([name, schema]) => [schema, name] as const)]),
};

/** What stands for a shape: a reference where it has a name. */
export function schemaOf(schema: z.ZodType, io: keyof typeof NAMES): JsonSchema {
  const name = NAMES[io].get(schema);
  return name === undefined ? jsonSchemaOf(schema, io, NAMES[io]) : refTo(name);
}

const schemas = (io: keyof typeof NAMES, all: typeof NAMED): Record<string, JsonSchema> =>
  Object.fromEntries(all.map(([name, schema]) => [name, jsonSchemaOf(schema, io, NAMES[io])]));
export const SCHEMAS = { ...schemas('output', NAMED), ...schemas('input', NAMED_INPUT) };
