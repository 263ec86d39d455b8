// Most texts need nothing; looking costs a fifth of replacing.
const UNEVEN = /^\s|\s$|\s\s|[^\S ]/u;
const ODD_QUOTES = /[‘’‚‛`´“”„‟«»]/;

/** Line breaks and runs of blanks mean nothing in any list; nor do blanks at the ends. */
export const collapse = (text: string): string => (UNEVEN.test(text) ? text.replace(/\s+/gu, ' ').trim() : text);

/** Lists change their quotation marks from one export to the next. */
export const plainQuotes = (text: string): string =>
  ODD_QUOTES.test(text) ? text.replace(/[‘’‚‛`´]/g, "'").replace(/[“”„‟«»]/g, '"') : text;

/** Whether the head of a file (a character for each byte) begins with the byte order mark of UTF-8. */
export const isUtf8Marked = (head: string): boolean => head.startsWith('ï»¿');
