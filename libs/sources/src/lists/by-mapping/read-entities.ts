import { keepingNames, MEMBER, sizeOf } from '../../reading/budget.ts';
import { readJsonRecords } from '../../reading/json-records.ts';
import type { PublishedFile, ReadLimits, ReadPublication, RowContent, SourceRow } from '../../list-source.ts';
import { texts } from '../../mapping/parts.ts';
import { PublicationRejected } from '../../reading/rejection.ts';
import { tallying } from '../../reading/tally.ts';
import { collapse, memberName } from '../../reading/text.ts';
import { HOLDERS, LEFT_OUT, narrower, PARTIES, READ } from './ftm-schema.ts';

interface Entity {
  id: string;
  schema: string;
  captions: string[];
  isTarget: boolean;
  referents: string[];
  properties: Record<string, string[]>;
  /** Of fragments that came later, until all are read. */
  added?: Map<string, Set<string>>;
  at: string;
  broken?: string;
}

/**
 * One row for each entity that is listed: one marked as a target, one under the topic `sanction`, or one that a Sanction
 * names. What others say of it stands inside: Sanctions, documents, wallets, addresses. Fragments of one id are one entity.
 */
export async function readEntities(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const unknown: Record<string, number> = {};
  const count = tallying(unknown);
  const keepName = keepingNames(limits);
  const entities = new Map<string, Entity>();
  for await (const { text, line } of readJsonRecords(file.chunks, limits)) {
    const found = entitiesIn(parsed(text, line), line);
    const kept = found.filter(({ schema }) => Object.hasOwn(READ, schema));
    for (const { schema } of found) if (!Object.hasOwn(READ, schema)) count(memberName(schema.slice(0, 60)));
    if (kept.length === 0) continue;
    const members = kept.reduce((sum, { properties }) => sum + Object.keys(properties).length, 0);
    for (const { properties } of kept) for (const name of Object.keys(properties)) keepName(name, () => `line ${line}`);
    limits.keep(sizeOf(text) + MEMBER * members + ENTITY * kept.length, () => `line ${line}`);
    for (const entity of kept) {
      const known = entities.get(entity.id);
      if (known) add(known, entity);
      else if (entities.size < limits.rows) entities.set(entity.id, entity);
      else throw new PublicationRejected('too-many-rows', `It has more than ${limits.rows} entities`);
    }
  }
  for (const entity of entities.values()) merge(entity);
  for (const { schema, properties } of entities.values())
    for (const property of Object.keys(properties))
      if (!READ[schema]!.includes(property) && !LEFT_OUT.includes(property)) count(`${schema}.${property}`);
  return { rows: rowsOf(entities, count), unknown };
}

function rowsOf(entities: ReadonlyMap<string, Entity>, count: (what: string) => void): SourceRow[] {
  const about = new Map<string, Record<string, RowContent[]>>();
  for (const { schema, properties } of entities.values()) {
    const holders = Object.hasOwn(HOLDERS, schema) ? (properties[HOLDERS[schema]!] ?? []) : [];
    for (const holder of holders) {
      const own = about.get(holder) ?? {};
      (own[schema] ??= []).push(properties);
      about.set(holder, own);
    }
  }
  const isListed = ({ id, schema, isTarget, properties }: Entity) =>
    Object.hasOwn(PARTIES, schema) &&
    (isTarget || properties.topics?.includes('sanction') === true || about.get(id)?.Sanction !== undefined);
  const listed = [...entities.values()].filter(isListed);
  const ids = new Set(listed.map(({ id }) => id));

  const used = new Set<string>();
  const rows = listed.map((entity): SourceRow => {
    const { id, schema, captions, referents, properties, at, broken } = entity;
    const { Sanction, Passport, Identification, CryptoWallet } = about.get(id) ?? {};
    const addresses = (properties.addressEntity ?? []).flatMap((address) => {
      used.add(address);
      const found = entities.get(address);
      return found?.schema === 'Address' ? [found.properties] : [];
    });
    const holders = Object.hasOwn(HOLDERS, schema)
      ? (properties[HOLDERS[schema]!] ?? []).map((holder) => ({ id: holder, ...nameOf(entities.get(holder)) }))
      : [];
    // Fragments that carry no name of their own have their id as a caption.
    const caption = captions.find((each) => properties.name?.includes(each)) ?? captions.find((each) => each !== id);
    return {
      reference: id,
      at,
      ...(broken === undefined ? {} : { broken }),
      content: {
        schema,
        ...(caption ? { caption } : {}),
        ...properties,
        ...(Sanction ? { sanction: Sanction } : {}),
        ...(Passport ? { '@passports': Passport } : {}),
        ...(Identification ? { '@documents': Identification } : {}),
        ...(CryptoWallet ? { '@wallets': CryptoWallet } : {}),
        ...(addresses.length > 0 ? { '@addresses': addresses } : {}),
        ...(holders.length > 0 ? { '@holders': holders } : {}),
        ...(referents.length > 0 ? { '@referents': referents.toSorted() } : {}),
      },
    };
  });

  for (const { id, schema, properties } of entities.values()) {
    if (ids.has(id)) continue;
    if (schema === 'Address') {
      if (!used.has(id)) count('Address: of nobody who is listed');
      continue;
    }
    const holders = Object.hasOwn(HOLDERS, schema) ? (properties[HOLDERS[schema]!] ?? []) : [];
    if (!holders.some((holder) => ids.has(holder)))
      count(Object.hasOwn(PARTIES, schema) ? `${schema}: not listed itself` : `${schema}: of nobody who is listed`);
  }
  return rows;
}

