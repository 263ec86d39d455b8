import { z } from 'zod';
import { isDay, type DesignationRecord, type IdentifierType, type Subject } from '#domain';
import { MEMBER, sizeOf } from '../budget.ts';
import type { ReadLimits } from '../limits.ts';
import {
  EntryNotUnderstood,
  type ListSource,
  type MappedEntry,
  type PublishedFile,
  type ReadPublication,
  type RowContent,
  type SourceRow,
} from '../list-source.ts';
import { country } from '../mapping/countries.ts';
import { birthDateOf, partialDateOf } from '../mapping/dates.ts';
import { cited } from '../mapping/other-lists.ts';
import { distinct, optional, some, text, texts } from '../mapping/parts.ts';
import { writingOf } from '../mapping/writing.ts';
import { beginsWith } from '../recognise.ts';
import { PublicationRefused } from '../refusal.ts';
import { tallying } from '../tally.ts';
import { collapse, memberName } from '../text.ts';
import { readLines } from './read-lines.ts';

/** A list that is published as FollowTheMoney entities, one JSON object a line. */
export const ftmMapping = z.strictObject({
  format: z.literal('ftm'),
  list: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  authority: z.string().regex(/^[A-Z]{2}$/),
  name: z.string().min(1),
  publisher: z.string().min(1),
  url: z.url(),
  /** Where neither the entity nor its Sanction names one. */
  program: z.string().min(1),
});
export type FtmMapping = z.infer<typeof ftmMapping>;

/** Schemata that are listed parties; all others (addresses, ownerships, documents) only serve them. */
const PARTIES: Record<string, Subject['type']> = {
  Person: 'person',
  Organization: 'organization',
  Company: 'organization',
  LegalEntity: 'organization',
  PublicBody: 'organization',
  Vessel: 'vessel',
  Airplane: 'aircraft',
};
const IDENTIFIERS: Record<string, IdentifierType> = {
  passportNumber: 'passport',
  idNumber: 'national-id',
  taxNumber: 'tax',
  innCode: 'tax',
  vatCode: 'tax',
  registrationNumber: 'registration',
  ogrnCode: 'registration',
  leiCode: 'registration',
  imoNumber: 'imo',
  mmsi: 'mmsi',
  swiftBic: 'bic',
};
const NAMES: [string, Partial<Subject['aliases'][number]> & { kind: 'aka' | 'fka' }][] = [
  ['name', { kind: 'aka' }],
  ['alias', { kind: 'aka' }],
  ['weakAlias', { kind: 'aka', strength: 'weak' }],
  ['previousName', { kind: 'fka' }],
];
const CONTACTS = { phone: 'phone', email: 'email', website: 'website' } as const;
const KNOWN = new Set([
  ...Object.keys(IDENTIFIERS),
  ...NAMES.map(([property]) => property),
  ...Object.keys(CONTACTS),
  ...['title', 'position', 'gender', 'nationality', 'citizenship', 'country', 'jurisdiction', 'flag', 'birthDate'],
  ...['birthPlace', 'address', 'notes', 'program', 'topics', 'sourceUrl', 'firstName', 'lastName', 'middleName'],
]);

const entity = z.object({
  id: z.string().min(1).max(300),
  schema: z.string(),
  caption: z.string().optional(),
  properties: z.record(
    z.string(),
    z.array(z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])),
  ),
});
type Entity = z.infer<typeof entity>;

