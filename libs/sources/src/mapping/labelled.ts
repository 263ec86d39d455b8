import type { Subject } from '#domain';
import { withoutEnd } from '../reading/text.ts';
import { countryCode } from './countries.ts';
import { enumerated } from './enumerated.ts';
import { identifierTypeOf } from './identifiers.ts';
import { optional } from './parts.ts';

type Identifier = NonNullable<Subject['identifiers']>[number];

const BEFORE_LABEL = /[\s,;](?=\p{Lu}[\p{L}.]{1,9}\s?:)/u;
const LABELLED = /^(?:(\p{Lu}[\p{L}.]{1,9})\s?:)?\s*(\S.*)$/u;

/**
 * Numbers that are printed in one text: `INN: 7813000722 OGRN: 1127847000000`, `7813000722 KPP: 781301001`,
 * `1127847000000 (Russia)`. Only the first may have no label.
 */
export function labelledNumbers(printed: string, otherwise: Identifier['type']): Identifier[] {
  return enumerated(printed).flatMap((text): Identifier[] => {
    const parts = text.split(BEFORE_LABEL).map((part) => LABELLED.exec(withoutEnd(part, ' ,;').trim()));
    if (parts.some((part) => part === null || !/\d/.test(part[2]!))) return [{ type: otherwise, number: text }];
    return parts.map((part) => {
      const [, label, number] = part!;
      const type = label === undefined ? 'other' : identifierTypeOf(label);
      return {
        type: type === 'other' ? otherwise : type,
        ...optional('printedType', label),
        ...numberOfCountry(number!),
      };
    });
  });
}

/** `7801 (Russia)`; what stands in brackets behind a word is a part of the number. */
function numberOfCountry(printed: string): Pick<Identifier, 'number' | 'country'> {
  const open = printed.lastIndexOf('(');
  const number = printed.slice(0, Math.max(open, 0)).trim();
  const isNumber = /\d/.test(number.slice(number.lastIndexOf(' ') + 1));
  const country = printed.endsWith(')') && isNumber ? countryCode(printed.slice(open + 1, -1)) : null;
  return country === null ? { number: printed } : { number, country };
}
