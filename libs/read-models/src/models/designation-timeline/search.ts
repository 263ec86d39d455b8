import { searchableText, type DesignationRecord } from '#domain';

/**
 * What a search looks at: names, aliases and numbers, made plain as the question is, a line each. It is made here, because
 * a database knows the letters of its own locale only.
 */
export function searchedIn({ name, aliases, identifiers = [] }: DesignationRecord['subject']): string {
  const numbers = identifiers.flatMap(({ number }) => number ?? []);
  const lines = [name, ...aliases.map((alias) => alias.name), ...numbers].map(searchableText);
  // A number is typed with its blanks and dashes or without.
  const bare = numbers.map((number) => searchableText(number).replace(/[ ./-]/g, ''));
  return [...new Set([...lines, ...bare])].join('\n');
}
