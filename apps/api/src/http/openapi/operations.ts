import type { z } from 'zod';
import { KEY_PATTERN } from '#access';
import {
  ingest,
  recorded,
  refusedPublication,
  type CommandRoute,
  type LookupRoute,
  type ManagementRoute,
  type QuestionRoute,
  type ServiceRoute,
} from '#contract';
import { FORM } from '../../commands/read-form.ts';
import { TAGS_PATTERN } from '../etags.ts';
import { headersOf, READ, ref, refusalsOf, WRITE } from './components.ts';
import { exampleOf } from './examples.ts';
import type { JsonSchema } from './json-schema.ts';
import { pascal, schemaOf, SCHEMAS } from './named.ts';

const TAG_OF: Record<string, string> = {
  ...Object.fromEntries(['envoys', 'credentials', 'departures'].map((each) => [each, 'diplomacy'])),
  ...Object.fromEntries(
    ['control', 'recognitions', 'recognition-withdrawals', 'assistance'].map((each) => [each, 'governments']),
  ),
  resolutions: 'statements',
  'audit-trail': 'keys',
  feeds: 'events',
  atlas: 'countries',
  ...Object.fromEntries(
    ['match', 'search', 'entities', 'algorithms', 'catalog', 'reconcile'].map((each) => [each, 'names']),
  ),
};

/** What all routes share. */
function operationOf({ path, summary }: { path: string; summary: string }, verb: string) {
  const segments = path.split('/').slice(2);
  const noun = segments[0]?.split(':')[0];
  return {
    operationId: verb + segments.map((each) => (each.startsWith('{') ? `By${pascal(each)}` : pascal(each))).join(''),
    summary,
    tags: [TAG_OF[noun!] ?? noun!],
    security: verb === 'record' ? [{ bearer: [] }] : [{}, { bearer: [] }],
  };
}

/** A question. */
export function questionOperation(route: QuestionRoute) {
  const {
    summary,
    params,
    query,
    answer,
    type = 'application/json',
    also = [],
    line,
    inParts = false,
    mayConflict = false,
  } = route;
  // What is made while it is sent has no ETag: its hash comes last, or never.
  const isSent = line === undefined;
  const main = line
    ? { schema: { type: 'string' }, 'x-item-schema': schemaOf(line, 'output') }
    : answer
      ? contentOf({ shape: answer })
      : { schema: { type: 'string', ...(!isText(type) && { format: 'binary' }) } };
  const content = { [type]: main, ...Object.fromEntries(also.map((each) => [each.type, contentOf(each)])) };
  return {
    ...operationOf(route, 'get'),
    ...(route.ofAccount && { security: [{ bearer: [] }] }),
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      ...(isSent ? [IF_NONE_MATCH] : []),
      ...(inParts ? [RANGE] : []),
      ...(type === 'text/event-stream' ? [LAST_EVENT_ID] : []),
    ],
    responses: {
      200: {
        description: summary,
        headers: headersOf(
          ...(isSent ? (['ETag'] as const) : []),
          ...(type === 'application/json' ? (['Demarche-Position'] as const) : []),
          ...(also.some((each) => each.shape) ? (['Link'] as const) : []),
          ...(inParts ? (['Repr-Digest'] as const) : []),
          ...USUAL,
        ),
        content,
      },
      ...(inParts && {
        206: {
          description: 'The part that `Range` asks for',
          headers: headersOf('ETag', 'Content-Range', 'Repr-Digest', ...USUAL),
          content,
        },
      }),
      ...(isSent && { 304: { description: 'The caller has it already', headers: headersOf('ETag', ...USUAL) } }),
      ...refusalsOf([...READ, ...(inParts ? ['416'] : []), ...(mayConflict ? ['409'] : [])]),
    },
  };
}

const USUAL = ['Cache-Control', 'RateLimit', 'RateLimit-Policy', 'X-Request-Id'] as const;
const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'ETags, or a star; anything else is as good as none',
};
const RANGE = {
  name: 'Range',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'One range of bytes; several, or anything else, are as good as none',
};
const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^\\d{0,15}$' },
  description: 'The position to go on from; it goes before `after`',
};
const isText = (type: string) => type.startsWith('text/') || type.endsWith('+xml');

/** A question whose body says what is asked about. */
export function lookupOperation(route: LookupRoute) {
  const { summary, params, query, body, isForm = false, answer } = route;
  const sent = schemaOf(body, 'input');
  return {
    ...operationOf(route, 'lookUp'),
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    requestBody: {
      required: true,
      content: { [isForm ? FORM : 'application/json']: { schema: sent, example: exampleOf(sent, false, SCHEMAS) } },
    },
    responses: {
      200: {
        description: summary,
        headers: headersOf('ETag', 'Demarche-Position', ...USUAL),
        content: { 'application/json': contentOf({ shape: answer! }) },
      },
      ...refusalsOf([...READ, '408', '413', '415']),
    },
  };
}

/** A form of an answer: of a shape, or any text. */
function contentOf({ shape, example }: { shape?: z.ZodType; example?: string }) {
  if (!shape) return example === undefined ? { schema: {} } : { schema: { type: 'string' }, example };
  const schema = schemaOf(shape, 'output');
  return { schema, example: exampleOf(schema, true, SCHEMAS) };
}