const nameOf = (entity: Entity | undefined): { name?: string } => {
  const name = entity?.properties.name?.[0] ?? entity?.captions[0];
  return name ? { name } : {};
};

function parsed(text: string, line: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw noEntity(line);
  }
}

const noEntity = (line: number) =>
  new PublicationRejected(
    'malformed-json',
    `Line ${line} is no FollowTheMoney entity (id, schema, properties with lists of texts). Is the file whole, one object a line or one list of them?`,
  );

/** Bytes of an entity besides what it says. */
const ENTITY = 512;
const LONGEST_ID = 300;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_ID;

/** Names that a row has for what is put into it. */
const isOurs = (name: string) => /^(@|(schema|caption|sanction)$)/.test(name);

/** The entity of a record, and those that stand inside it in the place of their ids. */
function entitiesIn(value: unknown, line: number, holder?: string): Entity[] {
  if (!isObject(value) || !isId(value.id) || typeof value.schema !== 'string') throw noEntity(line);
  const { id, schema, caption, target, referents = [], properties = {} } = value;
  if (!isObject(properties) || !Array.isArray(referents) || !referents.every((each) => typeof each === 'string'))
    throw noEntity(line);
  const inside: Entity[] = [];
  const own: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(properties)) {
    if (!Array.isArray(values)) throw noEntity(line);
    const kept = values.map((each: unknown) => {
      if (typeof each === 'string') return collapse(each);
      if (!isObject(each) || !isId(each.id)) throw noEntity(line);
      if (typeof each.schema === 'string' && isObject(each.properties)) inside.push(...entitiesIn(each, line, id));
      return each.id;
    });
    const texts = [...new Set(kept)].filter((text) => text !== '').sort();
    if (texts.length > 0) own[isOurs(name) ? `:${name}` : memberName(name)] = texts;
  }
  const named = HOLDERS[schema];
  if (holder !== undefined && Object.hasOwn(HOLDERS, schema) && named) own[named] ??= [holder];
  return [
    {
      id,
      schema,
      properties: own,
      at: `line ${line}`,
      isTarget: target === true,
      captions: typeof caption === 'string' && caption.trim() !== '' ? [collapse(caption)] : [],
      referents: referents.filter((each) => isId(each) && each !== id),
    },
    ...inside,
  ];
}

/** Puts a fragment to what is known of its entity; many thousands may be of one. */
function add(known: Entity, fragment: Entity): void {
  const schema = narrower(known.schema, fragment.schema);
  if (schema === undefined)
    known.broken ??= `Its fragments are ${known.schema} and ${fragment.schema}, which nothing is at once`;
  else known.schema = schema;
  known.isTarget ||= fragment.isTarget;
  known.added ??= new Map([
    ['@captions', new Set(known.captions)],
    ['@referents', new Set(known.referents)],
  ]);
  const put = (name: string, values: readonly string[]) => {
    const all = known.added!.get(name) ?? new Set(known.properties[name]);
    for (const value of values) all.add(value);
    known.added!.set(name, all);
  };
  put('@captions', fragment.captions);
  put('@referents', fragment.referents);
  for (const [name, values] of Object.entries(fragment.properties)) put(name, values);
}

/** Makes one entity of what its fragments added. */
function merge(entity: Entity): void {
  for (const [name, values] of entity.added ?? [])
    if (name === '@captions') entity.captions = [...values];
    else if (name === '@referents') entity.referents = [...values];
    else entity.properties[name] = [...values].sort();
  delete entity.added;
}

/** The texts of those names, each once, of one part or of several. */
export const textsOf = (content: RowContent | readonly RowContent[], ...names: string[]): string[] => [
  ...new Set([content].flat().flatMap((part) => names.flatMap((name) => texts(part, name)))),
];
