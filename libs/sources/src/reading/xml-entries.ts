import { MEMBER, sizeOf } from './budget.ts';
import type { ReadLimits } from '../limits.ts';
import type { PublishedFile, RowContent, RowValue } from '../list-source.ts';
import { PublicationRefused } from './refusal.ts';
import { tallying } from './tally.ts';
import { collapse, memberName } from './text.ts';
import { readXml } from './xml.ts';

/** The elements that a reader knows, as a tree; attributes as `@name`. */
export interface Known {
  [name: string]: Known;
}

/** Where a list's XML has its entries, and what it may hold. Names are without prefixes. */
export interface XmlShape {
  root: string;
  /** Paths below the root at which entries stand, and what is known inside each: `INDIVIDUALS/INDIVIDUAL`. */
  entries: Record<string, Known>;
  /** Paths below the root whose text the reader wants: `publshInformation/Publish_Date`. */
  header?: readonly string[];
  /** Paths below the root that are left out with all that is in them. */
  ignored?: readonly string[];
  /** Attributes that any element inside an entry may have. */
  anywhere?: readonly string[];
}

export interface XmlEntry {
  /** The path it stood at. */
  path: string;
  content: RowContent;
  at: string;
  broken?: string;
}

export interface XmlPublication {
  attributes: Record<string, string>;
  /** The texts of the header by path, in document order. */
  header: Record<string, string[]>;
  entries: XmlEntry[];
  unknown: Record<string, number>;
}

/**
 * What is known inside an entry, from a table of paths and the names below each: `{ '': 'uid id', id: 'type number' }`.
 * Paths name their parents with slashes.
 */
export function known(table: Record<string, string>): Known {
  const root: Known = {};
  for (const [path, names] of Object.entries(table)) {
    let node = root;
    for (const name of path === '' ? [] : path.split('/')) node = node[name] ??= {};
    for (const name of names.split(/\s+/)) node[name] ??= {};
  }
  return root;
}

interface Open {
  name: string;
  content: RowContent;
  known: Known | undefined;
}

/** Bookkeeping of document types, of no list's own. */
const NAMESPACES = /^xmlns\b|^xsi:|^i:/;
const local = (name: string) => memberName(name.slice(name.indexOf(':') + 1));

/**
 * Reads the entries of a list's XML, each a tree of its non-empty elements, with what the reader does not know counted.
 * An entry that says more than any party can is cut off and marked as broken, so that memory stays bounded.
 */
