import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  authority,
  canonicalize,
  day,
  designationId,
  eventTypes,
  listId,
  partialDate,
  record,
  source,
  subject,
} from '#domain';
import * as answers from '../schemas.ts';
import { openApiSchema, problem } from './answers.ts';
import { exampleOf } from './examples.ts';

type Json = Record<string, unknown>;
interface Operation extends Json {
  operationId: string;
  tags: string[];
  responses: Record<string, Json>;
  parameters?: Json[];
  requestBody?: Json & { content: Record<string, Json> };
  security?: Json[];
}

/** Shapes that have a name of their own, the larger ones first: the smaller are inside them. */
const NAMED: readonly [name: string, schema: z.ZodType][] = [
  ['Problem', problem],
  ['Recorded', answers.recorded],
  ['Event', answers.eventAnswer],
  ['DesignationsAnswer', answers.designationsAnswer],
  ['DesignationAnswer', answers.designationAnswer],
  ['HistoryAnswer', answers.historyAnswer],
  ['EventsAnswer', answers.eventsAnswer],
  ['CountriesAnswer', answers.countriesAnswer],
  ['CountryAnswer', answers.countryAnswer],
  ['ListsAnswer', answers.listsAnswer],
  ['ListAnswer', answers.listAnswer],
  ['PublicationAnswer', answers.publicationAnswer],
  ['PublicationsAnswer', answers.publicationsAnswer],
  ['IngestReport', answers.ingestReport],
  ['DiffAnswer', answers.diffAnswer],
  ['ActivityAnswer', answers.activityAnswer],
  ['SubjectAnswer', answers.subjectAnswer],
  ['AlignmentAnswer', answers.alignmentAnswer],
  ['DiplomacyAnswer', answers.diplomacyAnswer],
  ['ThreadAnswer', answers.threadAnswer],
  ['TimelineAnswer', answers.timelineAnswer],
  ['Designation', answers.designationItem],
  ['Country', answers.countryItem],
  ['List', answers.listItem],
  ['Coverage', answers.coverage],
  ['Explanation', answers.explanation],
  ['Record', record],
  ['Subject', subject],
  ['Source', source],
  ['Authority', authority],
  ['Day', day],
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
  service: 'How the service is',
};
const TAG_OF: Record<string, string> = {
  ...Object.fromEntries(['envoys', 'credentials', 'departures'].map((each) => [each, 'diplomacy'])),
  ...Object.fromEntries(
    ['control', 'recognitions', 'recognition-withdrawals', 'assistance'].map((each) => [each, 'governments']),
  ),
  resolutions: 'statements',
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
  'WWW-Authenticate': header('RFC 6750'),
  Allow: header('The methods that are taken here'),
};

/** How a request is refused; each with a problem. */
const REFUSALS: Record<string, { description: string; headers?: (keyof typeof HEADERS)[] }> = {
  400: { description: 'Something in the request cannot be understood; `errors` point at it' },
  401: { description: 'A key is needed, or the one that was sent is none', headers: ['WWW-Authenticate'] },
  403: { description: 'The key may not do this' },
  404: { description: 'Nothing of that name is known' },
  405: { description: 'The path takes other methods', headers: ['Allow'] },
  408: { description: 'The body stalled' },
  409: { description: 'A rule forbids it, or the same request is still running', headers: ['Retry-After'] },
  412: { description: 'Somebody changed it first: If-Match has none of its present ETags' },
  413: { description: 'The body is too large; the connection is closed' },
  414: { description: 'A part of the address is longer than any id' },
  415: { description: 'A command is JSON in UTF-8' },
  422: { description: 'The Idempotency-Key was used for another request' },
  428: { description: 'If-Match is needed' },
  431: { description: 'The header is too large' },
  500: { description: 'A fault of ours; it was logged' },
  503: { description: 'Not now: it is starting, too busy, or the database is gone', headers: ['Retry-After'] },
};

const READ = ['400', '401', '403', '404', '405', '414', '431', '500', '503'];
const WRITE = [...READ, '408', '409', '412', '413', '415', '422'];

