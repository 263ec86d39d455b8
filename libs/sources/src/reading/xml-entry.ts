import { MEMBER, sizeOf } from './budget.ts';
import type { RowContent, RowValue } from '../list-source.ts';
import { collapse, memberName } from './text.ts';

/** The elements that a reader knows, as a tree; attributes as `@name`. */
export interface KnownMembers {
  [name: string]: KnownMembers;
}

export interface XmlEntry {
  /** The path it stood at. */
  path: string;
  content: RowContent;
  at: string;
  broken?: string;
}

interface OpenElement {
  name: string;
  content: RowContent;
  known: KnownMembers | undefined;
}

/** An entry that is being read. */
export interface OpenEntry {
  path: string;
  at: string;
  size: number;
  broken?: string;
  /** Names of the elements around it. */
  around: readonly string[];
  /** From its own element down to the innermost that is open. */
  elements: OpenElement[];
}

/** What all entries of a file are read by. */
export interface EntryRules {
  /** Bytes that an entry may say. */
  longest: number;
  /** Attributes that any element may have. */
  anywhere: ReadonlySet<string>;
  /** Counts what is not known, by its path. */
  count(path: string): void;
}

/** Bookkeeping of document types, of no list's own. */
const NAMESPACES = /^xmlns\b|^xsi:|^i:/;

/** A printed name without its prefix. */
export const localName = (printed: string): string => memberName(printed.slice(printed.indexOf(':') + 1));

/** An entry of which the own element opens. */
export function openEntry(
  { path, around, at }: Pick<OpenEntry, 'path' | 'around' | 'at'>,
  { name, attributes, known }: { name: string; attributes: Record<string, string>; known: KnownMembers },
  rules: EntryRules,
): OpenEntry {
  const element: OpenElement = { name, content: {}, known };
  const entry: OpenEntry = { path, at, size: 0, around, elements: [element] };
  element.content = attributesOf(entry, attributes, known, rules);
  return entry;
}

/** An element inside the entry opens. */
export function openElement(
  entry: OpenEntry,
  name: string,
  attributes: Record<string, string>,
  rules: EntryRules,
): void {
  const parent = entry.elements.at(-1)!;
  const known = parent.known?.[name];
  const element: OpenElement = { name, content: {}, known };
  entry.elements.push(element);
  if (known === undefined && parent.known !== undefined) rules.count(placeIn(entry));
  element.content = attributesOf(entry, attributes, known, rules);
  grow(entry, MEMBER + (known === undefined ? name.length : 0), rules);
}

/** The innermost element closes: gives the entry where it was its own. What is added to a broken one is left out. */
export function closeElement(entry: OpenEntry, text: string, rules: EntryRules): XmlEntry | undefined {
  const { name, content } = entry.elements.pop()!;
  grow(entry, sizeOf(text), rules);
  const parent = entry.elements.at(-1);
  if (parent) {
    if (entry.broken === undefined) addTo(parent.content, name, valueOf(content, text));
    return undefined;
  }
  const { path, at, broken } = entry;
  const value = valueOf(content, text) ?? {};
  return { path, at, content: detached(typeof value === 'string' ? { '#text': value } : value), broken };
}

const placeIn = ({ around, elements }: OpenEntry) => [...around, ...elements.map(({ name }) => name)].join('/');

function grow(entry: OpenEntry, bytes: number, { longest }: EntryRules): void {
  if ((entry.size += bytes) > longest) entry.broken = `It says more than ${longest} bytes, more than any entry does`;
}

function attributesOf(
  entry: OpenEntry,
  attributes: Record<string, string>,
  known: KnownMembers | undefined,
  { anywhere, count }: EntryRules,
): RowContent {
  const content: RowContent = {};
  for (const name in attributes) {
    if (NAMESPACES.test(name)) continue;
    const member = `@${localName(name)}`;
    const isKnown = known?.[member] !== undefined || anywhere.has(member);
    if (!isKnown) count(`${placeIn(entry)}${member}`);
    const value = collapse(attributes[name]!);
    entry.size += MEMBER + sizeOf(value) + (isKnown ? 0 : member.length);
    if (value !== '') content[member] = value;
  }
  return content;
}

/** A copy of its own, in the least memory: texts as the parser gives them hold on to the pieces of the file around them. */
const detached = (content: RowContent): RowContent => JSON.parse(JSON.stringify(content)) as RowContent;

function valueOf(content: RowContent, text: string): string | RowContent | undefined {
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
