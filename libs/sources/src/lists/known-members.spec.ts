import { describe, expect, it } from '@jest/globals';
import { RECORD } from './ca-sema/read.ts';
import { LEFT_OUT as EU_LEFT_OUT, SHAPE as EU } from './eu-fsf/read.ts';
import { LEFT_OUT as CONLIST_LEFT_OUT, KNOWN as CONLIST } from './gb-ofsi/read.ts';
import { COLUMNS as UKSL_COLUMNS, LEFT_OUT as UKSL_CSV_LEFT_OUT } from './gb-uksl/read-csv.ts';
import { LEFT_OUT as UKSL_LEFT_OUT, SHAPE as UKSL } from './gb-uksl/read-xml.ts';
import {
  madeOf,
  membersOf,
  names,
  PAIRS,
  treeOf,
  unreadMembers,
  xmlOf,
  type Sample,
} from '../spec-kit/known-members.ts';
import { LEFT_OUT as KZ_LEFT_OUT, ORGANIZATION, PERSON } from './kz-afm/read.ts';
import { LEFT_OUT as UN_LEFT_OUT, SHAPE as UN } from './un-sc/read.ts';
import { COLUMNS as OFAC_COLUMNS, LEFT_OUT as OFAC_CSV_LEFT_OUT } from './us-ofac/read-csv.ts';
import { LEFT_OUT as ENHANCED_LEFT_OUT, SHAPE as ENHANCED } from './us-ofac/read-enhanced.ts';
import { LEFT_OUT as OFAC_LEFT_OUT, SHAPE as OFAC } from './us-ofac/read-xml.ts';
import type { KnownMembers } from '../reading/xml-entry.ts';
import { zipOf } from '../spec-kit/zip-of.ts';

interface Reader {
  list: string;
  known: KnownMembers;
  leftOut: readonly string[];
  samples: Sample[];
  file: (values: Sample) => string | Uint8Array | Promise<Uint8Array>;
}

const csv = (columns: readonly string[], values: Sample, above: string) =>
  `${above}${columns.map((each) => `"${each}"`).join(',')}\r\n${columns.map((each) => `"${values[each] ?? ''}"`).join(',')}\r\n`;
const flat = (columns: readonly string[]): KnownMembers => Object.fromEntries(columns.map((each) => [each, {}]));
const NONE = '-0- ';
const ofacRow = (table: keyof typeof OFAC_COLUMNS, values: Sample) =>
  `${OFAC_COLUMNS[table].map((name) => (name === 'ent_num' ? '7' : `"${values[`${table}/${name}`] ?? NONE}"`)).join(',')}\r\n`;
const unSample: Sample = {
  UN_LIST_TYPE: 'Taliban',
  REFERENCE_NUMBER: 'TAi.901',
  LISTED_ON: '2001-01-25',
  DELISTED_ON: null,
  'INDIVIDUAL_DATE_OF_BIRTH/DATE': null,
};
const un = (kind: 'INDIVIDUAL' | 'ENTITY', other: RegExp): Reader => ({
  list: 'un-sc',
  leftOut: UN_LEFT_OUT,
  known: Object.fromEntries(
    Object.entries(UN.entries[`${kind}S/${kind}`.replace('YS', 'IES')]!).filter(([name]) => !other.test(name)),
  ),
  samples: [
    { ...unSample, 'INDIVIDUAL_DATE_OF_BIRTH/YEAR': '1917' },
    { ...unSample, 'INDIVIDUAL_DATE_OF_BIRTH/YEAR': null, 'INDIVIDUAL_DATE_OF_BIRTH/FROM_YEAR': '1901' },
    { ...unSample, 'INDIVIDUAL_DATE_OF_BIRTH/YEAR': null, 'INDIVIDUAL_DATE_OF_BIRTH/TO_YEAR': '1990' },
    { ...unSample, 'INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY': null },
  ],
  file: (values) =>
    `<CONSOLIDATED_LIST dateGenerated="2024-01-01T00:00:00Z"><${kind}S>${xmlOf(kind, treeOf(values))}</${kind}S></CONSOLIDATED_LIST>`.replaceAll(
      'YS>',
      'IES>',
    ),
});

