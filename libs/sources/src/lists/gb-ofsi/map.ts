import type { IdentifierType, Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { birthDateOf, dayOf, listingDate } from '../../mapping/dates.ts';
import { enumerated } from '../../mapping/enumerated.ts';
import { identifierTypeOf } from '../../mapping/identifiers.ts';
import { cited } from '../../mapping/other-lists.ts';
import { distinct, joined, optional, parts, some, text, texts } from '../../mapping/parts.ts';
import { walletsIn } from '../../mapping/wallets.ts';
import { writingOf } from '../../mapping/writing.ts';

const PARTS_OF_NAME = ['Name 1', 'Name 2', 'Name 3', 'Name 4', 'Name 5', 'Name 6'];
const KINDS: Record<string, 'aka' | 'fka'> = { aka: 'aka', fka: 'fka' };
const IMO = /\bIMO(?: number)?\s*:?\s*(\d{7})\b/gi;
const MMSI = /\bMMSI(?: number)?\s*:?\s*(\d{9})\b/gi;

/** One group of OFSI's ConList as our record. With several primary names, the alphabetically first is used: the file has no order. */
export function mapConList(row: SourceRow): MappedEntry {
  const { content, reference } = row;
  const names = parts(content, 'names').map((part) => ({
    part,
    name: joined(part, PARTS_OF_NAME),
    kind: kindOf(part),
  }));
  const primes = names.filter(({ kind, name }) => kind === 'prime' && name !== '').map(({ name }) => name);
  const name = primes.sort()[0] ?? names.find((each) => each.name !== '')?.name;
  const programs = texts(content, 'Regime');
  if (!name) throw new EntryNotUnderstood('It has no name');
  if (programs.length === 0) throw new EntryNotUnderstood('It does not say which regime it belongs to');

  const unread: string[] = [];
  const information = texts(content, 'Other Information');
  return {
    record: {
      reference,
      programs: distinct(programs),
      subject: {
        type: typeOf(content, information.join(' ')),
        name,
        aliases: distinct([
          ...names
            .filter((each) => each.name !== '' && each.name !== name)
            .map(({ part, name: other, kind }) => ({
              name: other,
              kind: kind === 'prime' ? ('aka' as const) : kind,
              ...strengthOf(part),
              ...writingOf(other),
            })),
          ...names.flatMap(({ part }) => originalNameOf(part)),
        ]),
        ...some(
          'titles',
          names.flatMap(({ part }) => texts(part, 'Title').flatMap(enumerated)),
        ),
        ...some('positions', several(content, 'Position')),
        ...some(
          'nationalities',
          several(content, 'Nationality').flatMap((printed) => country(printed, unread) ?? []),
        ),
        ...some('birthDates', texts(content, 'DOB').map(birthDateOf)),
        ...some('birthPlaces', birthPlacesOf(content, unread)),
        ...some(
          'addresses',
          parts(content, 'addresses').map((address) => addressOf(address, unread)),
        ),
        ...some('identifiers', identifiersOf(content, information.join(' '))),
      },
      ...optional('remarks', information.toSorted().join(' ')),
      ...some('otherLists', information.flatMap(cited)),
      ...optional('listedOn', listingDate(texts(content, 'Listed On'), unread)),
    },
    updatedOn: texts(content, 'Last Updated').flatMap((printed) => dayOf(printed) ?? []),
    unread,
    row,
  };
}

const several = (content: RowContent, name: string) => texts(content, name).flatMap(enumerated);

function kindOf(part: RowContent): 'prime' | 'variation' | 'aka' | 'fka' {
  const printed = text(part, 'Alias Type')?.toLowerCase() ?? '';
  if (printed.includes('variation')) return 'variation';
  return printed.startsWith('prim') ? 'prime' : (KINDS[printed] ?? 'aka');
}

function strengthOf(part: RowContent): { strength?: 'strong' | 'weak' } {
  const printed = text(part, 'Alias Quality')?.toLowerCase() ?? '';
  if (printed.startsWith('good')) return { strength: 'strong' };
  return printed.startsWith('low') ? { strength: 'weak' } : {};
}

function originalNameOf(part: RowContent): Subject['aliases'] {
  const name = text(part, 'Name Non-Latin Script');
  return name ? [{ name, kind: 'original-script', ...writingOf(name) }] : [];
}

function typeOf(content: RowContent, information: string): Subject['type'] {
  const printed = text(content, 'Group Type')?.toLowerCase();
  if (printed === 'individual') return 'person';
  // Until there was a type of its own, ships stood as entities that have an IMO number.
  return printed === 'ship' || (/\bvessel\b/i.test(information) && information.search(IMO) >= 0)
    ? 'vessel'
    : 'organization';
}

/** Towns and countries are two lists of the same length, where both are given. */
function birthPlacesOf(content: RowContent, unread: string[]) {
  const towns = several(content, 'Town of Birth');
  const countries = several(content, 'Country of Birth');
  return Array.from({ length: Math.max(towns.length, countries.length) }, (_, i) => ({
    ...optional('city', towns[i]),
    ...optional('country', country(countries[i] ?? (countries.length === 1 ? countries[0] : undefined), unread)),
  }));
}

const addressOf = (address: RowContent, unread: string[]) => ({
  ...optional(
    'text',
    joined(
      address,
      [1, 2, 3, 4, 5, 6].map((n) => `Address ${n}`),
      ', ',
    ),
  ),
  ...optional('postalCode', text(address, 'Post/Zip Code')),
  ...optional('country', country(text(address, 'Country'), unread)),
});

function identifiersOf(content: RowContent, information: string): NonNullable<Subject['identifiers']> {
  const numbers = (pattern: RegExp) => [...information.matchAll(pattern)].map(([, number]) => number!);
  return [
    ...parts(content, 'passports').flatMap((each) => numbered('passport', each, 'Passport')),
    ...several(content, 'Passport Details').map((number) => ({ type: 'passport' as const, number })),
    ...parts(content, 'nationalIds').flatMap((each) => numbered('national-id', each, 'National Identification')),
    ...several(content, 'NI Number').map((number) => ({
      type: identifierTypeOf(/social security/i.test(number) ? number : 'National ID'),
      number,
    })),
    ...numbers(IMO).map((number) => ({ type: 'imo' as const, number })),
    ...numbers(MMSI).map((number) => ({ type: 'mmsi' as const, number })),
    ...walletsIn(information),
  ];
}

/** Numbers with their details: the first of each go together, and so on. */
function numbered(type: IdentifierType, part: RowContent, columns: string): NonNullable<Subject['identifiers']> {
  const numbers = several(part, `${columns} Number`);
  const details = several(part, `${columns} Details`);
  if (numbers.length === 0) return details.map((note) => ({ type, note }));
  const whole = text(part, `${columns} Details`);
  return numbers.map((number, i) => ({
    type,
    number,
    ...optional('note', details.length === numbers.length ? details[i] : whole),
  }));
}
