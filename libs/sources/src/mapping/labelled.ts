import type { Subject } from '#domain';
import { withoutEnd } from '../reading/text.ts';
import { enumerated } from './enumerated.ts';
import { identifierTypeOf } from './identifiers.ts';

type Identifier = NonNullable<Subject['identifiers']>[number];

const BEFORE_LABEL = /[\s,;](?=\p{Lu}[\p{L}.]{1,9}\s?:)/u;
const LABELLED = /^(\p{Lu}[\p{L}.]{1,9})\s?:\s*(\S.*)$/u;

/** Numbers that are printed in one text, each behind its label: `INN: 7813000722 OGRN: 1127847000000`. */
export function labelledNumbers(printed: string, otherwise: Identifier['type']): Identifier[] {
  return enumerated(printed).flatMap((text): Identifier[] => {
    const parts = text.split(BEFORE_LABEL).map((part) => LABELLED.exec(withoutEnd(part, ' ,;').trim()));
    if (parts.some((part) => part === null)) return [{ type: otherwise, number: text }];
    return parts.map((part) => {
      const type = identifierTypeOf(part![1]!);
      return { type: type === 'other' ? otherwise : type, printedType: part![1]!, number: part![2]! };
    });
  });
}