const euSample: Sample = {
  '@designationDate': '2004-05-06',
  '@unitedNationId': 'TAi.901',
  '@euReferenceNumber': 'EU.1.1',
  'subjectType/@code': 'person',
  'nameAlias/@nameLanguage': 'EN',
  'identification/@countryIso2Code': null,
  'birthdate/@birthdate': null,
  'birthdate/@year': '1917',
  'birthdate/@monthOfYear': '4',
  'birthdate/@dayOfMonth': '5',
  'birthdate/@yearRangeFrom': null,
  'birthdate/@yearRangeTo': null,
  'birthdate/@calendarType': null,
  'address/contactInfo/@key': 'EMAIL',
  'identification/@issueDate': null,
};
const ukslSample: Sample = {
  UniqueID: 'AFG0901',
  DateDesignated: '25/01/2001',
  IndividualEntityShip: 'Individual',
  'Names/Name/NameType': 'AKA',
};
const uksl = (kind: string): Sample => ({ ...ukslSample, IndividualEntityShip: kind });
const ofacSample: Sample = { sdnType: 'Individual', uid: '7' };
const DATES = ['fromDateBegin', 'fromDateEnd', 'toDateBegin', 'toDateEnd'];
const enhancedSample: Sample = {
  '@id': '7',
  'generalInfo/entityType': 'Individual',
  'sanctionsLists/sanctionsList': 'SDN List',
  'features/feature/type': 'Birthdate',
  'features/feature/value': '05 Apr 1917',
  'names/name/isPrimary': 'false',
  'names/name/translations/translation/script': 'Latin',
  'addresses/address/translations/translation/addressParts/addressPart/type': 'CITY',
  ...Object.fromEntries(
    ['issueDate', 'expirationDate'].flatMap((date) =>
      DATES.map((each) => [`identityDocuments/identityDocument/${date}/${each}`, null]),
    ),
  ),
};
const kz = (kind: string, path: string, known: KnownMembers): Reader => ({
  list: 'kz-afm',
  leftOut: KZ_LEFT_OUT,
  known,
  samples: [
    { correction: '', note: '' },
    { iin: null, org_iin: null },
  ],
  file: (values) => `<xml><persons></persons><${path}>${xmlOf(kind, treeOf(values))}</${path}></xml>`,
});
const PRIMARY =
  '<name id="9"><isPrimary>true</isPrimary><translations><translation><isPrimary>true</isPrimary><script>Latin</script><formattedFullName>Ban</formattedFullName></translation></translations></name>';

