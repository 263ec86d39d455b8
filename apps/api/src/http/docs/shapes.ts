import { escaped } from '../markup.ts';
import type { JsonSchema } from '../openapi/json-schema.ts';

const MOST_WORDS = 12;
const DEEPEST = 3;

const code = (text: string) => `<code>${escaped(text)}</code>`;

/** What a schema is, in a few words of HTML: a link where it has a name. */
export function typeOf(schema: JsonSchema, depth = 0): string {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return `<a href="#shape-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) {
    const shown = schema.enum.slice(0, MOST_WORDS).map((each) => code(String(each)));
    return shown.join(' ') + (schema.enum.length > MOST_WORDS ? ` … (${schema.enum.length})` : '');
  }
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) {
    const [first] = variants;
    const isByType = variants.length > MOST_WORDS && first?.properties?.type;
    return isByType
      ? `one of: ${variants.map((each) => typeOf(each.properties!.type!, depth + 1)).join(' ')}`
      : variants.map((each) => typeOf(each, depth + 1)).join(' or ');
  }
  if (schema.items) return `list of ${typeOf(schema.items, depth + 1)}`;
  if (schema.properties && depth < DEEPEST)
    return `{ ${Object.entries(schema.properties)
      .map(([name, each]) => `${escaped(name)}: ${typeOf(each, depth + 1)}`)
      .join(', ')} }`;
  const { type = 'anything', format, minimum, maximum, default: given } = schema;
  const more = [
    format,
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : undefined,
    given === undefined ? undefined : `${JSON.stringify(given)} where left out`,
  ].filter((each) => each !== undefined);
  return escaped([[type].flat().join(' or '), ...more].join(', '));
}

/** The members of an object as a table. */
export function membersOf({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const { description } = schema;
    const about = typeof description === 'string' ? escaped(description).replace(/`([^`]+)`/g, '<code>$1</code>') : '';
    return `<tr><td>${code(name)}${required.includes(name) ? '' : ' <span class="faint">may be missing</span>'}</td><td>${typeOf(schema)}</td><td>${about}</td></tr>`;
  });
  return `<table><thead><tr><th>Member</th><th>Is</th><th>Means</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
