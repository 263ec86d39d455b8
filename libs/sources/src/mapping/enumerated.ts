import { collapse } from '../reading/text.ts';

/** `1) Saudi Arabia 2) Qatar`, `(1) German. (2) Moroccan`, `a) Iraq b) Iran`: several values in one. */
export function enumerated(printed: string): string[] {
  const text = collapse(printed);
  if (!/^\(?(1|a)\)/i.test(text)) return text === '' ? [] : [text];
  return text
    .split(/(?:^|\s)\(?(?:\d{1,2}|[a-z])\)\s*/i)
    .map((part) => part.replace(/[.,;]$/, '').trim())
    .filter((part) => part !== '' && part !== '-');
}
