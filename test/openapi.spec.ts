import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { z } from 'zod';
import { commandLine, commands, lookups, managed, questions, service, type ManagementRoute } from '#contract';
import { exampleOf } from '../apps/api/src/http/openapi/examples.ts';
import { jsonSchemaOf } from '../apps/api/src/http/openapi/json-schema.ts';
import { startRest, type Rest } from './support/rest.ts';

type Json = Record<string, never>;
interface Operation {
  operationId: string;
  tags: string[];
  security: object[];
  responses: Record<string, { $ref?: string; headers?: object; content?: Record<string, object> }>;
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
}

interface Answered {
  path: string;
  type?: string;
  answer: z.ZodType | null;
  also?: readonly { type: string; shape?: z.ZodType }[];
}

describe('the OpenAPI document', () => {
  let rest: Rest;
  let document: {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Json> };
    tags: { name: string }[];
  };
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );

  beforeAll(async () => {
    rest = await startRest();
    document = (await rest.get('/openapi.json')).body;
  });
  afterAll(() => rest.stop());

  it('is valid to the schema of OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('is valid to Redocly, every reference in it resolved', async () => {
    const config = await createConfig({
      rules: {
        struct: 'error',
        'no-unresolved-refs': 'error',
        'no-invalid-media-type-examples': 'error',
        'operation-operationId-unique': 'error',
        'path-parameters-defined': 'error',
        'no-unused-components': 'off',
      },
    });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(problems.map(({ message, location }) => `${message} ${location[0]?.pointer}`)).toEqual([]);
  });

  it('names what answers share, and leaves answers open to new members', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Problem', 'Event', 'Coverage', 'Designation', 'Record', 'Subject', 'Source']),
    );
    const text = JSON.stringify(document);
    expect(text.length).toBeLessThan(600_000);
    for (const name of ['Problem', 'Event', 'Coverage', 'Subject'])
      expect(text.split(`schemas/${name}"`).length).toBeGreaterThan(3);
    const output = Object.entries(document.components.schemas).filter(([name]) => !name.endsWith('Input'));
    expect(JSON.stringify(output)).not.toContain('"additionalProperties":false');
  });

  it('says of each route who may, how it refuses, and what it sends', () => {
    const tags = document.tags.map(({ name }) => name);
    const ofService = new Set<string>(managed.map(({ path }) => path));
    for (const { path, method, operation } of operations()) {
      expect(operation.operationId).toMatch(/^(get|lookUp|record|do|change|delete)[A-Z]\w+$/);
      expect(tags).toContain(operation.tags[0]);
      expect(operation.security.length).toBeGreaterThan(0);
      if (!path.startsWith('/v1') || ofService.has(path)) continue;
      const statuses = Object.keys(operation.responses);
      const wanted = ['400', '401', '403', '404', '405', '414', '429', '431', '500', '503'];
      expect(statuses).toEqual(expect.arrayContaining(wanted));
      const isSent = ['application/x-ndjson', 'text/event-stream'].includes(
        Object.keys(operation.responses['200']!.content ?? {})[0]!,
      );
      const more = operation.operationId.startsWith('lookUp')
        ? ['408', '413', '415']
        : method === 'get'
          ? isSent
            ? []
            : ['304']
          : ['201', '408', '409', '412', '413', '422'];
      expect(statuses).toEqual(expect.arrayContaining(['200', ...more]));
      if (method === 'get' && !isSent) expect(operation.responses['200']!.headers).toHaveProperty('ETag');
    }
    const { amendments, csv, event, artefact } = {
      amendments: document.paths['/v1/designations/{id}/amendments']!.post!,
      csv: document.paths['/v1/lists/{id}/diff']!.get!.responses['200']!.content!,
      event: document.paths['/v1/events/{id}']!.get!.responses['200']!.content!,
      artefact: document.paths['/v1/lists/{id}/publications/{sha256}/artefact']!.get!.responses['200']!.content!,
    };
    expect(Object.keys(amendments.responses)).toContain('428');
    expect(amendments.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match', required: true }));
    expect(csv).toHaveProperty('text/csv');
    expect(Object.keys(event)).toEqual(['application/cloudevents+json', 'application/json', 'text/event-stream']);
    expect(Object.keys(artefact)).toEqual(['application/octet-stream']);
  });

  it('says what texts look like that no JSON Schema can check by itself', () => {
    const { parameters, requestBody } = document.paths['/v1/subjects/{id}/links']!.post! as unknown as {
      parameters: { name: string; schema: Json }[];
      requestBody: { content: Record<string, { schema: { properties: Record<string, Json> } }> };
    };
    const shapes = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]));
    expect(shapes).toMatchObject({
      id: { maxLength: 481, pattern: expect.any(String) },
      'Idempotency-Key': { maxLength: 255, pattern: expect.any(String) },
      'If-Match': { pattern: expect.any(String) },
    });
    const { effective, announcedOn } = Object.fromEntries(
      Object.entries(requestBody.content['application/json']!.schema.properties).map(([name, schema]) => [
        name,
        document.components.schemas[String(schema.$ref).split('/').at(-1)!] ?? schema,
      ]),
    );
    expect([effective, announcedOn]).toMatchObject([{ format: 'edtf', maxLength: 25 }, { format: 'date' }]);
    const matches = (schema: Json | undefined, text: string) => new RegExp(String(schema!.pattern)).test(text);
    const days = ['2005', '2005-03', '2005-03-15', '[2005-03-01..2005-04-15]', '[..2006-10-12]', '[..2006]'];
    expect(days.filter((text) => !matches(effective, text))).toEqual([]);
    expect(['20', '2005-13', '[..]', '[2005..]', 'x'].filter((text) => matches(effective, text))).toEqual([]);
    const tags = ['*', '"a"', 'W/"a"', '"a,b", W/"c"'];
    expect(tags.filter((text) => !matches(shapes['If-Match'], text))).toEqual([]);
    expect(['a', '"a', '"a" "b"', '*, "a"'].filter((text) => matches(shapes['If-Match'], text))).toEqual([]);
  });

  it('has an example of each body that its own schema takes', () => {
    for (const { path, body, method = 'post' } of [...Object.values(commands), ...managed] as ManagementRoute[]) {
      if (body === null) continue;
      const operation = document.paths[path]![method]!;
      const { example } = operation.requestBody!.content['application/json']!;
      expect({ path, issues: body.safeParse(example).error?.issues ?? [] }).toEqual({ path, issues: [] });
    }
  });

  it('has an example of each answer that its own strict shape takes', () => {
    const others = { ...lookups, ...service };
    for (const { path, type, answer, also = [] } of Object.values<Answered>({ ...questions, ...others })) {
      const { get, post } = document.paths[path]!;
      const { content } = (get ?? post)!.responses['200']!;
      const forms = [{ type: type ?? 'application/json', shape: answer }, ...also];
      expect(Object.keys(content!)).toEqual(forms.map((each) => each.type));
      for (const { type: form, shape } of forms) {
        if (!shape) continue;
        const { example } = content![form] as { example: unknown };
        expect({ path, issues: shape.safeParse(example).error?.issues ?? [] }).toEqual({ path, issues: [] });
      }
    }
  });

  it('is for people too, on a page that loads and runs nothing', async () => {
    const page = await fetch(`${rest.base}/docs`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    const html = await page.text();
    const style = createHash('sha256')
      .update(/<style>([\s\S]*)<\/style>/.exec(html)![1]!)
      .digest('base64');
    expect(policy).toContain(`'sha256-${style}'`);
    expect(html).not.toMatch(/<script|<link|<img|\son\w+=|style=|javascript:/i);
    expect([...html.matchAll(/\shref="([^"]*)"/g)].filter(([, to]) => !/^[#/]/.test(to!))).toEqual([]);
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to] of html.matchAll(/\shref="#([^"]*)"/g)) expect(ids).toContain(to);
    for (const { path, operation } of operations()) {
      expect(html).toContain(path);
      expect(ids).toContain(operation.operationId);
    }
    const again = await fetch(`${rest.base}/docs`, { headers: { 'if-none-match': page.headers.get('etag')! } });
    // As 200 would have had it: RFC 9110 section 15.4.5.
    expect([again.status, again.headers.get('etag')]).toEqual([304, page.headers.get('etag')]);
  });

  it('describes the service as it is', async () => {
    for (const path of ['/livez', '/readyz'] as const) {
      const { answer } = Object.values(service).find((each) => each.path === path)!;
      const { body } = await rest.get(path);
      expect({ path, issues: answer!.safeParse(body).error?.issues ?? [] }).toEqual({ path, issues: [] });
    }
  });

  it('says of each shape what it is', () => {
    const shapes = [
      ...Object.values(questions).flatMap(({ query, answer }) => [query, answer ?? []].flat()),
      ...Object.values(commands).map(({ body }) => body),
      ...Object.values(commandLine),
    ];
    for (const shape of shapes)
      expect(shape.meta()).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  });

  it('could give an example of what each command prints', () => {
    for (const [command, shape] of Object.entries(commandLine)) {
      const example = exampleOf(jsonSchemaOf(shape, 'output'), true);
      expect({ command, issues: shape.safeParse(example).error?.issues ?? [] }).toEqual({ command, issues: [] });
    }
  });
});
