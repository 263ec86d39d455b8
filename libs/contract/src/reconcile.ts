import { z } from 'zod';
import { InputError, keysOf, parseJson } from '#domain';
import { comparedProperty, MOST_MATCHES, MOST_QUERIES, partySchema } from './matching.ts';
import { asOfQuery, whole } from './query.ts';

// The W3C Reconciliation Service API 0.2, as OpenRefine speaks it: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/

const MOST_IDS = 100;
const MOST_PROPERTIES = 50;
const LONGEST_JSON = 1_000_000;

/** JSON in a parameter or a field, as this protocol has it, as its shape has it; an empty text is as good as none. */
const jsonOf = <Shape extends z.ZodType>(shape: Shape, format: string, description: string) =>
  z
    .string()
    .max(LONGEST_JSON)
    .transform((text, { issues, value }): unknown => {
      if (text.trim() === '') return undefined;
      try {
        return parseJson(text);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const path = error.pointer === '' ? [] : keysOf(error.pointer);
        issues.push({ code: 'custom', input: value, path, message: error.message });
        return z.NEVER;
      }
    })
    .pipe(shape.optional())
    .optional()
    .meta({ as: { ...jsonText(shape), format, maxLength: LONGEST_JSON }, description });

/** A text that is JSON of a shape, as JSON Schema has it. */
function jsonText(shape: z.ZodType): object {
  const { $schema: _, ...contentSchema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return { type: 'string', contentMediaType: 'application/json', contentSchema };
}

const oneValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.object({ id: z.string(), name: z.string().optional() }),
]);
const reconciled = z
  .strictObject({
    query: z.string().max(10_000).optional(),
    type: z.union([partySchema, z.array(partySchema).max(10)]).optional(),
    limit: z.int().min(1).max(MOST_MATCHES).default(5),
    properties: z
      .array(z.strictObject({ pid: comparedProperty, v: z.union([oneValue, z.array(oneValue).max(100)]) }))
      .max(100)
      .default([]),
    type_strict: z.enum(['any', 'should', 'all']).optional(),
  })
  .refine(({ query, properties }) => query !== undefined || properties.length > 0, 'Say `query`, or some `properties`');
export type ReconcileQuery = z.infer<typeof reconciled>;

/** What to say of JSON that is no object. */
const objectOf = (what: string) => ({
  error: ({ code }: { code?: string }) => (code === 'invalid_type' ? `An object is wanted: ${what}` : undefined),
});

const queries = z
  .record(z.string().min(1).max(255), reconciled, objectOf('queries by their names, as {"q0": {"query": "Jane Roe"}}'))
  .refine((all) => Object.keys(all).length <= MOST_QUERIES, `At most ${MOST_QUERIES} queries at a time`)
  .meta({ maxProperties: MOST_QUERIES });
const extend = z.strictObject(
  {
    ids: z.array(z.string().min(1).max(700)).max(MOST_IDS),
    properties: z
      .array(z.strictObject({ id: z.string().min(1).max(100), settings: z.object({}).optional() }))
      .max(MOST_PROPERTIES),
  },
  objectOf('ids and properties, as {"ids": ["un-sc.TAi.001"], "properties": [{"id": "name"}]}'),
);
export type ExtendQuery = z.infer<typeof extend>;

const asked = {
  queries: jsonOf(
    queries,
    'reconciliation-queries',
    'Names that are looked for, as JSON; without it and `extend`, the service tells of itself',
  ),
  extend: jsonOf(extend, 'reconciliation-extend', 'Entities and the properties that are wanted of them, as JSON'),
};
const EITHER = 'Send `queries` or `extend`, not both';
const isOne = ({ queries: names, extend: ids }: { queries?: unknown; extend?: unknown }) =>
  names === undefined || ids === undefined;

export const reconcileQuery = asOfQuery
  .extend(asked)
  .refine(isOne, EITHER)
  .meta({ title: 'Reconciling', description: 'What a reconciliation service is asked' });
export const reconcileBody = z
  .strictObject(asked)
  .refine(isOne, EITHER)
  .meta({ title: 'Reconciled', description: 'What a reconciliation service is asked, as a form' });

const described = { id: z.string(), name: z.string(), description: z.string() };
const named = z.strictObject({ id: z.string(), name: z.string() });

