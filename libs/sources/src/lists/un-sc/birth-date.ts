import type { RowContent } from '../../list-source.ts';
import { birthDateOf as dateOf, type BirthDate } from '../../mapping/dates.ts';

const textOf = (content: RowContent, name: string): string => {
  const value = content[name];
  return typeof value === 'string' ? value : '';
};

/** An INDIVIDUAL_DATE_OF_BIRTH; nothing where it says nothing. */
export function birthDateIn(birth: RowContent): BirthDate[] {
  const printed = textOf(birth, 'DATE') || textOf(birth, 'YEAR') || yearsIn(birth);
  const approximate = /^approximately$/i.test(textOf(birth, 'TYPE_OF_DATE'));
  return read(printed, textOf(birth, 'NOTE'), approximate);
}

/** Years between which a birth was. One alone says from or until when, which is no date. */
function yearsIn(birth: RowContent): string {
  const [from, to] = [textOf(birth, 'FROM_YEAR'), textOf(birth, 'TO_YEAR')];
  if (from && to) return `${from}-${to}`;
  if (/^(exact|approximately)$/i.test(textOf(birth, 'TYPE_OF_DATE'))) return from || to;
  return from ? `from ${from}` : to && `to ${to}`;
}

/** A DATE_OF_BIRTH inside an alias element, where birth dates stood for some months of 2024 and 2025. */
export const birthDateOfAlias = (printed: string | undefined): BirthDate[] =>
  printed === undefined || printed === 'null' ? [] : read(printed, '', false);

function read(printed: string, note: string, approximate: boolean): BirthDate[] {
  const birth: BirthDate = printed === '' ? {} : dateOf(printed);
  const notes = [birth.note ?? '', note].filter((text) => text !== '').join('; ');
  if (birth.date === undefined && notes === '') return [];
  return [
    {
      ...birth,
      ...(approximate && birth.date !== undefined ? { approximate: true as const } : {}),
      ...(notes === '' ? {} : { note: notes }),
    },
  ];
}
