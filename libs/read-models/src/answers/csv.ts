/** What a spreadsheet would take for the beginning of a formula; the wide signs too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

// Control characters but for tabs and line breaks: in a terminal they would act.

const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const shown = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One line of CSV as RFC 4180 has it. A text that a spreadsheet would run begins with an apostrophe. Source: OWASP, CSV injection. */
export const csvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells
    .map((cell) => {
      const text = String(cell ?? '').replace(UNSEEN, shown);
      const safe = typeof cell === 'string' && FORMULA.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(',')}\r\n`;
