import { createHash } from 'node:crypto';
import { escaped } from '../markup.ts';
import type { OpenApi, Operation, Parameter } from '../openapi/document.ts';
import type { JsonSchema } from '../openapi/json-schema.ts';
import { STYLE } from './style.ts';
import { membersOf, typeOf } from './shapes.ts';

/** Nothing but this page's own style is loaded or run. */
export const DOCS_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Route {
  method: string;
  path: string;
  operation: Operation;
}

/** The OpenAPI document as one page for people: no script, and nothing from elsewhere. */
export function docsPage(document: OpenApi): string {
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Route => ({ method, path, operation })),
  );
  const byTag = Map.groupBy(routes, ({ operation }) => operation.tags[0]!);
  const { title, description } = document.info;
  const tags = document.tags.filter(({ name }) => byTag.has(name));
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}: the API</title><style>${STYLE}</style></head><body>`,
    '<a class="skip" href="#content">To the content</a><div class="page"><nav aria-label="Routes">',
    ...tags.flatMap(({ name }) => [`<h2>${escaped(name)}</h2>`, menuOf(byTag.get(name)!)]),
    '<h2>Shapes</h2><ul>',
    ...Object.keys(document.components.schemas).map((name) => `<li><a href="#shape-${name}">${name}</a></li>`),
    `</ul></nav><main id="content"><h1>${escaped(title)}</h1>`,
    ...description.split('\n\n').map((paragraph) => `<p>${prose(paragraph)}</p>`),
    '<p>For programs: <a href="/openapi.json">openapi.json</a>, <a href="/asyncapi.json">asyncapi.json</a>.</p>',
    ...tags.flatMap(({ name, description: about }) => [
      `<h2 id="tag-${escaped(name)}">${escaped(name)}</h2><p>${prose(about)}</p>`,
      ...byTag.get(name)!.map((route) => sectionOf(route, document)),
    ]),
    '<h2 id="shapes">Shapes</h2>',
    ...Object.entries(document.components.schemas).map(([name, schema]) => shapeOf(name, schema)),
    '</main></div></body></html>',
    '',
  ].join('\n');
}

/** Text with `code` in it. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const methodOf = (method: string) => `<span class="method ${method}">${method.toUpperCase()}</span>`;

const menuOf = (routes: readonly Route[]): string =>
  `<ul>${routes
    .map(
      ({ method, path, operation }) =>
        `<li><a href="#${operation.operationId}">${methodOf(method)} ${escaped(path)}</a></li>`,
    )
    .join('\n')}</ul>`;

function sectionOf({ method, path, operation }: Route, { components }: OpenApi): string {
  const { operationId, summary, parameters = [], requestBody, responses, security } = operation;
  const isOpen = security.some((each) => Object.keys(each).length === 0);
  const content = requestBody?.content ?? {};
  const statuses = Object.entries(responses).map(([status, response]) => {
    const name = response.$ref?.split('/').at(-1);
    return { status, response: name === undefined ? response : components.responses[name]! };
  });
  const isRefusal = ({ status }: { status: string }) => Number(status) >= 400;
  return [
    `<section><h3 id="${operationId}">${methodOf(method)} <span class="path">${escaped(path)}</span></h3>`,
    `<p>${prose(summary)}. <span class="faint">${isOpen ? '' : 'Needs a key.'}</span></p>`,
    parametersOf(parameters),
    ...Object.entries(content).map(([type, each]) => formOf('Body', type, each)),
    ...statuses
      .filter((each) => !isRefusal(each))
      .flatMap(({ status, response }) => [
        `<h4>${status}: ${prose(response.description ?? '')}</h4>`,
        ...Object.entries(response.content ?? {}).map(([type, each]) => formOf('Answer', type, each)),
      ]),
    '<details><summary>How it refuses</summary><table><tbody>',
    ...statuses
      .filter(isRefusal)
      .map(
        ({ status, response }) =>
          `<tr><td><code>${status}</code></td><td>${prose(response.description ?? '')}</td></tr>`,
      ),
    '</tbody></table></details></section>',
  ].join('\n');
}

function parametersOf(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: place, required, schema, description = '' }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${place}${required ? ', needed' : ''}</td><td>${typeOf(schema)}</td><td>${prose(description)}</td></tr>`,
  );
  return `<table><thead><tr><th>Parameter</th><th>In</th><th>Is</th><th>Means</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

interface Form {
  schema?: JsonSchema;
  example?: unknown;
  'x-item-schema'?: JsonSchema;
}

function formOf(what: string, type: string, form: Form): string {
  const { schema, example } = form;
  const item = form['x-item-schema'];
  const shape = item ? `each: ${typeOf(item)}` : schema ? typeOf(schema) : '';
  const text = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
  return [
    `<p>${what} <code>${escaped(type)}</code> ${shape}</p>`,
    schema?.properties ? membersOf(schema) : '',
    example === undefined ? '' : `<details><summary>Example</summary><pre>${escaped(text)}</pre></details>`,
  ].join('\n');
}

const shapeOf = (name: string, schema: JsonSchema): string =>
  [
    `<section><h3 id="shape-${name}">${name}</h3>`,
    typeof schema.description === 'string' ? `<p>${prose(schema.description)}</p>` : '',
    schema.properties ? membersOf(schema) : `<p>${typeOf(schema)}</p>`,
    '</section>',
  ].join('\n');