export async function readEntries(file: PublishedFile, limits: ReadLimits, shape: XmlShape): Promise<XmlPublication> {
  const publication: XmlPublication = { attributes: {}, header: {}, entries: [], unknown: {} };
  const { entries, unknown, header } = publication;
  const wanted = new Set(shape.header ?? []);
  const ignored = new Set(shape.ignored ?? []);
  const entriesAt = new Map(Object.entries(shape.entries));
  const stack: Open[] = [];
  /** Below the root, outside entries. */
  const outside: string[] = [];
  let entry: { path: string; at: string; size: number; broken?: string } | undefined;
  let skipping = 0;

  const count = tallying(unknown);
  const place = () => [...outside, ...stack.map(({ name }) => name)].join('/');
  const isOnTheWay = (path: string) =>
    [...Object.keys(shape.entries), ...wanted, ...ignored].some(
      (other) => other === path || other.startsWith(`${path}/`),
    );

  const openOutside = (name: string, attributes: Record<string, string>, at: () => string) => {
    const path = [...outside, name].join('/');
    if (ignored.has(path)) return (skipping = 1);
    const inside = entriesAt.get(path);
    if (!inside) {
      outside.push(name);
      if (!isOnTheWay(path)) count(path);
      return undefined;
    }
    if (entries.length >= limits.rows)
      throw new PublicationRefused('too-many-rows', `It has more than ${limits.rows} entries, at ${at()}`);
    entry = { path, at: at(), size: 0 };
    stack.push({ name, content: attributesOf(attributes, inside), known: inside });
    return undefined;
  };

  const attributesOf = (attributes: Record<string, string>, inside: Known | undefined): RowContent => {
    const content: RowContent = {};
    for (const name in attributes) {
      if (NAMESPACES.test(name)) continue;
      const member = `@${local(name)}`;
      const isKnown = inside?.[member] !== undefined || shape.anywhere?.includes(member);
      if (!isKnown) count(`${place()}${member}`);
      const value = collapse(attributes[name]!);
      if (entry) entry.size += MEMBER + sizeOf(value) + (isKnown ? 0 : member.length);
      if (value !== '') content[member] = value;
    }
    return content;
  };

  let begun = false;
  await readXml(file.chunks, limits, {
    open(printed, attributes, at) {
      if (skipping > 0) return void skipping++;
      const name = local(printed);
      if (!begun) {
        begun = true;
        refuseOtherRoot(name, shape.root, at);
        publication.attributes = attributes;
        return;
      }
      if (!entry) return void openOutside(name, attributes, at);
      const parent = stack.at(-1)!;
      const inside = parent.known?.[name];
      stack.push({ name, content: {}, known: inside });
      if (inside === undefined && parent.known !== undefined) count(place());
      stack.at(-1)!.content = attributesOf(attributes, inside);
      if ((entry.size += MEMBER + (inside === undefined ? name.length : 0)) > limits.entry)
        entry.broken = tooLarge(limits.entry);
    },
    close(_, ownText) {
      if (skipping > 0) return void skipping--;
      if (!entry) {
        const path = outside.join('/');
        const text = collapse(ownText);
        if (wanted.has(path) && text !== '') (header[path] ??= []).push(text);
        return void outside.pop();
      }
      const { name, content } = stack.pop()!;
      const text = collapse(ownText);
      if ((entry.size += sizeOf(text)) > limits.entry) entry.broken = tooLarge(limits.entry);
      const parent = stack.at(-1);
      if (parent) {
        if (entry.broken === undefined) addTo(parent.content, name, valueOf(content, text));
        return;
      }
      const { path, at, broken } = entry;
      limits.keep(Math.min(entry.size, limits.entry), () => at);
      const value = valueOf(content, text);
      entries.push({
        path,
        at,
        content: detached(typeof value === 'object' ? (value as RowContent) : text === '' ? {} : { '#text': text }),
        ...(broken ? { broken } : {}),
      });
      entry = undefined;
    },
  });
  return publication;
}

/** A copy of its own, in the least memory: texts as the parser gives them hold on to the pieces of the file around them. */
const detached = (content: RowContent): RowContent => JSON.parse(JSON.stringify(content)) as RowContent;

const tooLarge = (limit: number) => `It says more than ${limit} bytes, more than any entry does`;

function valueOf(content: RowContent, text: string): RowValue | undefined {
  for (const _ in content) return text === '' ? content : { ...content, '#text': text };
  return text === '' ? undefined : text;
}

function addTo(content: RowContent, name: string, value: RowValue | undefined): void {
  if (value === undefined) return;
  const before = content[name];
  if (before === undefined) content[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else content[name] = [before, value];
}

/** Whose file it is instead, by the root element. */
const OTHER_LISTS: Record<string, string> = {
  CONSOLIDATED_LIST: "the Security Council's",
  sdnList: "OFAC's",
  Sanctions: "OFAC's",
  sanctionsData: "OFAC's",
  export: "the European Union's",
  WHOLE: "the European Union's",
  ArrayOfFinancialSanctionsTarget: "the United Kingdom's",
  Designations: "the United Kingdom's",
  'data-set': "Canada's",
};

function refuseOtherRoot(root: string, wanted: string, at: () => string): void {
  if (root === wanted) return;
  if (root.toLowerCase() === 'html')
    throw new PublicationRefused('html', 'It is a web page. Fetch the XML file itself');
  const whose = OTHER_LISTS[root] ? `This is ${OTHER_LISTS[root]} list` : 'This is another kind of file';
  throw new PublicationRefused(
    'wrong-list',
    `${whose}: its root element is ${root.slice(0, 60)}, not ${wanted}, at ${at()}. Ingest it under its own list`,
  );
}
