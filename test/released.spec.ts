import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { asyncApiDocument } from '../apps/api/src/http/openapi/asyncapi.ts';
import { openApiDocument, type OpenApi } from '../apps/api/src/http/openapi/document.ts';
import { typescriptOf } from '../apps/api/src/http/openapi/typescript.ts';
import { breakingChanges } from './support/breaking-changes.ts';

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as unknown;
const asJson = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe('the contract in the repository', () => {
  const TYPES = 'packages/client/src/types.ts';
  const again = 'run `npm run contract`';

  it('is what the routes say', async () => {
    expect([again, await read('docs/openapi.json')]).toEqual([again, asJson(openApiDocument())]);
    expect([again, await read('docs/asyncapi.json')]).toEqual([again, asJson(asyncApiDocument())]);
    const types = await format(typescriptOf(openApiDocument() as OpenApi), {
      ...(await resolveConfig(TYPES)),
      filepath: TYPES,
    });
    expect([again, await readFile(TYPES, 'utf8')]).toEqual([again, types]);
  });

  it('breaks nothing that was released', async () => {
    const released = (await read('docs/released/openapi.json')) as OpenApi;
    expect(breakingChanges(released, asJson(openApiDocument()) as OpenApi)).toEqual([]);
  });
});

describe('a breaking change', () => {
  // A document with one question and one command, to be changed in one place at a time.
  const made = () => ({
    info: { title: 'T', description: '', version: '1' },
    tags: [],
    paths: {
      '/v1/things': {
        get: {
          operationId: 'getThings',
          summary: '',
          tags: [],
          security: [{}, { bearer: [] }] as object[],
          parameters: [
            { name: 'on', in: 'query', required: false, schema: { type: 'string', maxLength: 10 } },
            { name: 'kind', in: 'query', required: false, schema: { type: 'string', enum: ['a', 'b'] } },
            { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 500 } },
          ] as { name: string; in: string; required: boolean; schema: Record<string, unknown> }[],
          responses: {
            200: {
              content: {
                'application/json': { schema: { $ref: '#/components/schemas/Page' } },
                'text/csv': { schema: { type: 'string' } },
              } as Record<string, object>,
            },
          },
        },
        post: {
          operationId: 'recordThings',
          summary: '',
          tags: [],
          security: [{ bearer: [] }],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Body' } } } },
          responses: { 201: { $ref: '#/components/responses/Recorded' } },
        },
      } as Record<string, Record<string, unknown>>,
    },
    components: {
      responses: { Recorded: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
      schemas: {
        Page: {
          type: 'object',
          required: ['items', 'next'],
          properties: {
            items: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
            next: { type: ['string', 'null'] },
          },
        },
        Thing: {
          type: 'object',
          required: ['id', 'status'],
          properties: { id: { type: 'string' }, status: { enum: ['x', 'y'] }, note: { type: 'string' } },
        },
        Body: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string' },
            why: { type: 'string' },
            by: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
          },
        },
      } as Record<string, { required: string[]; properties: Record<string, Record<string, unknown>> }>,
    },
  });
  type Made = ReturnType<typeof made>;
  interface Get {
    parameters: { name: string; required: boolean; schema: Record<string, unknown> }[];
    security: object[];
    responses: Record<string, { content: Record<string, object> }>;
  }
  const get = (document: Made) => document.paths['/v1/things'].get as unknown as Get;
  const changed = (change: (document: Made) => void) => {
    const later = made();
    change(later);
    return breakingChanges(made() as unknown as OpenApi, later as unknown as OpenApi);
  };
  const thing = ({ components }: Made) => components.schemas.Thing!;
  const body = ({ components }: Made) => components.schemas.Body!;

  it.each<[string, (document: Made) => void, string[]]>([
    [
      'a path that is gone',
      (d) => delete (d.paths as object as Record<string, unknown>)['/v1/things'],
      ['GET /v1/things is gone', 'POST /v1/things is gone'],
    ],
    ['an operation that is gone', (d) => delete d.paths['/v1/things'].post, ['POST /v1/things is gone']],
    ['a parameter that is gone', (d) => get(d).parameters.shift(), ['GET /v1/things ?on is gone']],
    [
      'a new parameter that is needed',
      (d) => get(d).parameters.push({ name: 'x', required: true, schema: {} }),
      ['GET /v1/things ?x is new and needed'],
    ],
    [
      'a parameter that is needed now',
      (d) => (get(d).parameters[0]!.required = true),
      ['GET /v1/things ?on is needed now'],
    ],
    [
      'a value that is taken no longer',
      (d) => (get(d).parameters[1]!.schema.enum = ['a']),
      ['GET /v1/things ?kind takes b no longer'],
    ],
    [
      'a lower bound',
      (d) => (get(d).parameters[2]!.schema.maximum = 100),
      ['GET /v1/things ?limit has a lower maximum'],
    ],
    [
      'a shorter text',
      (d) => (get(d).parameters[0]!.schema.maxLength = 5),
      ['GET /v1/things ?on has a lower maxLength'],
    ],
    ['a pattern', (d) => (get(d).parameters[0]!.schema.pattern = '^x'), ['GET /v1/things ?on has another pattern']],
    ['a key that is needed now', (d) => (get(d).security = [{ bearer: [] }]), ['GET /v1/things needs a key now']],
    [
      'a form that is gone',
      (d) => delete get(d).responses['200']!.content['text/csv'],
      ['GET /v1/things 200 text/csv is gone'],
    ],
    ['a status that is gone', (d) => delete get(d).responses['200'], ['GET /v1/things 200 is gone']],
    [
      'a member of an answer that is gone',
      (d) => delete thing(d).properties.note,
      ['GET /v1/things 200/items[]/note is gone'],
    ],
    [
      'a member of an answer that may be missing',
      (d) => (thing(d).required = ['id']),
      ['GET /v1/things 200/items[]/status may be missing now'],
    ],
    [
      'a member of an answer that may be null',
      (d) => (thing(d).properties.id = { type: ['string', 'null'] }),
      ['GET /v1/things 200/items[]/id is string or null and was string'],
    ],
    ['a member of a body that is gone', (d) => delete body(d).properties.why, ['POST /v1/things body/why is gone']],
    [
      'a member of a body that is needed now',
      (d) => (body(d).required = ['name', 'why']),
      ['POST /v1/things body/why is needed now'],
    ],
    [
      'a body’s member of another type',
      (d) => (body(d).properties.name = { type: 'integer' }),
      ['POST /v1/things body/name is integer and was string'],
    ],
    [
      'a variant of a body that is gone',
      (d) => (body(d).properties.by = { oneOf: [{ type: 'string' }] }),
      ['POST /v1/things body/by<1> is gone'],
    ],
  ])('is %s', (_, change, found) => {
    expect(changed(change)).toEqual(found);
  });

  it.each<[string, (document: Made) => void]>([
    ['nothing at all', () => undefined],
    ['a new path', (d) => ((d.paths as object as Record<string, unknown>)['/v1/more'] = d.paths['/v1/things'])],
    ['a new parameter', (d) => get(d).parameters.push({ name: 'x', required: false, schema: {} })],
    ['a new value of a question', (d) => (get(d).parameters[1]!.schema.enum = ['a', 'b', 'c'])],
    ['wider bounds', (d) => (get(d).parameters[2]!.schema = { type: 'integer', minimum: 0, maximum: 1_000 })],
    ['a new member of an answer', (d) => (thing(d).properties.more = { type: 'string' })],
    ['a member that is always there now', (d) => (thing(d).required = ['id', 'status', 'note'])],
    ['a new member of a body', (d) => (body(d).properties.more = { type: 'string' })],
    ['a member of a body that may be missing now', (d) => (body(d).required = [])],
    [
      'all of it under another version',
      (d) => {
        d.info.version = '2';
        delete d.paths['/v1/things'].post;
      },
    ],
  ])('is not %s', (_, change) => {
    expect(changed(change)).toEqual([]);
  });
});
