import type { Subject, SubjectType } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { distinct, optional, parts, some, text, texts } from '../../mapping/parts.ts';
import { noFeatures, recordMembers, subjectMembers, takeFeature, type Features } from './features.ts';
import { programsIn } from './read-csv.ts';
import { readRemarks } from './remarks.ts';

const TYPES: Record<string, SubjectType> = {
  '': 'organization',
  entity: 'organization',
  individual: 'person',
  vessel: 'vessel',
  aircraft: 'aircraft',
};
const ALIASES: Record<string, Subject['aliases'][number]['kind']> = { aka: 'aka', fka: 'fka', nka: 'nka' };
const VESSEL: [string, string][] = [
  ['Call_Sign', 'Vessel Call Sign'],
  ['Vess_type', 'Vessel Type'],
  ['Tonnage', 'Vessel Tonnage'],
  ['GRT', 'Vessel Gross Registered Tonnage'],
  ['Vess_flag', 'Vessel Flag'],
  ['Vess_owner', 'Vessel Owner'],
];

/** One entry of OFAC's delimited files as our record; `isSet` where the other tables came with it. */
export function mapDelimited(row: SourceRow, isSet: boolean): MappedEntry {
  const { content, reference } = row;
  const name = text(content, 'SDN_Name');
  const type = TYPES[text(content, 'SDN_Type')?.toLowerCase() ?? ''];
  const programs = programsIn(text(content, 'Program') ?? '');
  if (!name) throw new EntryNotUnderstood('It has no name');
  if (!type)
    throw new EntryNotUnderstood(`SDN_Type is ${(text(content, 'SDN_Type') ?? '').slice(0, 40)}, none we know`);
  if (programs.length === 0) throw new EntryNotUnderstood('It stands under no programme');

  const features = noFeatures();
  const title = text(content, 'Title');
  if (title) takeFeature(features, { type: 'Title', value: title }, type);
  for (const [column, feature] of VESSEL) {
    const value = text(content, column);
    if (value) takeFeature(features, { type: feature, value }, type);
  }
  const remarks = `${text(content, 'Remarks') ?? ''}${text(content, 'comments') ?? ''}`;
  const { aliases, rest } = readRemarks(remarks, features, type, isSet && content.comments !== undefined);
  return {
    record: {
      reference,
      programs: distinct(programs),
      subject: {
        type,
        name,
        aliases: distinct([...aliases, ...parts(content, 'alt').map(aliasOf)]),
        ...some('addresses', addressesOf(content, features)),
        ...subjectMembers(features),
      },
      ...recordMembers(features),
      ...optional(
        'remarks',
        [...rest, ...parts(content, 'alt').flatMap((alt) => texts(alt, 'alt_remarks'))].join('; '),
      ),
    },
    unread: features.unread,
    row,
  };
}

const aliasOf = (alt: RowContent): Subject['aliases'][number] => ({
  name: text(alt, 'alt_name') ?? '?',
  kind: ALIASES[text(alt, 'alt_type') ?? ''] ?? 'aka',
  strength: 'strong',
});

const addressesOf = (content: RowContent, { unread }: Features) =>
  parts(content, 'add').map((add) => ({
    ...optional('street', text(add, 'address')),
    ...optional('city', text(add, 'city_state_zip')),
    ...optional('country', country(text(add, 'country'), unread)),
    ...optional('note', text(add, 'add_remarks')),
  }));
