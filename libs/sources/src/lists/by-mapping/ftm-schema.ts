import type { IdentifierType, Subject } from '#domain';
import { words } from '../../reading/text.ts';

/** Schemata whose entities may be listed, and what kind of party ours is then. */
export const PARTIES: Record<string, Subject['type']> = {
  Person: 'person',
  Organization: 'organization',
  Company: 'organization',
  LegalEntity: 'organization',
  PublicBody: 'organization',
  Vessel: 'vessel',
  Airplane: 'aircraft',
  CryptoWallet: 'organization',
  Security: 'organization',
};
/** Things that are listed themselves. */
export const THINGS: Record<string, string> = { CryptoWallet: 'crypto wallet', Security: 'security' };

/** Schemata that tell something of a party, by the property that names it. */
export const HOLDERS: Record<string, string> = {
  Sanction: 'entity',
  Passport: 'holder',
  Identification: 'holder',
  CryptoWallet: 'holder',
};

/** Of the schemata that are read, those that extend others of them. */
const EXTENDED: Record<string, readonly string[]> = {
  Person: ['LegalEntity'],
  Organization: ['LegalEntity'],
  Company: ['LegalEntity', 'Organization'],
  PublicBody: ['LegalEntity', 'Organization'],
};
/** The schema of an entity whose fragments have these two: the narrower one. Undefined where neither extends the other. */
export function narrower(a: string, b: string): string | undefined {
  if (a === b || EXTENDED[a]?.includes(b)) return a;
  return EXTENDED[b]?.includes(a) ? b : undefined;
}

export const IDENTIFIERS: Record<string, IdentifierType> = {
  passportNumber: 'passport',
  idNumber: 'national-id',
  socialSecurityNumber: 'national-id',
  taxNumber: 'tax',
  innCode: 'tax',
  vatCode: 'tax',
  registrationNumber: 'registration',
  ogrnCode: 'registration',
  okpoCode: 'registration',
  leiCode: 'registration',
  dunsCode: 'registration',
  uniqueEntityId: 'registration',
  imoNumber: 'imo',
  mmsi: 'mmsi',
  swiftBic: 'bic',
  publicKey: 'crypto-address',
  isin: 'other',
  ticker: 'other',
  serialNumber: 'other',
};

export const NAMES: [string, Partial<Subject['aliases'][number]> & { kind: 'aka' | 'fka' }][] = [
  ['name', { kind: 'aka' }],
  ['alias', { kind: 'aka' }],
  ['abbreviation', { kind: 'aka' }],
  ['weakAlias', { kind: 'aka', strength: 'weak' }],
  ['previousName', { kind: 'fka' }],
];
/** Where an entity has no name: what it is called by, the first that is there. */
export const NAMED_BY = ['publicKey', 'isin', 'ticker'];
export const PARTS_OF_NAME = ['firstName', 'secondName', 'middleName', 'fatherName', 'lastName'];
export const CONTACTS = { phone: 'phone', email: 'email', website: 'website' } as const;
export const COUNTRIES = ['nationality', 'citizenship', 'country', 'jurisdiction'];
export const REMARKS = ['notes', 'summary', 'description'];
export const ACTIVITIES = ['sector', 'classification', 'legalForm'];

/** Properties that are left out on purpose, of any schema: where a statement comes from, and what others say again. */
export const LEFT_OUT = [
  ...words(`topics sourceUrl publisher publisherUrl programUrl retrievedAt createdAt authority alephUrl wikidataId
    wikipediaUrl indexText proof keywords`),
  // Of a name that is given whole.
  ...PARTS_OF_NAME,
];

const NUMBERS_OF_THINGS = ['publicKey', 'isin', 'ticker'];
const OF_ALL = [
  ...NAMES.map(([property]) => property),
  ...Object.keys(IDENTIFIERS).filter((property) => !NUMBERS_OF_THINGS.includes(property)),
  ...Object.keys(CONTACTS),
  ...COUNTRIES,
  ...REMARKS,
  ...ACTIVITIES,
  ...words(`title position gender birthDate birthPlace birthCountry incorporationDate address addressEntity program
    programId modifiedAt type`),
];
const FURTHER: Record<string, readonly string[]> = {
  Vessel: ['flag', 'pastFlags', 'callSign', 'tonnage', 'grossRegisteredTonnage', 'buildDate'],
  Airplane: ['flag', 'model', 'buildDate'],
  CryptoWallet: ['publicKey', 'currency', 'holder', 'issuer'],
  Security: ['isin', 'ticker', 'issuer'],
};
const OF_DOCUMENTS = ['holder', 'number', 'type', 'country', 'startDate', 'endDate', 'summary', 'description'];

/** The properties that are read, by schema. */
export const READ: Record<string, readonly string[]> = {
  ...Object.fromEntries(Object.keys(PARTIES).map((schema) => [schema, [...OF_ALL, ...(FURTHER[schema] ?? [])]])),
  Sanction: words(`entity program programId listingDate startDate endDate status reason provisions recordId authorityId
    unscId duration modifiedAt summary description`),
  Passport: OF_DOCUMENTS,
  Identification: OF_DOCUMENTS,
  Address: words('full remarks street street2 postOfficeBox city region state postalCode country'),
};

const each = <Meaning extends string>(meaning: Meaning, printed: readonly string[]) =>
  Object.fromEntries(printed.map((word) => [word, meaning]));

/** What a Sanction's status means. */
export const STATUS: Record<string, 'listed' | 'suspended' | 'delisted'> = {
  ...each('listed', ['in force', ...words('active listed current valid extended renewed')]),
  ...each('suspended', words('suspended paused')),
  ...each('delisted', words('lifted inactive expired delisted removed revoked repealed terminated cancelled ended')),
};
