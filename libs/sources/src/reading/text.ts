// Most texts need nothing; looking costs a fifth of replacing.
const UNEVEN = /^\s|\s$|\s\s|[^\S ]/u;
const ODD_QUOTES = /[‘’‚‛`´“”„‟«»]/;

/** Line breaks and runs of blanks mean nothing in any list; nor do blanks at the ends. */
export const collapse = (text: string): string => (UNEVEN.test(text) ? text.replace(/\s+/gu, ' ').trim() : text);

/** A text without the characters at its end that are among these; found by index, as no expression does it at once. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** The names in a text, parted by blanks. */
export const words = (text: string): string[] => text.trim().split(/\s+/);

/** Lists change their quotation marks from one export to the next. */
export const plainQuotes = (text: string): string =>
  ODD_QUOTES.test(text) ? text.replace(/[‘’‚‛`´]/g, "'").replace(/[“”„‟«»]/g, '"') : text;

/** Whether the head of a file (a character for each byte) begins with the byte order mark of UTF-8. */
export const isUtf8Marked = (head: string): boolean => head.startsWith('ï»¿');

/** The text as it may be stored in a message: printed texts may hold halves of characters, or be cut in the middle of one. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD');

const OF_EVERY_OBJECT = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A name that a file gives, as the name of a member. One that every object has already is marked by a colon. */
export const memberName = (printed: string): string => (OF_EVERY_OBJECT.has(printed) ? `:${printed}` : printed);
