import type { Subject, SubjectType } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { distinct, inside, joined, optional, some, text, texts } from '../../mapping/parts.ts';
import { writingOf } from '../../mapping/writing.ts';
import { noFeatures, recordMembers, subjectMembers, takeFeature } from './features.ts';
import { plainType, readRemarks } from './remarks.ts';

export const TYPES: Record<string, SubjectType> = {
  entity: 'organization',
  individual: 'person',
  vessel: 'vessel',
  aircraft: 'aircraft',
};
const KINDS: Record<string, Subject['aliases'][number]['kind']> = { 'f.k.a.': 'fka', 'n.k.a.': 'nka' };
/** Lists of single statements, by the element that holds each: path, element, the name it has elsewhere. */
const STATEMENTS: [string, string, string, string][] = [
  ['nationalityList', 'nationality', 'country', 'nationality'],
  ['citizenshipList', 'citizenship', 'country', 'citizen'],
  ['dateOfBirthList', 'dateOfBirthItem', 'dateOfBirth', 'DOB'],
  ['placeOfBirthList', 'placeOfBirthItem', 'placeOfBirth', 'POB'],
];
const VESSEL: [string, string][] = [
  ['callSign', 'Vessel Call Sign'],
  ['vesselType', 'Vessel Type'],
  ['tonnage', 'Vessel Tonnage'],
  ['grossRegisteredTonnage', 'Vessel Gross Registered Tonnage'],
  ['vesselFlag', 'Vessel Flag'],
  ['vesselOwner', 'Vessel Owner'],
];

export const programsOf = (content: RowContent): string[] =>
  inside(content, 'programList').flatMap((list) => texts(list, 'program'));

/** `ZAHHAR, Mahmoud Khaled`, as the delimited files print it. */
const nameOf = (part: RowContent) => joined(part, ['lastName', 'firstName'], ', ');

/** One entry of OFAC's XML as our record: the same as from the delimited files, as far as those can say it. */
export function mapXmlEntry(row: SourceRow): MappedEntry {
  const { content, reference } = row;
  const name = nameOf(content);
  const type = TYPES[text(content, 'sdnType')?.toLowerCase() ?? ''];
  const programs = distinct(programsOf(content));
  if (!name) throw new EntryNotUnderstood('It has no name');
  if (!type) throw new EntryNotUnderstood(`sdnType is ${(text(content, 'sdnType') ?? '').slice(0, 40)}, none we know`);
  if (programs.length === 0) throw new EntryNotUnderstood('It stands under no programme');

  const features = noFeatures();
  const take = (feature: string, value: string | undefined) => {
    if (value) takeFeature(features, { type: feature, value }, type);
  };
  take('Title', text(content, 'title'));
  for (const [list, item, member, feature] of STATEMENTS)
    for (const statement of inside(content, list, item)) take(feature, text(statement, member));
  for (const info of inside(content, 'vesselInfo'))
    for (const [member, feature] of VESSEL) take(feature, text(info, member));
  for (const id of inside(content, 'idList', 'id')) {
    const value = text(id, 'idNumber');
    const printed = text(id, 'idType');
    if (!value || !printed) continue;
    const about = {
      ...optional('country', text(id, 'idCountry')),
      ...optional('issuedOn', text(id, 'issueDate')),
      ...optional('expiresOn', text(id, 'expirationDate')),
    };
    takeFeature(features, { type: plainType(printed), value, ...about }, type);
  }
  const { aliases, rest } = readRemarks(text(content, 'remarks') ?? '', features, type, true);
  return {
    record: {
      reference,
      programs,
      subject: {
        type,
        name,
        aliases: distinct([...aliases, ...inside(content, 'akaList', 'aka').flatMap(aliasOf)]),
        ...some(
          'addresses',
          inside(content, 'addressList', 'address').map((address) => addressOf(address, features.unread)),
        ),
        ...subjectMembers(features),
      },
      ...recordMembers(features),
      ...optional('remarks', rest.join('; ')),
    },
    unread: features.unread,
    row,
  };
}

function aliasOf(aka: RowContent): Subject['aliases'] {
  const name = nameOf(aka);
  if (!name) return [];
  const strength = text(aka, 'category') === 'weak' ? 'weak' : 'strong';
  return [{ name, kind: KINDS[text(aka, 'type') ?? ''] ?? 'aka', strength, ...writingOf(name) }];
}

const addressOf = (address: RowContent, unread: string[]) => ({
  ...optional('street', joined(address, ['address1', 'address2', 'address3'], ', ')),
  ...optional('city', text(address, 'city')),
  ...optional('region', text(address, 'stateOrProvince')),
  ...optional('postalCode', text(address, 'postalCode')),
  ...optional('country', country(text(address, 'country'), unread)),
});
