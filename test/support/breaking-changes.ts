import type { OpenApi, Operation, Parameter } from '../../apps/api/src/http/openapi/document.ts';
import type { JsonSchema } from '../../apps/api/src/http/openapi/json-schema.ts';

/**
 * What of a released document a later one takes away from those who rely on it; nothing where its version was raised. What
 * is sent may only become wider, what is answered may only get more.
 */
export function breakingChanges(released: OpenApi, now: OpenApi): string[] {
  if (released.info.version !== now.info.version) return [];
  const comparison = new Comparison(released, now);
  for (const [path, methods] of Object.entries(released.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const later = now.paths[path]?.[method];
      const at = `${method.toUpperCase()} ${path}`;
      if (later) comparison.operation(at, operation, later);
      else comparison.found.push(`${at} is gone`);
    }
  return comparison.found;
}

type Direction = 'sent' | 'answered';
/** Bounds that may only become wider where something is sent: those that may not rise, and those that may not fall. */
const LOWER = ['minimum', 'minLength', 'minItems'] as const;
const UPPER = ['maximum', 'maxLength', 'maxItems'] as const;

class Comparison {
  readonly found: string[] = [];
  private readonly compared = new Set<string>();

  constructor(
    private readonly released: OpenApi,
    private readonly now: OpenApi,
  ) {}

  operation(at: string, old: Operation, later: Operation): void {
    const isOpen = ({ security }: Operation) => security.some((each) => Object.keys(each).length === 0);
    if (isOpen(old) && !isOpen(later)) this.found.push(`${at} needs a key now`);
    this.parameters(at, old.parameters ?? [], later.parameters ?? []);
    this.contents(`${at} body`, 'sent', old.requestBody?.content, later.requestBody?.content);
    if (!old.requestBody && later.requestBody) this.found.push(`${at} needs a body now`);
    for (const status of Object.keys(old.responses).filter((each) => each.startsWith('2'))) {
      const [before, after] = [answer(this.released, old, status), answer(this.now, later, status)];
      if (after) this.contents(`${at} ${status}`, 'answered', before?.content, after.content);
      else this.found.push(`${at} ${status} is gone`);
    }
  }

  private parameters(at: string, old: readonly Parameter[], later: readonly Parameter[]): void {
    const same = (a: Parameter) => (b: Parameter) => a.name === b.name && a.in === b.in;
    for (const parameter of old) {
      const after = later.find(same(parameter));
      const name = `${at} ?${parameter.name}`;
      if (!after) {
        this.found.push(`${name} is gone`);
        continue;
      }
      if (after.required && !parameter.required) this.found.push(`${name} is needed now`);
      this.schema(name, 'sent', parameter.schema, after.schema);
    }
    for (const parameter of later)
      if (parameter.required && !old.some(same(parameter)))
        this.found.push(`${at} ?${parameter.name} is new and needed`);
  }

  private contents(at: string, direction: Direction, old: Contents = {}, later: Contents = {}): void {
    for (const [type, content] of Object.entries(old)) {
      const after = later[type];
      if (!after) this.found.push(`${at} ${type} is gone`);
      for (const key of ['schema', 'x-item-schema'] as const)
        if (after && content[key]) this.schema(at, direction, content[key], after[key] ?? {});
    }
  }

  private schema(at: string, direction: Direction, old: JsonSchema, later: JsonSchema): void {
    if (old.$ref !== undefined && later.$ref !== undefined) {
      const pair = JSON.stringify([direction, old.$ref, later.$ref]);
      if (this.compared.has(pair)) return;
      this.compared.add(pair);
    }
    const [a, b] = [resolve(this.released, old), resolve(this.now, later)];
    this.values(at, direction, a, b);
    this.types(at, direction, a, b);
    if (a.items && b.items) this.schema(`${at}[]`, direction, a.items, b.items);
    this.members(at, direction, a, b);
    this.variants(at, direction, variantsOf(a), variantsOf(b));
  }

  private values(at: string, direction: Direction, a: JsonSchema, b: JsonSchema): void {
    if (a.const !== undefined && b.const !== a.const && !b.enum?.includes(a.const))
      this.found.push(`${at} is ${JSON.stringify(a.const)} no longer`);
    if (direction === 'answered') return;
    const gone = b.enum ? (a.enum ?? []).filter((each) => !b.enum!.includes(each)) : [];
    if (gone.length > 0) this.found.push(`${at} takes ${gone.join(', ')} no longer`);
    if (!a.enum && b.enum && a.const === undefined) this.found.push(`${at} takes only some values now`);
    if (b.pattern !== undefined && b.pattern !== a.pattern) this.found.push(`${at} has another pattern`);
    for (const bound of LOWER)
      if (number(b[bound], -Infinity) > number(a[bound], -Infinity)) this.found.push(`${at} has a higher ${bound}`);
    for (const bound of UPPER)
      if (number(b[bound], Infinity) < number(a[bound], Infinity)) this.found.push(`${at} has a lower ${bound}`);
  }

  private types(at: string, direction: Direction, a: JsonSchema, b: JsonSchema): void {
    const [before, after] = [typesOf(a), typesOf(b)];
    if (!before || !after) return;
    const [some, all] = direction === 'sent' ? [before, after] : [after, before];
    const odd = some.filter((type) => !all.includes(type) && !(type === 'integer' && all.includes('number')));
    if (odd.length > 0) this.found.push(`${at} is ${after.join(' or ')} and was ${before.join(' or ')}`);
  }

  private members(at: string, direction: Direction, a: JsonSchema, b: JsonSchema): void {
    const isNeeded = ({ required = [] }: JsonSchema, name: string) => required.includes(name);
    for (const [name, schema] of Object.entries(a.properties ?? {})) {
      const after = b.properties?.[name];
      if (!after) {
        if (b.properties) this.found.push(`${at}/${name} is gone`);
        continue;
      }
      if (direction === 'answered' && isNeeded(a, name) && !isNeeded(b, name))
        this.found.push(`${at}/${name} may be missing now`);
      this.schema(`${at}/${name}`, direction, schema, after);
    }
    for (const name of direction === 'sent' ? (b.required ?? []) : [])
      if (a.properties && !isNeeded(a, name)) this.found.push(`${at}/${name} is needed now`);
  }

  /** Of several shapes, those that tell themselves apart by a constant member are compared with their like, others by their place. */
  private variants(at: string, direction: Direction, old: readonly JsonSchema[], later: readonly JsonSchema[]): void {
    if (later.length === 0) return;
    old.forEach((variant, i) => {
      const name = nameOf(resolve(this.released, variant));
      const after = name === undefined ? later[i] : later.find((each) => nameOf(resolve(this.now, each)) === name);
      if (after) this.schema(`${at}<${name ?? i}>`, direction, variant, after);
      else if (direction === 'sent') this.found.push(`${at}<${name ?? i}> is gone`);
    });
  }
}

type Contents = Record<string, { schema?: JsonSchema; 'x-item-schema'?: JsonSchema }>;

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);
const variantsOf = ({ oneOf, anyOf }: JsonSchema) => oneOf ?? anyOf ?? [];
const nameOf = ({ properties = {} }: JsonSchema) =>
  Object.values(properties)
    .flatMap((each) => (each.const === undefined ? [] : [JSON.stringify(each.const)]))
    .join(' ') || undefined;

/** Null where a schema leaves its types open, or to its variants. */
function typesOf({ type, enum: values }: JsonSchema): string[] | null {
  if (type !== undefined) return [type].flat();
  return values ? [...new Set(values.map((each) => (each === null ? 'null' : typeof each)))] : null;
}

const resolve = ({ components }: OpenApi, schema: JsonSchema): JsonSchema =>
  typeof schema.$ref === 'string' ? components.schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)]! : schema;

function answer({ components }: OpenApi, { responses }: Operation, status: string) {
  const response = responses[status];
  return response?.$ref ? components.responses[response.$ref.slice(response.$ref.lastIndexOf('/') + 1)] : response;
}
