import { isDay, type Subject } from '#domain';
import type { RowContent } from '../../list-source.ts';

export type BirthDate = NonNullable<Subject['birthDates']>[number];

const SPAN = /^(\d{4})\s*[-/–]\s*(\d{4})$/;
const textOf = (content: RowContent, name: string): string => {
  const value = content[name];
  return typeof value === 'string' ? value : '';
};

/** An INDIVIDUAL_DATE_OF_BIRTH; nothing where it says nothing. */
export function birthDateOf(birth: RowContent): BirthDate[] {
  const from = textOf(birth, 'FROM_YEAR');
  const to = textOf(birth, 'TO_YEAR');
  const printed = textOf(birth, 'DATE') || textOf(birth, 'YEAR') || (from && to ? `${from}-${to}` : from || to);
  const approximate = /^approximately$/i.test(textOf(birth, 'TYPE_OF_DATE'));
  return read(printed, textOf(birth, 'NOTE'), approximate);
}

/** A DATE_OF_BIRTH inside an alias element, where birth dates stood for some months of 2024 and 2025. */
export const birthDateOfAlias = (printed: string | undefined): BirthDate[] =>
  printed === undefined || printed === 'null' ? [] : read(printed, '', false);

function read(printed: string, note: string, approximate: boolean): BirthDate[] {
  const date = dateOf(printed);
  const notes = [date === undefined ? printed : '', note].filter((text) => text !== '').join('; ');
  if (date === undefined && notes === '') return [];
  return [
    {
      ...(date === undefined ? {} : { date }),
      ...(approximate && date !== undefined ? { approximate: true as const } : {}),
      ...(notes === '' ? {} : { note: notes }),
    },
  ];
}

function dateOf(printed: string): string | undefined {
  const span = SPAN.exec(printed);
  if (span) return spanOf(span[1]!, span[2]!);
  if (/^\d{4}$/.test(printed) && printed !== '0000') return printed;
  const day = printed.slice(0, 10);
  return isDay(day) ? day : undefined;
}

function spanOf(from: string, to: string): string | undefined {
  if (from === to) return from;
  return from < to && from !== '0000' ? `[${from}..${to}]` : undefined;
}
