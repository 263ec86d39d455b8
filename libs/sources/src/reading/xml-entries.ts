import type { PublishedFile, ReadLimits } from '../list-source.ts';
import { PublicationRejected } from './rejection.ts';
import { tallying } from './tally.ts';
import { collapse } from './text.ts';
import { readXml, type XmlHandlers } from './xml.ts';
import {
  closeElement,
  localName,
  openElement,
  openEntry,
  type EntryRules,
  type KnownMembers,
  type OpenEntry,
  type XmlEntry,
} from './xml-entry.ts';

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

/**
 * Reads the entries of a list's XML, each a tree of its non-empty elements, with what the reader does not know counted.
 * An entry that says more than any party can is cut off and marked as broken, so that memory stays bounded.
 */
export async function readEntries(file: PublishedFile, limits: ReadLimits, shape: XmlShape): Promise<XmlPublication> {
  const reader = createEntryReader(shape, limits);
  await readXml(file.chunks, limits, reader);
  return reader.result;
}

/** Finds the entries among the elements as they open and close. */
function createEntryReader(shape: XmlShape, limits: ReadLimits): XmlHandlers & { result: XmlPublication } {
  const result: XmlPublication = { attributes: {}, header: {}, entries: [], unknown: {} };
  const paths = pathsOf(shape);
  const count = tallying(result.unknown);
  const rules: EntryRules = { longest: limits.entry, anywhere: new Set(shape.anywhere), count };
  /** The open elements below the root, outside of entries. */
  const outside: string[] = [];
  let entry: OpenEntry | undefined;
  /** Open elements of a part that is left out. */
  let ignored = 0;
  let hasRoot = false;

  const openOutside = (name: string, attributes: Record<string, string>, at: () => string) => {
    const path = [...outside, name].join('/');
    const known = paths.entryAt(path);
    if (paths.isIgnored(path)) ignored = 1;
    else if (known) {
      if (result.entries.length >= limits.rows)
        throw new PublicationRejected('too-many-rows', `It has more than ${limits.rows} entries, at ${at()}`);
      entry = openEntry({ path, around: outside, at: at() }, { name, attributes, known }, rules);
    } else {
      outside.push(name);
      if (!paths.isOnTheWay(path)) count(path);
    }
  };
  const closeInside = (open: OpenEntry, text: string) => {
    const done = closeElement(open, text, rules);
    if (!done) return;
    limits.keep(Math.min(open.size, limits.entry), () => open.at);
    result.entries.push(done);
    entry = undefined;
  };

  return {
    result,
    open(printed, attributes, at) {
      if (ignored > 0) return void ignored++;
      const name = localName(printed);
      if (entry) return openElement(entry, name, attributes, rules);
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

function rejectOtherRoot(root: string, wanted: string, at: () => string): void {
  if (root === wanted) return;
  if (root.toLowerCase() === 'html')
    throw new PublicationRejected('html', 'It is a web page. Fetch the XML file itself');
  throw new PublicationRejected(
    'wrong-list',
    `This is another kind of file: its root element is ${root.slice(0, 60)}, not ${wanted}, at ${at()}. Ingest it under its own list`,
  );
}
