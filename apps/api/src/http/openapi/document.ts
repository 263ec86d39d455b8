import type { z } from 'zod';
import {
  commands,
  countryItem,
  coverage,
  day,
  designation,
  edtf,
  eventForm,
  explanation,
  ingest,
  ingestReport,
  instant,
  listItem,
  management,
  position,
  problem,
  questions,
  streams,
  delivery,
  webhook,
  webhookKeys,
  webhookKeysPath,
  webhooks,
  recorded,
  refusedPublication,
  status,
  type CommandRoute,
  type ManagementRoute,
  type QuestionRoute,
} from '#contract';
import { KEY_PATTERN } from '#access';
import { authority, day as dayOfFact, designationId, listId, partialDate, record, source, subject } from '#domain';
import { TAGS_PATTERN } from '../etags.ts';
import { exampleOf } from './examples.ts';
import { jsonSchemaOf, refTo, type JsonSchema } from './json-schema.ts';

type Json = Record<string, unknown>;

const pascal = (text: string) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

const ANSWERS = new Map(
  Object.values<QuestionRoute>(questions).flatMap(({ answer }) =>
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
  ['Designation', designation],
  ['Country', countryItem],
  ['List', listItem],
  ['Coverage', coverage],
  ['Explanation', explanation],
  ['Record', record],
  ['Subject', subject],
  ['Source', source],
  ['Authority', authority],
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
];

const named = new Map<unknown, string>(NAMED.map(([name, schema]) => [schema, name]));
const NAMES = {
  output: named,
  input: new Map([...named, ...NAMED_INPUT.map(([name, schema]) => [schema, name] as const)]),
};

/** What stands for a shape: a reference where it has a name. */
function schemaOf(schema: z.ZodType, io: keyof typeof NAMES): JsonSchema {
  const name = NAMES[io].get(schema);
  return name === undefined ? jsonSchemaOf(schema, io, NAMES[io]) : refTo(name);
}

const schemas = (io: keyof typeof NAMES, all: typeof NAMED): Record<string, JsonSchema> =>
  Object.fromEntries(all.map(([name, schema]) => [name, jsonSchemaOf(schema, io, NAMES[io])]));
const SCHEMAS = { ...schemas('output', NAMED), ...schemas('input', NAMED_INPUT) };

const TAGS: Record<string, string> = {
  countries: 'Countries, what stands on their lists, and all that concerns them',
  lists: 'Lists, their publications, and what changed on them',
  designations: 'Parties as lists have them',
  subjects: 'Parties on all lists',
  alignment: 'Lists compared',
  diplomacy: 'Envoys, and who recognises whom',
  governments: 'Who holds and recognises what',
  statements: 'What was said and resolved',
  events: 'The log itself, and corrections of it',
  keys: 'Keys of the API, and the trail of who administered what',
  webhooks: 'Endpoints that are told of events, what is sent to them, and how that goes',
  service: 'How the service is',
};
const TAG_OF: Record<string, string> = {
  ...Object.fromEntries(['envoys', 'credentials', 'departures'].map((each) => [each, 'diplomacy'])),
  ...Object.fromEntries(
    ['control', 'recognitions', 'recognition-withdrawals', 'assistance'].map((each) => [each, 'governments']),
  ),
  resolutions: 'statements',
  'audit-trail': 'keys',
};

const header = (description: string, schema: Json = { type: 'string' }) => ({ description, schema });
const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

const HEADERS = {
  ETag: header(
    'Strong: of exactly these bytes. If-None-Match takes it, and of a designation, a list or a subject If-Match',
  ),
  'Demarche-Position': header('How far the read models had come', { type: 'integer' }),
  'Cache-Control': header('Answers whose two times are both given never change, and may be kept for ever'),
  'X-Request-Id': header('The one that was sent, or one of ours; it stands in our log too'),
  Location: header('The event that was recorded', { type: 'string', format: 'uri-reference' }),
  'Retry-After': header('Seconds', { type: 'integer' }),
  RateLimit: header('What is left: `"key";r=119999;t=42`, r requests for t seconds'),
  'RateLimit-Policy': header('How much may be asked: `"key";q=120000;w=60`, q requests in w seconds'),
  'WWW-Authenticate': header('RFC 6750'),
  Allow: header('The methods that are taken here'),
};

/** How a request is refused; each with a problem. */
const REFUSALS: Record<string, { description: string; headers?: (keyof typeof HEADERS)[] }> = {
  400: { description: 'Something in the request cannot be understood; `errors` point at it' },
  401: { description: 'A key is needed, or the one that was sent is none', headers: ['WWW-Authenticate'] },
  403: { description: 'The key may not do this', headers: ['WWW-Authenticate'] },
  404: { description: 'Nothing of that name is known' },
  405: { description: 'The path takes other methods', headers: ['Allow'] },
  406: { description: 'Nothing that Accept names is what this is answered as' },
  408: { description: 'The body stalled' },
  409: { description: 'A rule forbids it, or the same request is still running', headers: ['Retry-After'] },
  412: { description: 'Somebody changed it first: If-Match has none of its present ETags' },
  413: { description: 'The body is too large; the connection is closed' },
  414: { description: 'A part of the address is longer than any id' },
  415: { description: 'A command is JSON in UTF-8' },
  422: { description: 'The Idempotency-Key was used for another request' },
  428: { description: 'If-Match is needed' },
  429: { description: 'Too many requests of this key or address', headers: ['Retry-After'] },
  431: { description: 'The header is too large' },
  500: { description: 'A fault of ours; it was logged' },
  503: { description: 'Not now: it is starting, too busy, or the database is gone', headers: ['Retry-After'] },
};

const READ = ['400', '401', '403', '404', '405', '406', '414', '429', '431', '500', '503'];
const WRITE = [...READ, '408', '409', '412', '413', '415', '422'];

/** The OpenAPI 3.1 document: every route of the contract, by the schemas that check the running requests. */
export function openApiDocument(): object {
  const paths: Record<string, Json> = {};
  const add = (path: string, method: string, operation: object) =>
    (paths[path] = { ...paths[path], [method]: operation });
  for (const route of Object.values<QuestionRoute>(questions)) add(route.path, 'get', questionOperation(route));
  for (const route of Object.values(commands)) add(route.path, 'post', commandOperation(route));
  add(ingest.path, 'post', ingestOperation());
  for (const route of Object.values<ManagementRoute>({ ...management, ...webhooks }))
    add(route.path, route.method, managementOperation(route));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Demarche',
      description: [
        'What stood on any country’s sanctions lists on day D, as known on day K, with proof.',
        'Answers may get new members. Parameters and members of bodies that are not named here are refused; of a body whose JSON names a member twice, all is.',
        'No text has U+0000, and no whole number is beyond 2^53 (I-JSON, RFC 7493).',
        'Repeated with its Idempotency-Key, a request is answered as the first time, whatever the order of its members.',
        `The log as it grows: ${streams.events.path}, server-sent events with the filters of /v1/events, \`after\`, and Last-Event-ID (a position). It never ends, which this document cannot say.`,
        'Everybody may read, unless the service was started with READS=closed: a key is needed then. `/livez`, `/readyz` and this document are open in any case.',
      ].join('\n\n'),
      version: '1',
      contact: { name: 'Demarche', url: 'https://demarche.dev' },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'Where this document came from' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: { ...paths, ...SERVICE_PATHS },
    components: {
      schemas: SCHEMAS,
      headers: HEADERS,
      responses: {
        Recorded: answered('The event and its position'),
        RecordedBefore: answered('Nothing was left to do: the event says so already'),
        ...Object.fromEntries(
          Object.entries(REFUSALS).map(([status, { description, headers = [] }]) => [
            `Problem${status}`,
            {
              description,
              headers: headersOf(...headers, 'X-Request-Id', 'RateLimit', 'RateLimit-Policy'),
              content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
            },
          ]),
        ),
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key; the first start prints one. Or a token of the operator’s OpenID provider',
        },
      },
    },
  };
}

