/** Line breaks and runs of blanks mean nothing in any list; nor do blanks at the ends. */
export const collapse = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Lists change their quotation marks from one export to the next. */
export const plainQuotes = (text: string): string => text.replace(/[‘’‚‛`´]/g, "'").replace(/[“”„‟«»]/g, '"');
