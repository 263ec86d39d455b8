import { comparableText, type DesignationRecord, type Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country } from '../../mapping/countries.ts';
import { listingDate } from '../../mapping/dates.ts';
import { distinct, inside, joined, optional, parts, some, text, texts } from '../../mapping/parts.ts';
import { writingOf } from '../../mapping/writing.ts';
import { noFeatures, recordMembers, subjectMembers, takeFeature } from './features.ts';
import { TYPES } from './map-xml.ts';
import { plainType, readRemarks } from './remarks.ts';
import { isNameOf, type OfacList } from './which-list.ts';

const KINDS: Record<string, Subject['aliases'][number]['kind']> = { 'f.k.a.': 'fka', 'n.k.a.': 'nka' };
const ADDRESS: Record<string, 'street' | 'city' | 'region' | 'postalCode'> = {
  ADDRESS1: 'street',
  ADDRESS2: 'street',
  ADDRESS3: 'street',
  CITY: 'city',
  'STATE/PROVINCE': 'region',
  'POSTAL CODE': 'postalCode',
};

/** One entity of OFAC's enhanced XML as our record. */
export function mapEnhanced(row: SourceRow, list: OfacList): MappedEntry {
  const { record, unread } = readEntity(row, list);
  return { record: checked(record, row.content), unread, row };
}

/** The record, where its entity says all that a record needs. */
export function checked(record: DesignationRecord, content: RowContent): DesignationRecord {
  if (record.subject.name === '') throw new EntryNotUnderstood('It has no name');
  if (typeOf(content) === undefined) throw new EntryNotUnderstood('It is of no type we know (entityType)');
  if (record.programs.length === 0) throw new EntryNotUnderstood('It stands under no programme');
  return record;
}

const typeOf = (content: RowContent): Subject['type'] | undefined =>
  TYPES[inside(content, 'generalInfo').map((info) => text(info, 'entityType')?.toLowerCase() ?? '')[0] ?? ''];

const listed = (content: RowContent, list: string, item: string): string[] =>
  inside(content, list).flatMap((all) => texts(all, item));

/** All that an entity says, also where that is no whole record, as in a delta file. */
export function readEntity(
  { content, reference }: Pick<SourceRow, 'content' | 'reference'>,
  list: OfacList,
): { record: DesignationRecord; unread: string[] } {
  const type = typeOf(content) ?? 'organization';
  const features = noFeatures();
  for (const info of inside(content, 'generalInfo')) {
    const title = text(info, 'title');
    if (title) takeFeature(features, { type: 'Title', value: title }, type);
  }
  for (const feature of inside(content, 'features', 'feature')) {
    const printed = text(feature, 'type');
    const value = text(feature, 'value');
    if (printed && value) takeFeature(features, { type: plainType(printed), value }, type);
  }
  for (const document of inside(content, 'identityDocuments', 'identityDocument')) {
    const printed = text(document, 'type');
    const value = text(document, 'documentNumber');
    if (!printed || !value) continue;
    const about = {
      ...optional('country', text(document, 'issuingCountry')),
      ...optional('issuedOn', spanOf(document, 'issueDate')),
      ...optional('expiresOn', spanOf(document, 'expirationDate')),
    };
    takeFeature(features, { type: plainType(printed), value, ...about }, type);
  }
  const printedRemarks = inside(content, 'generalInfo').flatMap((info) => texts(info, 'remarks'));
  const remarks = readRemarks(printedRemarks.join('; '), features, type, true);
  const names = inside(content, 'names', 'name');
  const primary = names.filter((name) => text(name, 'isPrimary') === 'true');
  const name = primary.flatMap(latinNames)[0] ?? '';
  const days = inside(content, 'sanctionsLists', 'sanctionsList')
    .filter((each) => isNameOf(list, text(each, '#text') ?? ''))
    .flatMap((each) => text(each, '@datePublished') ?? []);
  const members = recordMembers(features);
  const record: DesignationRecord = {
    reference,
    programs: distinct(listed(content, 'sanctionsPrograms', 'sanctionsProgram')),
    subject: {
      type,
      name,
      aliases: distinct([...remarks.aliases, ...names.flatMap(aliasesOf)]),
      ...some(
        'addresses',
        inside(content, 'addresses', 'address').map((address) => addressOf(address, features.unread)),
      ),
      ...subjectMembers(features),
    },
    ...members,
    ...some('measures', [...listed(content, 'sanctionsTypes', 'sanctionsType'), ...(members.measures ?? [])]),
    ...some('links', [...(members.links ?? []), ...inside(content, 'relationships', 'relationship').flatMap(linkOf)]),
    ...optional('legalBasis', listed(content, 'legalAuthorities', 'legalAuthority').sort().join('; ')),
    ...optional('remarks', remarks.rest.join('; ')),
    ...optional('listedOn', listingDate(days, features.unread)),
  };
  return { record, unread: features.unread };
}

const translations = (name: RowContent) => inside(name, 'translations', 'translation');
const latinNames = (name: RowContent): string[] =>
  translations(name)
    .filter((each) => text(each, 'script') === 'Latin' || text(each, 'isPrimary') === 'true')
    .flatMap((each) => text(each, 'formattedFullName') ?? []);

/** A name has a translation for each script it is known in. Direction marks around them say nothing. */
function aliasesOf(name: RowContent): Subject['aliases'] {
  const isPrimary = text(name, 'isPrimary') === 'true';
  const kind = KINDS[text(name, 'aliasType')?.toLowerCase() ?? ''] ?? 'aka';
  const strength = text(name, 'isLowQuality') === 'true' ? ('weak' as const) : ('strong' as const);
  const [latin] = latinNames(name);
  const originals = translations(name)
    .flatMap((each) => text(each, 'formattedFullName') ?? [])
    .map(comparableText)
    .filter((each) => each !== latin);
  return [
    ...(latin !== undefined && !isPrimary ? [{ name: latin, kind, strength, ...writingOf(latin) }] : []),
    ...originals.map((original) => ({ name: original, kind: 'original-script' as const, ...writingOf(original) })),
  ];
}

function addressOf(address: RowContent, unread: string[]) {
  const [primary] = inside(address, 'translations', 'translation');
  const found: Partial<Record<(typeof ADDRESS)[string], string>> = {};
  for (const part of primary ? inside(primary, 'addressParts', 'addressPart') : []) {
    const member = ADDRESS[text(part, 'type')?.toUpperCase() ?? ''];
    const value = text(part, 'value');
    if (member && value) found[member] = found[member] ? `${found[member]}, ${value}` : value;
  }
  return { ...found, ...optional('country', country(text(address, 'country'), unread)) };
}

function linkOf(relationship: RowContent): NonNullable<DesignationRecord['links']> {
  const [related] = parts(relationship, 'relatedEntity');
  const name = text(relationship, 'relatedEntity');
  if (!name) return [];
  const kind = text(relationship, 'type')?.toLowerCase() ?? 'linked to';
  return [{ kind, name, ...optional('reference', related && text(related, '@entityId')) }];
}

function spanOf(document: RowContent, name: string): string | undefined {
  const [date] = parts(document, name);
  if (!date) return undefined;
  const day = (member: string) => joined(date, [member]).slice(0, 10);
  const [from, to] = [day('fromDateBegin'), day('toDateEnd') || day('fromDateEnd')];
  return from && to && from !== to ? `from ${from} to ${to}` : from || to || undefined;
}
