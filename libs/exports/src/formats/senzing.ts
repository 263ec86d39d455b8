import type { Entity, Exported } from '../entities/entities.ts';

const RECORD_TYPES: Record<string, string> = {
  Person: 'PERSON',
  Vessel: 'VESSEL',
  Airplane: 'AIRCRAFT',
  CryptoWallet: 'CRYPTO_WALLET',
};
const DATES: Record<string, string> = { birthDate: 'DATE_OF_BIRTH', incorporationDate: 'REGISTRATION_DATE' };
const COUNTRIES: Record<string, string> = {
  nationality: 'NATIONALITY',
  country: 'COUNTRY_OF_ASSOCIATION',
  birthCountry: 'COUNTRY_OF_BIRTH',
  flag: 'REGISTRATION_COUNTRY',
};
const NUMBERS: Record<string, readonly [number: string, country?: string]> = {
  passportNumber: ['PASSPORT_NUMBER'],
  idNumber: ['NATIONAL_ID_NUMBER'],
  socialSecurityNumber: ['SSN_NUMBER'],
  taxNumber: ['TAX_ID_NUMBER'],
  innCode: ['TAX_ID_NUMBER'],
  vatCode: ['TAX_ID_NUMBER'],
  leiCode: ['LEI_NUMBER'],
  dunsCode: ['DUNS_NUMBER'],
  imoNumber: ['IMO_NUMBER'],
  mmsi: ['MMSI_NUMBER'],
  registrationNumber: ['OTHER_ID_NUMBER'],
};

/** One party a line as Senzing reads it. Source: the Generic Entity Specification, and OpenSanctions' `senzing.json`. */
export function senzingJson({ party, attached, dataset }: Exported): string {
  const { id, schema, properties, last_change: lastChange } = party;
  const isPerson = schema === 'Person';
  const named = (property: string, type: string) =>
    (properties[property] ?? []).map((name) => ({ NAME_TYPE: type, [isPerson ? 'NAME_FULL' : 'NAME_ORG']: name }));
  const features = (table: Record<string, string>) =>
    Object.entries(table).flatMap(([property, key]) => (properties[property] ?? []).map((value) => ({ [key]: value })));
  const record = {
    DATA_SOURCE: dataset.toUpperCase(),
    RECORD_ID: id,
    RECORD_TYPE: RECORD_TYPES[schema] ?? 'ORGANIZATION',
    LAST_CHANGE: lastChange,
    NAMES: [
      ...named('name', 'PRIMARY'),
      ...['alias', 'weakAlias', 'previousName'].flatMap((property) => named(property, 'ALIAS')),
    ],
    ...(properties.gender && { GENDER: properties.gender[0]!.charAt(0).toUpperCase() }),
    RISKS: (properties.topics ?? []).map((TOPIC) => ({ TOPIC })),
    ADDRESSES: (properties.address ?? []).map((ADDR_FULL) => ({ ADDR_FULL })),
    DATES: features(DATES),
    COUNTRIES: features(COUNTRIES),
    IDENTIFIERS: [...numbersOf(party), ...attached.flatMap(documentOf)],
    ...(attached[0]?.properties.sourceUrl && { URL: attached[0].properties.sourceUrl[0] }),
  };
  const filled = Object.entries(record).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return `${JSON.stringify(Object.fromEntries(filled))}\n`;
}

const numbersOf = ({ properties }: Entity) =>
  Object.entries(NUMBERS).flatMap(([property, [key]]) =>
    (properties[property] ?? []).map((value) => ({ [key]: value })),
  );

/** A document that is not among the numbers of its party. */
function documentOf({ schema, properties }: Entity): object[] {
  if (schema !== 'Identification') return [];
  const { number = [], type = [], country = [] } = properties;
  return number.map((value) => ({
    OTHER_ID_TYPE: type[0] ?? 'ID',
    OTHER_ID_NUMBER: value,
    ...(country[0] && { OTHER_ID_COUNTRY: country[0] }),
  }));
}