const SERVICE = 'https://demarche.example/v1/reconcile/demarche_un_sc';
const suggestedAt = (path: string) => ({ service_url: SERVICE, service_path: path });
const MANIFEST = {
  versions: ['0.2'],
  name: 'Demarche: UN Security Council Consolidated List',
  identifierSpace: 'https://demarche.example/v1/entities/',
  schemaSpace: 'https://followthemoney.tech/explorer/schemata/',
  documentation: 'https://demarche.example/docs',
  defaultTypes: [{ id: 'Person', name: 'Person' }],
  view: { url: `${SERVICE}/preview?id={{id}}` },
  preview: { url: `${SERVICE}/preview?id={{id}}`, width: 480, height: 320 },
  suggest: {
    entity: suggestedAt('/suggest/entity'),
    property: suggestedAt('/suggest/property'),
    type: suggestedAt('/suggest/type'),
  },
  extend: { propose_properties: suggestedAt('/properties'), property_settings: [] },
};
const suggesting = z.strictObject({ service_url: z.string(), service_path: z.string() });

const manifest = z
  .strictObject({
    versions: z.array(z.string()),
    name: z.string(),
    identifierSpace: z.string(),
    schemaSpace: z.string(),
    documentation: z.string(),
    defaultTypes: z.array(named),
    view: z.strictObject({ url: z.string() }),
    preview: z.strictObject({ url: z.string(), width: z.int(), height: z.int() }),
    suggest: z.strictObject({ entity: suggesting, property: suggesting, type: suggesting }),
    extend: z.strictObject({
      propose_properties: suggesting,
      property_settings: z.array(z.strictObject({})),
    }),
  })
  .meta({
    title: 'Manifest',
    description: 'What a reconciliation service can do, and where',
    examples: [MANIFEST],
  });
export type Manifest = z.infer<typeof manifest>;

const found = z
  .record(
    z.string(),
    z.strictObject({
      result: z.array(
        z.strictObject({
          ...described,
          type: z.array(named),
          score: z.number().describe('From 0 to 100'),
          match: z.boolean(),
          features: z.array(z.strictObject({ id: z.string(), value: z.number() })),
        }),
      ),
    }),
  )
  .meta({ title: 'Reconciliation', description: 'Candidates for each name' });
export type Reconciliation = z.infer<typeof found>;

const extension = z
  .strictObject({
    meta: z.array(named),
    rows: z.record(z.string(), z.record(z.string(), z.array(z.strictObject({ str: z.string() })))),
  })
  .meta({ title: 'Extension', description: 'Properties of entities; none of those that are not on record' });
export type Extension = z.infer<typeof extension>;

export const reconcileAnswer = z
  .union([manifest, extension, found])
  .meta({ title: 'Reconciling', description: 'Candidates, properties, or what the service is' });

export const suggestQuery = asOfQuery
  .extend({
    prefix: z.string().min(1).max(500).describe('What was typed so far'),
    cursor: whole(0, 500).default(0).describe('How many are passed over'),
  })
  .meta({ title: 'Suggesting', description: 'Entities by a name that is being typed' });
export const suggestWordQuery = z
  .strictObject({
    prefix: z.string().max(500).default('').describe('What was typed so far'),
    cursor: suggestQuery.shape.cursor,
  })
  .meta({ title: 'SuggestingWords', description: 'Properties or types by a word that is being typed' });
export const suggestAnswer = z
  .strictObject({
    result: z.array(z.strictObject({ ...described, notable: z.array(named) })),
  })
  .meta({ title: 'Suggested', description: 'Entities by a name that is being typed' });
export type Suggested = z.infer<typeof suggestAnswer>;
export const suggestWordAnswer = z
  .strictObject({ result: z.array(z.strictObject(described)) })
  .meta({ title: 'SuggestedWords', description: 'Properties or types by a word that is being typed' });

export const proposeQuery = z
  .strictObject({
    type: partySchema.optional(),
    limit: whole(0, 9_999).optional(),
  })
  .meta({ title: 'Proposing', description: 'Properties that entities can be extended by' });
export const proposeAnswer = z
  .strictObject({
    type: z.string(),
    properties: z.array(named),
    limit: z.int().optional(),
  })
  .meta({ title: 'Proposed', description: 'Properties that entities can be extended by' });
export const previewQuery = asOfQuery
  .extend({ id: z.string().min(1).max(700).describe('An entity') })
  .meta({ title: 'Preview', description: 'An entity as a small page' });
