import { collapse } from '../../reading/text.ts';
import type { Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContext, type SourceRow } from '../../list-source.ts';
import { birthDateOf, listingDate } from '../../mapping/dates.ts';
import { distinct, optional, parts, some, text, texts } from '../../mapping/parts.ts';
import { writingOf } from '../../mapping/writing.ts';
import { birthsOf, keptReference, nameOf, regimeOf, titlesOf, typeOf } from './read.ts';

/** The records of one name as our record. */
export function mapRecord(row: SourceRow, { known }: RowContext): MappedEntry {
  const records = parts(row.content, 'record');
  const [first] = records;
  const programs = distinct(records.map(regimeOf)).filter((regime) => regime !== '');
  if (!first || nameOf(first) === '') throw new EntryNotUnderstood('It has no name');
  if (programs.length === 0)
    throw new EntryNotUnderstood('It does not say under which regulations it stands (Country)');
  const type = typeOf(first);
  const all = (name: string) => distinct(records.flatMap((each) => texts(each, name)));
  const unread: string[] = [];
  const imo = all('ShipIMONumber');
  const titles = distinct(records.flatMap(titlesOf));
  const births = distinct(records.flatMap(birthsOf));
  return {
    record: {
      reference: keptReference(row, known),
      programs,
      ...some(
        'programDetails',
        records.flatMap((each) => {
          const schedule = text(each, 'Schedule');
          const item = text(each, 'Item');
          const legalBasis = [
            ...(schedule && schedule !== 'N/A' ? [`Schedule ${schedule}`] : []),
            ...(item ? [`item ${item}`] : []),
          ].join(', ');
          return legalBasis === '' ? [] : [{ program: regimeOf(each), legalBasis }];
        }),
      ),
      subject: {
        type,
        name: nameOf(first),
        aliases: all('Aliases').flatMap(aliasesIn),
        ...(type === 'person'
          ? {
              ...some('positions', titles),
              ...some('birthDates', births.flatMap((printed) => printed.split(/ or /i)).map(birthDateOf)),
            }
          : {}),
        ...some(
          'identifiers',
          imo.map((number) => ({ type: 'imo' as const, number: number.replace(/^IMO\s*/i, '') })),
        ),
        ...(type === 'vessel' && titles.length + births.length > 0
          ? { vessel: { ...optional('type', titles.join('; ')), ...optional('builtIn', births.join('; ')) } }
          : {}),
      },
      ...optional('listedOn', listingDate(all('DateOfListing'), unread)),
    },
    unread,
    row,
  };
}

const aliasesIn = (printed: string): Subject['aliases'] =>
  collapse(printed)
    .split(/ ?; ?| \/ /)
    .filter((name) => name !== '')
    .map((name) => ({ name, kind: 'aka', ...writingOf(name) }));
