import { MEMBER, sizeOf } from './budget.ts';
import type { PublishedFile, ReadLimits, RowContent, RowValue } from '../list-source.ts';
import { PublicationRejected } from './rejection.ts';
import { tallying } from './tally.ts';
import { collapse, memberName } from './text.ts';
import { readXml, type XmlHandlers } from './xml.ts';

/** The elements that a reader knows, as a tree; attributes as `@name`. */
export interface KnownMembers {
  [name: string]: KnownMembers;
}

/** Where a list's XML has its entries, and what it may hold. Names are without prefixes. */
export interface XmlShape {
  root: string;
  /** Paths below the root at which entries stand, and what is known inside each: `INDIVIDUALS/INDIVIDUAL`. */
  entries: Record<string, KnownMembers>;
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
export function known(table: Record<string, string>): KnownMembers {
  const root: KnownMembers = {};
  for (const [path, names] of Object.entries(table)) {
    let node = root;
    for (const name of path === '' ? [] : path.split('/')) node = node[name] ??= {};
    for (const name of names.split(/\s+/)) node[name] ??= {};
  }
  return root;
}

/** Bookkeeping of document types, of no list's own. */
const NAMESPACES = /^xmlns\b|^xsi:|^i:/;
const local = (name: string) => memberName(name.slice(name.indexOf(':') + 1));

/**
 * Reads the entries of a list's XML, each a tree of its non-empty elements, with what the reader does not know counted.
 * An entry that says more than any party can is cut off and marked as broken, so that memory stays bounded.
 */
export async function readEntries(file: PublishedFile, limits: ReadLimits, shape: XmlShape): Promise<XmlPublication> {
  const reader = createEntryReader(shape, limits);
  await readXml(file.chunks, limits, reader);
  return reader.result;
}

interface OpenElement {
  name: string;
  content: RowContent;
  known: KnownMembers | undefined;
}

interface OpenEntry {
  path: string;
  at: string;
  size: number;
  broken?: string;
  /** From the entry's own element down to the one that is open. */
  elements: OpenElement[];
}

/** Builds the entries from the elements as they open and close. */
function createEntryReader(shape: XmlShape, limits: ReadLimits): XmlHandlers & { result: XmlPublication } {
  const result: XmlPublication = { attributes: {}, header: {}, entries: [], unknown: {} };
  const paths = pathsOf(shape);
  const anywhere = new Set(shape.anywhere);
  const count = tallying(result.unknown);
  /** The open elements below the root, outside of entries. */
  const outside: string[] = [];
  let entry: OpenEntry | undefined;
  /** Open elements of a part that is left out. */
  let ignored = 0;
  let hasRoot = false;

  const place = () => [...outside, ...(entry?.elements ?? []).map(({ name }) => name)].join('/');
  const grow = (open: OpenEntry, bytes: number) => {
    if ((open.size += bytes) > limits.entry)
      open.broken = `It says more than ${limits.entry} bytes, more than any entry does`;
  };
  const attributesOf = (
    open: OpenEntry,
    attributes: Record<string, string>,
    known: KnownMembers | undefined,
  ): RowContent => {
    const content: RowContent = {};
    for (const name in attributes) {
      if (NAMESPACES.test(name)) continue;
      const member = `@${local(name)}`;
      const isKnown = known?.[member] !== undefined || anywhere.has(member);
      if (!isKnown) count(`${place()}${member}`);
      const value = collapse(attributes[name]!);
      open.size += MEMBER + sizeOf(value) + (isKnown ? 0 : member.length);
      if (value !== '') content[member] = value;
    }
    return content;
  };
  const openOutside = (name: string, attributes: Record<string, string>, at: () => string) => {
    const path = [...outside, name].join('/');
    const known = paths.entryAt(path);
    if (paths.isIgnored(path)) ignored = 1;
    else if (known) {
      if (result.entries.length >= limits.rows)
        throw new PublicationRejected('too-many-rows', `It has more than ${limits.rows} entries, at ${at()}`);
      entry = { path, at: at(), size: 0, elements: [] };
      entry.elements.push({ name, content: attributesOf(entry, attributes, known), known });
    } else {
      outside.push(name);
      if (!paths.isOnTheWay(path)) count(path);
    }
  };
  const openInside = (open: OpenEntry, name: string, attributes: Record<string, string>) => {
    const parent = open.elements.at(-1)!;
    const known = parent.known?.[name];
    const element: OpenElement = { name, content: {}, known };
    open.elements.push(element);
    if (known === undefined && parent.known !== undefined) count(place());
    element.content = attributesOf(open, attributes, known);
    grow(open, MEMBER + (known === undefined ? name.length : 0));
  };
  const closeInside = (open: OpenEntry, text: string) => {
    const { name, content } = open.elements.pop()!;
    grow(open, sizeOf(text));
    const parent = open.elements.at(-1);
    if (!parent) finish(open, content, text);
    else if (open.broken === undefined) addTo(parent.content, name, valueOf(content, text));
  };
  const finish = ({ path, at, size, broken }: OpenEntry, content: RowContent, text: string) => {
    limits.keep(Math.min(size, limits.entry), () => at);
    const value = valueOf(content, text) ?? {};
    result.entries.push({
      path,
      at,
      content: detached(typeof value === 'string' ? { '#text': value } : (value as RowContent)),
      broken,
    });
    entry = undefined;
  };

  return {
    result,
    open(printed, attributes, at) {
      if (ignored > 0) return void ignored++;
      const name = local(printed);
      if (entry) return openInside(entry, name, attributes);
      if (hasRoot) return openOutside(name, attributes, at);
      hasRoot = true;
      rejectOtherRoot(name, shape.root, at);
      result.attributes = attributes;
    },
    close(_, printed) {
      if (ignored > 0) return void ignored--;
      const text = collapse(printed);
      if (entry) return closeInside(entry, text);
      const path = outside.join('/');
      if (text !== '' && paths.isHeader(path)) (result.header[path] ??= []).push(text);
      outside.pop();
    },
  };
}

/** What the paths below the root mean to a shape. */
function pathsOf({ entries, header = [], ignored = [] }: XmlShape) {
  const inside = new Map(Object.entries(entries));
  const named = [...inside.keys(), ...header, ...ignored];
  return {
    entryAt: (path: string) => inside.get(path),
    isHeader: (path: string) => header.includes(path),
    isIgnored: (path: string) => ignored.includes(path),
    /** Whether the shape names the path, or one below it. */
    isOnTheWay: (path: string) => named.some((other) => other === path || other.startsWith(`${path}/`)),
  };
}

/** A copy of its own, in the least memory: texts as the parser gives them hold on to the pieces of the file around them. */
const detached = (content: RowContent): RowContent => JSON.parse(JSON.stringify(content)) as RowContent;

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

function rejectOtherRoot(root: string, wanted: string, at: () => string): void {
  if (root === wanted) return;
  if (root.toLowerCase() === 'html')
    throw new PublicationRejected('html', 'It is a web page. Fetch the XML file itself');
  throw new PublicationRejected(
    'wrong-list',
    `This is another kind of file: its root element is ${root.slice(0, 60)}, not ${wanted}, at ${at()}. Ingest it under its own list`,
  );
}
