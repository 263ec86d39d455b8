import type { RowContent, RowValue } from '../list-source.ts';
import { plainEntities } from '../reading/entities.ts';
import { plainQuotes } from '../reading/text.ts';

const asList = (value: RowValue | undefined): RowValue[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The members of that name which have members of their own. */
export const parts = (content: RowContent, name: string): RowContent[] =>
  asList(content[name]).filter((part): part is RowContent => typeof part === 'object');

/** The texts of that name, also of elements that have attributes beside their text. */
export const texts = (content: RowContent, name: string): string[] =>
  asList(content[name])
    .map((part) => (typeof part === 'string' ? part : (part as RowContent)['#text']))
    .filter((part) => typeof part === 'string')
    .map((part) => plainQuotes(plainEntities(part)));

/** The first text of that name. */
export const text = (content: RowContent, name: string): string | undefined => texts(content, name)[0];

/** What stands under a path of names, wherever one of them repeats. */
export const inside = (content: RowContent, ...path: string[]): RowContent[] =>
  path.reduce<RowContent[]>((found, name) => found.flatMap((part) => parts(part, name)), [content]);

/** The VALUEs inside the members of that name. */
export const values = (content: RowContent, name: string): string[] =>
  parts(content, name).flatMap((part) => texts(part, 'VALUE'));

/** The texts of those names, in that order, in one text. */
export const joined = (content: RowContent, names: readonly string[], by = ' '): string =>
  names.flatMap((name) => texts(content, name)).join(by);

/** Sets, so that an entry that says a thing twice says it once. */
export function distinct<T>(items: readonly T[]): T[] {
  if (items.length < 2) return [...items];
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** The member where there is a text, else nothing. */
export const optional = <Name extends string>(name: Name, value: string | undefined) =>
  (value ? { [name]: value } : {}) as Partial<Record<Name, string>>;

/** The member where anything is left of the items, each once; else nothing. */
export const some = <Name extends string, T>(name: Name, items: readonly T[]) => {
  const kept = distinct(items.filter((item) => typeof item !== 'object' || Object.keys(item as object).length > 0));
  return (kept.length > 0 ? { [name]: kept } : {}) as Partial<Record<Name, T[]>>;
};