/** Makes the list of its mapping. */
export function ftmList(mapping: FtmMapping): ListSource {
  const { list, authority, name, publisher, url } = mapping;
  return {
    ...{ list, authority, name, publisher, url },
    formats: [
      {
        reader: `${list}-ftm/1`,
        looksLike: 'FollowTheMoney entities, one JSON object a line',
        recognises: beginsWith(/^\s*\{.*"schema"\s*:/s),
        read: ([file], limits) => readEntities(file!, limits),
        map: (row) => mapEntity(row, mapping),
      },
    ],
  };
}

/** One row for each party, with the Sanction entities that speak of it inside. */
async function readEntities(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const rows: SourceRow[] = [];
  const sanctions = new Map<string, RowContent[]>();
  const unknown: Record<string, number> = {};
  const count = tallying(unknown);
  for await (const { line, number } of readLines(file.chunks, limits)) {
    if (line.trim() === '') continue;
    const { id, schema, caption, properties } = parsed(line, number);
    if (schema !== 'Sanction' && !Object.hasOwn(PARTIES, schema)) continue;
    limits.keep(sizeOf(line) + MEMBER * Object.keys(properties).length, () => `line ${number}`);
    const content = contentOf(properties);
    if (schema === 'Sanction') {
      for (const party of texts(content, 'entity')) {
        const own = sanctions.get(party);
        if (own) own.push(content);
        else sanctions.set(party, [content]);
      }
      continue;
    }
    if (rows.length >= limits.rows)
      throw new PublicationRefused('too-many-rows', `It has more than ${limits.rows} entities`);
    for (const property of Object.keys(content)) if (!KNOWN.has(property)) count(`${schema}.${property}`);
    rows.push({
      ...{ reference: id, sourceIds: {}, at: `line ${number}` },
      content: { schema, ...(caption ? { caption: collapse(caption) } : {}), ...content },
    });
  }
  for (const row of rows) {
    const own = sanctions.get(row.reference);
    if (own) row.content.sanction = own;
  }
  return { rows, unknown };
}

function parsed(line: string, number: number): Entity {
  try {
    return entity.parse(JSON.parse(line));
  } catch {
    throw new PublicationRefused(
      'malformed-json',
      `Line ${number} is no FollowTheMoney entity (id, schema, properties with lists of texts). Is the file whole, one object a line?`,
    );
  }
}

function contentOf(properties: Entity['properties']): RowContent {
  const content: RowContent = {};
  for (const [name, values] of Object.entries(properties)) {
    const kept = distinct(values.map(collapse).filter((value) => value !== '')).sort();
    if (kept.length > 0) content[memberName(name)] = kept;
  }
  return content;
}

function mapEntity(row: SourceRow, mapping: FtmMapping): MappedEntry {
  const { content, reference } = row;
  const unread: string[] = [];
  const all = (name: string) => texts(content, name);
  const sanctions = (Array.isArray(content.sanction) ? content.sanction : []) as RowContent[];
  const ofSanctions = (name: string) => distinct(sanctions.flatMap((sanction) => texts(sanction, name)));
  const caption = text(content, 'caption');
  const name = caption !== undefined && all('name').includes(caption) ? caption : (all('name')[0] ?? caption);
  if (!name) throw new EntryNotUnderstood('It has no name');
  const programs = distinct([...ofSanctions('program'), ...all('program')]);
  const ends = ofSanctions('endDate').flatMap((printed) => partialDateOf(printed) ?? []);
  const isOver = sanctions.length > 0 && sanctions.every((sanction) => text(sanction, 'endDate') !== undefined);
  const delistedOn = isOver ? ends.sort().at(-1) : undefined;
  const listedOn = [...ofSanctions('listingDate'), ...ofSanctions('startDate')]
    .map((day) => day.slice(0, 10))
    .filter(isDay)
    .sort()[0];
  const gender = all('gender').find((each) => each === 'male' || each === 'female');
  const countries = ['nationality', 'citizenship', 'country', 'jurisdiction'].flatMap(all);
  const type = PARTIES[text(content, 'schema') ?? '']!;
  const codes = (printed: string[]) => printed.flatMap((each) => country(each, unread) ?? []);
  const flags = codes(all('flag'));
  const record: DesignationRecord = {
    reference,
    programs: programs.length > 0 ? programs : [mapping.program],
    subject: {
      type,
      name,
      ...writingOf(name),
      aliases: distinct(
        NAMES.flatMap(([property, about]) =>
          all(property)
            .filter((each) => each !== name)
            .map((each) => ({ name: each, ...about, ...writingOf(each) })),
        ),
      ),
      ...some('titles', all('title')),
      ...some('positions', all('position')),
      ...(gender ? { gender } : {}),
      ...some('nationalities', codes(countries)),
      ...some('birthDates', all('birthDate').map(birthDateOf)),
      ...some(
        'birthPlaces',
        all('birthPlace').map((place) => ({ text: place })),
      ),
      ...some(
        'addresses',
        all('address').map((address) => ({ text: address })),
      ),
      ...some(
        'identifiers',
        Object.entries(IDENTIFIERS).flatMap(([property, identifier]) =>
          all(property).map((number) => ({ type: identifier, printedType: property, number })),
        ),
      ),
      ...some(
        'contacts',
        Object.entries(CONTACTS).flatMap(([property, contact]) =>
          all(property).map((value) => ({ type: contact, value })),
        ),
      ),
      ...(flags.length > 0 ? { vessel: { flags } } : {}),
    },
    ...some('reasons', ofSanctions('reason')),
    ...some('measures', ofSanctions('provisions')),
    ...optional('remarks', all('notes').join(' ')),
    ...some('otherLists', all('notes').flatMap(cited)),
    ...optional('listedOn', listedOn),
  };
  return { record, updatedOn: [], ...(delistedOn ? { delistedOn } : {}), formerReferences: [], unread, row };
}
