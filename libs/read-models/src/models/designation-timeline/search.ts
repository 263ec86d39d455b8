import { searchableText, type DesignationRecord } from '#domain';
import { latinWords } from '#matching';

/** A text that says the same in Latin letters. */
const IS_LATIN = /^[a-z0-9 ]*$/;

/**
 * What a search looks at: names, aliases, the reference and numbers, made plain as the question is, a line each, and names in
 * Latin letters as matches read them. It is made here, because a database knows the letters of its own locale only.
 */
export function searchedIn({ reference, subject }: DesignationRecord): string {
  const { name, aliases, identifiers = [] } = subject;
  const names = [name, ...aliases.map((alias) => alias.name)];
  const numbers = [reference, ...identifiers.flatMap(({ number }) => number ?? [])];
  const lines = [...names, ...numbers].map(searchableText);
  const latin = names.filter((_, i) => !IS_LATIN.test(lines[i]!)).map(latinWords);
  // A number is typed with its blanks and dashes or without.
  const bare = numbers.map((number) => searchableText(number).replace(/[ ./-]/g, ''));
  return [...new Set([...lines, ...bare, ...latin])].join('\n');
}

/** What of a question is looked for there: as it is typed, and in Latin letters. */
export const searchedFor = (q: string): { typed: string; latin: string } => ({
  typed: searchableText(q),
  latin: latinWords(q),
});
