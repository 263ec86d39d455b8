import type { Entity } from '#exports';

/** What OpenRefine shows of a word: its id, and how people call it. */
export interface Named {
  id: string;
  name: string;
}

/** The kinds of entity that can be asked for. */
export const TYPES: readonly Named[] = [
  { id: 'Thing', name: 'Anything' },
  { id: 'LegalEntity', name: 'Person or organisation' },
  { id: 'Person', name: 'Person' },
  { id: 'Organization', name: 'Organisation' },
  { id: 'Company', name: 'Company' },
  { id: 'PublicBody', name: 'Public body' },
  { id: 'Vessel', name: 'Vessel' },
  { id: 'Airplane', name: 'Aircraft' },
  { id: 'CryptoWallet', name: 'Crypto wallet' },
  { id: 'Security', name: 'Security' },
];

export const typeOf = (schema: string): Named => TYPES.find(({ id }) => id === schema) ?? { id: schema, name: schema };

/** What tells of the designation: no property of FollowTheMoney. */
export const OF_DESIGNATION = {
  'designation.id': 'Designation',
  'designation.list': 'List',
  'designation.authority': 'Authority',
  'designation.reference': 'Reference',
  'designation.references': 'All references',
  'designation.status': 'Status',
  'designation.since': 'In this state since',
  'designation.until': 'In this state until',
  'designation.programs': 'Programmes',
  'designation.event': 'Event',
  'designation.source': 'Source',
} as const;

const OF_ENTITY: Record<string, string> = {
  name: 'Name',
  alias: 'Other name',
  weakAlias: 'Weak alias',
  birthDate: 'Date of birth',
  birthPlace: 'Place of birth',
  nationality: 'Nationality',
  country: 'Country',
  gender: 'Gender',
  position: 'Position',
  title: 'Title',
  address: 'Address',
  passportNumber: 'Passport',
  idNumber: 'Identity number',
  taxNumber: 'Tax number',
  registrationNumber: 'Registration number',
  imoNumber: 'IMO number',
  mmsi: 'MMSI',
  flag: 'Flag',
  swiftBic: 'BIC',
  leiCode: 'LEI',
  innCode: 'INN',
  ogrnCode: 'OGRN',
  publicKey: 'Address of a wallet',
  program: 'Programme',
  notes: 'Notes',
};

/** The properties that are proposed: any other of an entity can be asked for as well. */
export const PROPERTIES: readonly Named[] = Object.entries({ ...OF_ENTITY, ...OF_DESIGNATION }).map(([id, name]) => ({
  id,
  name,
}));

export const propertyOf = (id: string): Named => PROPERTIES.find((each) => each.id === id) ?? { id, name: id };

const TELLING = ['birthDate', 'nationality', 'country', 'flag', 'imoNumber', 'program'];

/** What tells namesakes apart, in one line. */
export const descriptionOf = ({ datasets, properties }: Pick<Entity, 'datasets' | 'properties'>): string =>
  [...datasets, ...TELLING.flatMap((name) => (properties[name] ?? []).slice(0, 2))].join(' · ');