const READERS: Record<string, Reader> = {
  'un-sc, persons': un('INDIVIDUAL', /^ENTITY_/),
  'un-sc, organizations': un('ENTITY', /^INDIVIDUAL_/),
  'eu-fsf': {
    list: 'eu-fsf',
    known: EU.entries.sanctionEntity!,
    leftOut: EU_LEFT_OUT,
    samples: [
      euSample,
      { ...euSample, 'birthdate/@yearRangeFrom': '1901' },
      { ...euSample, 'birthdate/@yearRangeTo': '1990' },
      { ...euSample, 'identification/@number': null },
      {
        ...euSample,
        ...Object.fromEntries(
          ['citizenship', 'birthdate', 'address'].map((each) => [`${each}/@countryIso2Code`, null]),
        ),
      },
    ],
    file: (values) => {
      const tree = treeOf(values);
      const primary = { '@wholeName': 'Ban', '@logicalId': '1' };
      return `<export generationDate="2024-01-01T00:00:00Z">${xmlOf('sanctionEntity', { ...tree, nameAlias: [primary, tree.nameAlias!] })}</export>`;
    },
  },
  'gb-uksl, XML': {
    list: 'gb-uksl',
    known: UKSL.entries.Designation!,
    leftOut: UKSL_LEFT_OUT,
    samples: [ukslSample, uksl('Entity'), uksl('Ship')],
    file: (values) =>
      `<Designations><DateGenerated>01/02/2024</DateGenerated>${xmlOf('Designation', treeOf(values)).replace('<Names>', '<Names><Name><Name6>Ban</Name6><NameType>Primary Name</NameType></Name>')}</Designations>`,
  },
  'gb-uksl, CSV': {
    list: 'gb-uksl',
    known: flat(UKSL_COLUMNS),
    leftOut: UKSL_CSV_LEFT_OUT,
    samples: ['Individual', 'Entity', 'Ship'].map((kind) => ({
      'Unique ID': 'AFG0901',
      'Designation Type': kind,
      'Date Designated': '25/01/2001',
      'Name type': 'AKA',
    })),
    file: (values) =>
      `${csv(UKSL_COLUMNS, values, 'Report Date: 01-Feb-2024\r\n')}${csv(UKSL_COLUMNS, { 'Unique ID': values['Unique ID']!, 'Name 6': 'Ban', 'Name type': 'Primary Name' }, '').split('\r\n')[1]}\r\n`,
  },
  'gb-ofsi': {
    list: 'gb-ofsi',
    known: flat(CONLIST),
    leftOut: CONLIST_LEFT_OUT,
    samples: [{ 'Group ID': '7', 'Group Type': 'Individual', 'Alias Type': 'AKA' }],
    file: (values) =>
      `${csv(CONLIST, values, 'Last Updated,01/02/2024\r\n')}${csv(CONLIST, { 'Group ID': values['Group ID']!, 'Name 6': 'Ban', 'Alias Type': 'Prime Alias' }, '').split('\r\n')[1]}\r\n`,
  },
  'ca-sema': {
    list: 'ca-sema',
    known: RECORD,
    leftOut: [],
    samples: [
      { Entity: null, EntityOrShip: null },
      { LastName: null, GivenName: null, EntityOrShip: null },
      { LastName: null, GivenName: null, Entity: null },
    ],
    file: (values) => `<data-set>${xmlOf('record', treeOf(values))}</data-set>`,
  },
  'kz-afm, persons': kz('person', 'persons', PERSON),
  'kz-afm, organizations': kz('org', 'organisations', ORGANIZATION),
  'us-ofac, XML': {
    list: 'us-ofac-sdn',
    known: OFAC.entries.sdnEntry!,
    leftOut: OFAC_LEFT_OUT,
    samples: [ofacSample, { ...ofacSample, sdnType: 'Vessel' }],
    file: (values) => `<sdnList>${xmlOf('sdnEntry', treeOf(values))}</sdnList>`,
  },
  'us-ofac, enhanced XML': {
    list: 'us-ofac-sdn',
    known: ENHANCED.entries['entities/entity']!,
    leftOut: ENHANCED_LEFT_OUT,
    samples: [
      enhancedSample,
      { ...enhancedSample, 'names/name/translations/translation/script': 'Arabic', 'names/name/isPrimary': 'true' },
    ],
    file: (values) =>
      `<sanctionsData><publicationInfo><dataAsOf>2024-01-01T00:00:00Z</dataAsOf></publicationInfo><entities>${xmlOf('entity', treeOf(values)).replace('<names>', `<names>${PRIMARY}`)}</entities></sanctionsData>`,
  },
  'us-ofac, CSV': {
    list: 'us-ofac-sdn',
    leftOut: OFAC_CSV_LEFT_OUT,
    known: flat(
      Object.entries(OFAC_COLUMNS).flatMap(([table, names]) =>
        names.filter((name) => name !== 'ent_num').map((name) => `${table}/${name}`),
      ),
    ),
    samples: [{ 'main/SDN_Type': 'individual' }, { 'main/SDN_Type': 'vessel' }],
    file: (values) =>
      zipOf({
        'sdn.csv': ofacRow('main', values),
        'alt.csv': ofacRow('alt', values),
        'add.csv': ofacRow('add', values),
        'sdn_comments.csv': ofacRow('comments', values),
      }),
  },
};

describe('every member that a reader calls known', () => {
  it.each(Object.keys(READERS))('of %s reaches the record, is counted, or is left out on purpose', async (name) => {
    const { list, known, leftOut, samples, file } = READERS[name]!;
    const read = async (values: Sample) => madeOf(list, await file(values));
    const members = membersOf(known);
    const isLeftOut = (path: string) => leftOut.some(names(path));
    const others = members.filter((path) => !isLeftOut(path));
    expect(await unreadMembers(others, samples, read, PAIRS, members)).toEqual([]);
    // Nor is anything called left out that is read: a few values tell.
    const unread = await unreadMembers(
      members.filter(isLeftOut),
      samples.slice(0, 1),
      read,
      PAIRS.slice(0, 3),
      members,
    );
    const named = leftOut.filter((each) => members.some((path) => names(path)(each)));
    expect(named.filter((each) => !unread.some((path) => names(path)(each)))).toEqual([]);
  });
});