/** What every command answers. */
export const answered = (description: string) => ({
  description,
  headers: headersOf('ETag', 'Location', 'Demarche-Position', 'X-Request-Id'),
  content: {
    'application/json': {
      schema: ref('schemas', 'Recorded'),
      example: exampleOf(schemaOf(recorded, 'output'), true, SCHEMAS),
    },
  },
});

/** What is recorded. */
export function commandOperation(route: CommandRoute) {
  const { params, body, needsMatch = false } = route;
  const sent = schemaOf(body, 'input');
  return {
    ...operationOf(route, 'record'),
    parameters: [...parametersOf(params, 'path'), IDEMPOTENCY_KEY, ifMatch(needsMatch)],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: sent, example: exampleOf(sent, false, SCHEMAS) } },
    },
    responses: {
      200: ref('responses', 'RecordedBefore'),
      201: ref('responses', 'Recorded'),
      ...refusalsOf(needsMatch ? [...WRITE, '428'] : WRITE),
    },
  };
}

/** The one command whose body is a file. */
export function ingestOperation() {
  const { params, query, answer } = ingest;
  const content = { 'application/json': { schema: schemaOf(answer, 'output') } };
  const file = { schema: { type: 'string', format: 'binary' } };
  return {
    ...operationOf(ingest, 'record'),
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    requestBody: {
      required: true,
      content: { 'application/octet-stream': file, 'application/xml': file, 'application/gzip': file },
    },
    responses: {
      200: { description: 'Nothing was recorded: it was known already, or only tried', content },
      201: { description: 'What it changed', headers: headersOf('Demarche-Position', 'X-Request-Id'), content },
      ...refusalsOf(WRITE.filter((status) => !['415', '422'].includes(status))),
      422: {
        description: 'The publication was rejected; what is known of it is told with the problem',
        headers: headersOf('X-Request-Id'),
        content: { 'application/problem+json': { schema: schemaOf(refusedPublication, 'output') } },
      },
    },
  };
}

/** The members of a shape as parameters; a parameter says once what it is. */
function parametersOf(shape: z.ZodObject, place: 'path' | 'query') {
  const { properties = {}, required = [] } = schemaOf(shape, 'input');
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
    ...(description !== undefined && { description }),
  }));
}

/** What is done to the service itself. */
export function managementOperation(route: ManagementRoute) {
  const {
    method,
    params,
    query,
    body,
    file,
    answer,
    summary,
    isOnce = false,
    hasTag = false,
    mayConflict = false,
    takesMatch = false,
  } = route;
  const { status = answer ? 200 : 204 } = route;
  const schema = answer && schemaOf(answer, 'output');
  const sent = body && schemaOf(body, 'input');
  const example = (of: JsonSchema, isAnswer: boolean) => exampleOf(of, isAnswer, SCHEMAS);
  return {
    ...operationOf(route, VERBS[method]),
    security: [{ bearer: [route.scope] }],
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      ...(isOnce ? [IDEMPOTENCY_KEY] : []),
      ...(takesMatch ? [ifMatch(false)] : []),
    ],
    ...(file && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          file.map((type) => [type, { schema: { type: 'string', format: type, minLength: 1 } }]),
        ),
      },
    }),
    ...(sent && {
      requestBody: { required: true, content: { 'application/json': { schema: sent, example: example(sent, false) } } },
    }),
    responses: {
      [status]: {
        description: summary,
        headers: headersOf(...(hasTag ? (['ETag'] as const) : []), 'X-Request-Id'),
        ...(schema && { content: { 'application/json': { schema, example: example(schema, true) } } }),
      },
      ...refusalsOf([
        ...READ,
        ...(body || file ? ['408', '413', '415'] : []),
        ...(isOnce ? ['409', '422'] : []),
        ...(mayConflict ? ['409'] : []),
        ...(takesMatch ? ['412'] : []),
      ]),
    },
  };
}
const ifMatch = (required: boolean) => ({
  name: 'If-Match',
  in: 'header',
  required,
  schema: { type: 'string', pattern: TAGS_PATTERN },
  description: 'ETags that the GET gave, of which one has to be the present one; or a star',
});
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', maxLength: 255, pattern: KEY_PATTERN },
  description: 'Of your own making; a retry with it is answered alike',
};
const VERBS = { get: 'get', post: 'do', patch: 'change', delete: 'delete' } as const;

/** How the service is: no parameters, and hardly anything that can be refused. */
export function serviceOperation(route: ServiceRoute) {
  const { path, summary, answer, type, needs, asksDatabase = false, unready, isDocument } = route;
  const content = {
    [type]: answer
      ? contentOf({ shape: answer })
      : { schema: { type: type === 'application/json' ? 'object' : 'string' } },
  };
  return {
    operationId: `get${pascal(path.replace('.json', '').replace('.well-known/', ''))}`,
    summary,
    tags: ['service'],
    security: needs === 'nothing' && !unready ? [{}] : [{}, { bearer: [] }],
    responses: {
      200: {
        description: summary,
        headers: headersOf(...(isDocument ? (['ETag'] as const) : []), 'X-Request-Id'),
        content,
      },
      ...(isDocument && {
        304: { description: 'The caller has it already', headers: headersOf('ETag', 'X-Request-Id') },
      }),
      ...refusalsOf([
        '405',
        '431',
        '500',
        ...(needs === 'read' ? ['401', '403'] : []),
        ...(asksDatabase ? ['503'] : []),
      ]),
      ...(unready && { 503: { description: 'Not yet, or not now', content } }),
    },
  };
}