const headersOf = (...names: (keyof typeof HEADERS)[]) =>
  Object.fromEntries(names.map((name) => [name, ref('headers', name)]));

/** What all routes share. */
function operationOf({ path, summary }: { path: string; summary: string }, verb: string) {
  const segments = path.split('/').slice(2);
  return {
    operationId: verb + segments.map((each) => (each.startsWith('{') ? `By${pascal(each)}` : pascal(each))).join(''),
    summary,
    tags: [TAG_OF[segments[0]!] ?? segments[0]!],
    security: verb === 'get' ? [{}, { bearer: [] }] : [{ bearer: [] }],
  };
}

function questionOperation(route: QuestionRoute) {
  const { summary, params, query, answer, type = 'application/json', also } = route;
  const isBytes = type !== 'application/json';
  const schema = answer ? schemaOf(answer, 'output') : { type: 'string', format: 'binary' };
  return {
    ...operationOf(route, 'get'),
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      {
        name: 'If-None-Match',
        in: 'header',
        required: false,
        schema: { type: 'string' },
        description: 'ETags, or a star; anything else is as good as none',
      },
    ],
    responses: {
      200: {
        description: summary,
        headers: headersOf(
          'ETag',
          'Cache-Control',
          'X-Request-Id',
          ...(isBytes ? [] : (['Demarche-Position'] as const)),
        ),
        content: {
          [type]: { schema, ...(answer && { example: exampleOf(schema, true, SCHEMAS) }) },
          ...(also && { [also.type]: { schema: { type: 'string' }, example: also.example } }),
        },
      },
      304: {
        description: 'The caller has it already',
        headers: headersOf('ETag', 'Cache-Control', 'X-Request-Id'),
      },
      ...refusalsOf(READ),
    },
  };
}

