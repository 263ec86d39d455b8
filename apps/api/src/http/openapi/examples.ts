import type { JsonSchema } from './json-schema.ts';

/** What members of these names look like; what is not named here is told by its schema. */
const KNOWN: Record<string, unknown> = {
  effective: '2024-03-01',
  authority: 'KZ',
  sending: 'CN',
  receiving: 'AF',
  territory: 'AF',
  list: 'kz-terrorist-organizations',
  with: 'un-sc',
  reference: 'taliban',
  formerReference: 'taliban-movement',
  entries: ['kz-terrorist-organizations:taliban'],
  name: 'Taliban',
  publisher: 'General Prosecutor’s Office',
  role: 'head-of-mission',
  statement: 'mfa-2024-03-01',
  symbol: 'S/RES/2721 (2023)',
  id: 'kz-terrorist-organizations:taliban',
  code: 'KZ',
  path: '/remarks',
  patch: [{ op: 'add', path: '/remarks', value: 'Also known by another name' }],
  changes: { effective: '2024-03-02' },
  why: 'The gazette gives another day',
  summary: 'Welcomes the decision',
  url: 'https://example.org/gazette/2024/1',
  month: '2024-03',
  program: 'Terrorism',
  programs: ['Terrorism'],
  subject: undefined,
};

const UUID = '5f1c7a52-8f2b-5c1d-9a44-2f6f1f6b7c10';

const FORMATS: Record<string, string> = {
  uuid: UUID,
  date: '2023-12-28',
  edtf: '2005-03-15',
  'date-time': '2024-06-05T12:00:00.000Z',
  uri: 'https://example.org/',
};

/** An example that fits a schema: of a body what is needed, of an answer every member. */
export function exampleOf(
  schema: JsonSchema,
  all: boolean,
  schemas: Readonly<Record<string, JsonSchema>> = {},
  name = '',
  depth = 0,
): unknown {
  if (typeof schema.$ref === 'string')
    return exampleOf(schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)]!, all, schemas, name, depth);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [type] = [schema.type].flat();
  if (typeof schema.format === 'string' && FORMATS[schema.format]) return FORMATS[schema.format];
  const known = KNOWN[name];
  if (known !== undefined && fits(known, schema, type)) return known;
  const one = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (one) return exampleOf(one, all, schemas, name, depth);
  switch (type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {});
      const wanted = members.filter(([key]) => (all && depth < 6) || schema.required?.includes(key));
      const free = (schema.minProperties ?? 0) > wanted.length ? ['one'] : [];
      const others = [...(schema.required ?? []).filter((key) => !(key in (schema.properties ?? {}))), ...free];
      return Object.fromEntries([
        ...wanted.map(([key, each]) => [key, exampleOf(each, all, schemas, key, depth + 1)]),
        ...others.map((key) => [key, exampleOf(schema.additionalProperties ?? {}, all, schemas, key, depth + 1)]),
      ]);
    }
    case 'array':
      return (all && depth < 6) || (schema.minItems ?? 0) > 0
        ? [exampleOf(schema.items ?? {}, all, schemas, name, depth + 1)]
        : [];
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return stringOf(schema, name);
    default:
      return 'text';
  }
}

/** Whether an example of that name is of the type that the schema has. */
function fits(known: unknown, { items }: JsonSchema, type: string | undefined): boolean {
  if (!Array.isArray(known)) return typeof known === type;
  return type === 'array' && (items?.type === undefined || typeof known[0] === items.type);
}

function stringOf({ pattern = '' }: JsonSchema, name: string): string {
  if (pattern.includes('[0-9a-fA-F]') || name === 'sha256') return 'a'.repeat(64);
  if (pattern.includes('[A-Z]{2}')) return 'KZ';
  if (pattern.includes(':.+')) return 'kz-terrorist-organizations:taliban';
  return 'text';
}
