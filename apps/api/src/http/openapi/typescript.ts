import type { OpenApi, Operation, Parameter } from './document.ts';
import type { JsonSchema } from './json-schema.ts';

// The types of the client, as TypeScript: made of the OpenAPI document, so that the client can know nothing else.

const comment = (text: unknown) =>
  typeof text === 'string' ? `/** ${text.replaceAll('*/', '*∕').replace(/\s+/g, ' ')} */\n` : '';

const member = (name: string, isNeeded: boolean, schema: JsonSchema) => {
  const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
  return `${comment(schema.description)}${key}${isNeeded ? '' : '?'}: ${typeOf(schema)};`;
};

/** A schema as a type. Formats, patterns and bounds are for who checks values. */
export function typeOf(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((each) => JSON.stringify(each)));
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) return union(variants.map(typeOf));
  return union([schema.type ?? []].flat().map((type) => simpleType(type, schema))) || 'unknown';
}

const union = (types: readonly string[]) => [...new Set(types)].join(' | ');

function simpleType(type: string, schema: JsonSchema): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `(${schema.items ? typeOf(schema.items) : 'unknown'})[]`;
    default: {
      const { properties, required = [], additionalProperties: others } = schema;
      if (!properties) return `{ [name: string]: ${others ? typeOf(others) : 'unknown'} }`;
      const members = Object.entries(properties).map(([name, each]) => member(name, required.includes(name), each));
      return `{ ${members.join('\n')} }`;
    }
  }
}

const parameters = (all: readonly Parameter[], place: string) => {
  const members = all
    .filter((each) => each.in === place)
    .map(({ name, required, schema, description }) => member(name, required, { ...schema, description }));
  return members.length > 0 ? `{ ${members.join('\n')} }` : '{ [name: string]: never }';
};

/** What is answered as JSON; `null` where it is a file or text. */
function answerOf({ responses }: Operation): string {
  const { content = {} } = (responses['201']?.content ? responses['201'] : responses['200']) ?? {};
  const json = Object.entries(content).find(([type]) => /[/+]json$/.test(type))?.[1];
  return json?.schema ? typeOf(json.schema) : 'null';
}

function routeOf(operation: Operation, responses: OpenApi['components']['responses']): string {
  const { summary, parameters: all = [], requestBody } = operation;
  const resolved = Object.fromEntries(
    Object.entries(operation.responses).map(([status, each]) => [
      status,
      each.$ref ? responses[each.$ref.slice(each.$ref.lastIndexOf('/') + 1)]! : each,
    ]),
  );
  const body = requestBody?.content['application/json']?.schema;
  const item = Object.values(resolved['200']?.content ?? {}).find((each) => each['x-item-schema'])?.['x-item-schema'];
  return [
    `{ ${comment(summary)}params: ${parameters(all, 'path')};`,
    `query: ${parameters(all, 'query')};`,
    body ? `body: ${typeOf(body)};` : '',
    `answer: ${answerOf({ ...operation, responses: resolved })};`,
    item ? `item: ${typeOf(item)};` : '',
    '}',
  ].join('\n');
}

/** The module of types: a name for each named shape, and all routes by method and path. */
export function typescriptOf({ paths, components }: OpenApi): string {
  const routes = (method: string) =>
    Object.entries(paths)
      .filter(([, methods]) => methods[method])
      .map(([path, methods]) => `${JSON.stringify(path)}: ${routeOf(methods[method]!, components.responses)};`);
  return [
    '// Made by `npm run contract` of the OpenAPI document. Do not edit.',
    ...Object.entries(components.schemas).map(
      ([name, schema]) => `${comment(schema.description)}export type ${name} = ${typeOf(schema)};`,
    ),
    `/** Every GET. */\nexport interface Gets { ${routes('get').join('\n')} }`,
    `/** Every POST. */\nexport interface Posts { ${routes('post').join('\n')} }`,
    `/** Every PATCH. */\nexport interface Patches { ${routes('patch').join('\n')} }`,
    `/** Every DELETE. */\nexport interface Deletes { ${routes('delete').join('\n')} }`,
    '',
  ].join('\n\n');
}