/** What every command answers. */
const answered = (description: string) => ({
  description,
  headers: headersOf('ETag', 'Location', 'Demarche-Position', 'X-Request-Id'),
  content: {
    'application/json': {
      schema: ref('schemas', 'Recorded'),
      example: exampleOf(schemaOf(recorded, 'output'), true, SCHEMAS),
    },
  },
});

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', maxLength: 255, pattern: KEY_PATTERN },
  description: 'Of your own making; a retry with it is answered alike',
};

function commandOperation(route: CommandRoute) {
  const { params, body, needsMatch = false } = route;
  const sent = schemaOf(body, 'input');
  return {
    ...operationOf(route, 'record'),
    parameters: [
      ...parametersOf(params, 'path'),
      IDEMPOTENCY_KEY,
      {
        name: 'If-Match',
        in: 'header',
        required: needsMatch,
        schema: { type: 'string', pattern: TAGS_PATTERN },
        description: 'ETags that the GET gave, of which one has to be the present one; or a star',
      },
    ],
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

function ingestOperation() {
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

function managementOperation(route: ManagementRoute) {
  const { method, params, query, body, answer, summary, isOnce = false, status = answer ? 200 : 204 } = route;
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
    ],
    ...(sent && {
      requestBody: { required: true, content: { 'application/json': { schema: sent, example: example(sent, false) } } },
    }),
    responses: {
      [status]: {
        description: summary,
        headers: headersOf('X-Request-Id'),
        ...(schema && { content: { 'application/json': { schema, example: example(schema, true) } } }),
      },
      ...refusalsOf([...READ, ...(body ? ['408', '413', '415'] : []), ...(isOnce ? ['409', '422'] : [])]),
    },
  };
}
const VERBS = { get: 'get', post: 'do', patch: 'change', delete: 'delete' } as const;

const refusalsOf = (statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, ref('responses', `Problem${status}`)]));

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

const plain = (summary: string, operationId: string, content: Json, security: Json[], more: Json = {}) => ({
  get: {
    operationId,
    summary,
    tags: ['service'],
    security,
    responses: {
      200: { description: summary, headers: headersOf('X-Request-Id'), content },
      ...refusalsOf(['405', '431', '500']),
      ...more,
    },
  },
});
const STATUS = { type: 'object', required: ['status'], properties: { status: { type: 'string' } } };

const SERVICE_PATHS = {
  '/livez': plain('Whether the process lives', 'getLivez', { 'application/json': { schema: STATUS } }, [{}]),
  '/readyz': plain(
    'Whether questions are answered; how far all is, to those who may read',
    'getReadyz',
    { 'application/json': { schema: STATUS } },
    [{}, { bearer: [] }],
    { 503: { description: 'Not yet, or not now', content: { 'application/json': { schema: STATUS } } } },
  ),
  '/metrics': plain(
    'For Prometheus',
    'getMetrics',
    { 'text/plain': { schema: { type: 'string' } } },
    [{}, { bearer: [] }],
    refusalsOf(['401', '403', '503']),
  ),
  [webhookKeysPath]: plain(
    'The public keys of webhooks, as JWKS',
    'getWebhookKeys',
    { 'application/json': { schema: jsonSchemaOf(webhookKeys, 'output') } },
    [{}],
  ),
  '/openapi.json': plain('This document', 'getOpenapi', { 'application/json': { schema: { type: 'object' } } }, [{}], {
    304: { description: 'The caller has it already' },
  }),
};