/** The OpenAPI 3.1 document, from the schemas that check the running requests. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Demarche')
    .setDescription(
      [
        'What stood on any country’s sanctions lists on day D, as known on day K, with proof.',
        'Answers may get new members. Parameters and members of bodies that are not named here are refused; of a body whose JSON names a member twice, all is.',
        'No text has U+0000, and no whole number is beyond 2^53 (I-JSON, RFC 7493).',
        'Repeated with its Idempotency-Key, a request is answered as the first time, whatever the order of its members.',
        'Everybody may read, unless the service was started with READS=closed: a key is needed then. `/livez`, `/readyz` and this document are open in any case.',
      ].join('\n\n'),
    )
    .setVersion('1')
    .setContact('Demarche', 'https://demarche.dev', '')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) => ({
      schema: openApiSchema(schema as z.ZodType, schemaType),
    }),
  }) as unknown as Json & { paths: Record<string, Record<string, Operation>>; info: Json };

  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) describe(path, method, operation);
  Object.assign(document.paths, SERVICE_PATHS);
  const schemas = nameSchemas(document);
  return Object.assign(document, {
    info: { ...document.info, contact: { name: 'Demarche', url: 'https://demarche.dev' } },
    servers: [{ url: '/', description: 'Where this document came from' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    components: {
      schemas,
      headers: HEADERS,
      responses: Object.fromEntries(
        Object.entries(REFUSALS).map(([status, { description, headers = [] }]) => [
          `Problem${status}`,
          {
            description,
            headers: headersOf(...headers, 'X-Request-Id'),
            content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
          },
        ]),
      ),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A key; the first start prints one' },
      },
    },
  }) as unknown as OpenAPIObject;
}

const headersOf = (...names: (keyof typeof HEADERS)[]) =>
  Object.fromEntries(names.map((name) => [name, ref('headers', name)]));

const pascal = (text: string) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

/** Adds to a route what all routes like it share. */
function describe(path: string, method: string, operation: Operation): void {
  const segments = path.split('/').slice(2);
  const isRead = method === 'get';
  const isUpload = !isRead && path.endsWith('/publications');
  operation.operationId =
    (isRead ? 'get' : 'record') +
    segments.map((each) => (each.startsWith('{') ? `By${pascal(each)}` : pascal(each))).join('');
  operation.tags = [TAG_OF[segments[0]!] ?? segments[0]!];
  operation.security = isRead ? [{}, { bearer: [] }] : [{ bearer: [] }];
  for (const parameter of operation.parameters ?? []) tidy(parameter);
  if (path === '/v1/events' || path.endsWith('/timeline'))
    for (const { name, schema } of (operation.parameters ?? []) as { name: string; schema: Json }[])
      if (name === 'type') schema.enum = eventTypes;
  if (isRead) describeRead(path, operation);
  else describeWrite(operation, isUpload);
  const refusals = (isRead ? READ : WRITE).filter((status) => !(isUpload && ['415', '422'].includes(status)));
  if ((operation.parameters ?? []).some(({ name, required }) => name === 'If-Match' && required)) refusals.push('428');
  for (const status of refusals.sort()) operation.responses[status] ??= ref('responses', `Problem${status}`);
}

/** A parameter says once what it is. */
function tidy(parameter: Json): void {
  const schema = parameter.schema as Json | undefined;
  if (schema?.description !== undefined) {
    parameter.description ??= schema.description;
    delete schema.description;
  }
}

