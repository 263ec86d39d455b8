import { stringify } from 'csv-stringify/sync';

// Control characters but for tabs and line breaks: in a terminal they would act.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const shown = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One line of CSV as RFC 4180 has it. A text that a spreadsheet would run begins with an apostrophe. Source: OWASP, CSV injection. */
export const csvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  stringify([cells], {
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/,
    escape_formulas: true,
    cast: { boolean: String, string: (text) => text.replace(UNSEEN, shown).replace(/^\n/, "'\n") },
  });