function describeRead(path: string, operation: Operation): void {
  const ok = operation.responses['200']!;
  const isEvent = path === '/v1/events/{id}';
  const isFile = path.endsWith('/artefact');
  ok.headers = headersOf(
    'ETag',
    'Cache-Control',
    'X-Request-Id',
    ...(isEvent || isFile ? [] : (['Demarche-Position'] as const)),
  );
  if (isFile) ok.content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  else {
    const { schema } = (ok.content as { 'application/json': { schema: Json } })['application/json'];
    const answer = { schema, example: exampleOf(schema, true) };
    ok.content = isEvent
      ? { 'application/cloudevents+json': answer }
      : {
          'application/json': answer,
          ...(path.endsWith('/diff') && {
            'text/csv': { schema: { type: 'string' }, example: 'change,certain,list,id,reference\r\n' },
          }),
        };
  }
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'If-None-Match',
      in: 'header',
      required: false,
      schema: { type: 'string' },
      description: 'ETags, or a star; anything else is as good as none',
    },
  ];
  operation.responses['304'] = {
    description: 'The caller has it already',
    headers: headersOf('ETag', 'Cache-Control', 'X-Request-Id'),
  };
}

function describeWrite(operation: Operation, isUpload: boolean): void {
  if (isUpload) {
    const content = operation.responses['201']!.content as Json;
    operation.responses['200'] = { description: 'Nothing was recorded: it was known already, or only tried', content };
    operation.responses['201']!.headers = headersOf('Demarche-Position', 'X-Request-Id');
    operation.responses['422'] = {
      description: 'The publication was refused; what is known of it is told with the problem',
      headers: headersOf('X-Request-Id'),
      content: {
        'application/problem+json': { schema: { allOf: [ref('schemas', 'Problem'), ref('schemas', 'IngestReport')] } },
      },
    };
    return;
  }
  const content = operation.requestBody!.content['application/json']!;
  content.example = exampleOf(content.schema as never, false);
  operation.responses['201']!.headers = headersOf('ETag', 'Location', 'Demarche-Position', 'X-Request-Id');
  operation.responses['200']!.headers = headersOf('ETag', 'Location', 'Demarche-Position', 'X-Request-Id');
  for (const status of ['200', '201']) {
    const { schema } = (operation.responses[status]!.content as { 'application/json': { schema: Json } })[
      'application/json'
    ];
    operation.responses[status]!.content = { 'application/json': { schema, example: exampleOf(schema, true) } };
  }
}

/** Takes each shape that has a name out of where it stands, and gives them all by their names. */
function nameSchemas(document: { paths: object }): Record<string, Json> {
  const schemas = [
    ...NAMED.map(([name, schema]) => [name, openApiSchema(schema, 'output') as unknown as Json] as const),
    ...NAMED_INPUT.map(([name, schema]) => [name, openApiSchema(schema, 'input') as unknown as Json] as const),
  ];
  const shapeOf = ({ description: _, ...shape }: Json) => canonicalize(shape);
  const names = new Map(schemas.map(([name, schema]) => [shapeOf(schema), name]));
  const replace = (value: unknown, own?: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => replace(each));
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Json;
    if ('type' in object || 'allOf' in object || 'anyOf' in object) {
      const name = names.get(shapeOf(object));
      if (name !== undefined && name !== own)
        return {
          ...ref('schemas', name),
          ...(object.description !== undefined && { description: object.description }),
        };
    }
    return Object.fromEntries(
      Object.entries(object).map(([key, each]) => [key, key.startsWith('example') ? each : replace(each)]),
    );
  };
  document.paths = replace(document.paths) as object;
  return Object.fromEntries(schemas.map(([name, schema]) => [name, replace(schema, name) as Json]));
}

const plain = (summary: string, operationId: string, content: Json, security: Json[], more: Json = {}) => ({
  get: {
    ...{ operationId, summary, tags: ['service'], security },
    responses: {
      200: { description: summary, headers: headersOf('X-Request-Id'), content },
      ...{
        405: ref('responses', 'Problem405'),
        431: ref('responses', 'Problem431'),
        500: ref('responses', 'Problem500'),
      },
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
    { 401: ref('responses', 'Problem401'), 403: ref('responses', 'Problem403'), 503: ref('responses', 'Problem503') },
  ),
  '/openapi.json': plain('This document', 'getOpenapi', { 'application/json': { schema: { type: 'object' } } }, [{}], {
    304: { description: 'The caller has it already' },
  }),
};
