// The types of the properties that we write, and how long their values may be. Source: followthemoney 4.9, schema/*.yml; a spec asks the package itself.
const TYPES: Record<string, string> = {
  name: 'name alias weakAlias previousName',
  country: 'country nationality birthCountry flag pastFlags',
  date: 'birthDate incorporationDate listingDate startDate endDate buildDate modifiedAt',
  entity: 'entity holder addressEntity',
  identifier: `registrationNumber passportNumber idNumber socialSecurityNumber taxNumber innCode vatCode ogrnCode okpoCode leiCode
    dunsCode uniqueEntityId imoNumber mmsi swiftBic publicKey isin ticker serialNumber callSign authorityId unscId programId number`,
  text: 'notes summary reason',
  topic: 'topics',
  address: 'address full',
  phone: 'phone',
  email: 'email',
  url: 'website sourceUrl',
  gender: 'gender',
  number: 'tonnage grossRegisteredTonnage',
};

const BY_PROPERTY = new Map(
  Object.entries(TYPES).flatMap(([type, properties]) => properties.split(/\s+/).map((property) => [property, type])),
);

/** The FollowTheMoney type of a property; those that are none of the others are strings. */
export const propertyType = (property: string): string => BY_PROPERTY.get(property) ?? 'string';

/** Characters that a value of a type may have. */
const LONGEST_OF_TYPE: Record<string, number> = {
  name: 384,
  country: 16,
  date: 32,
  entity: 200,
  identifier: 64,
  text: 65_000,
  topic: 64,
  address: 250,
  phone: 32,
  email: 250,
  url: 4_096,
  gender: 16,
  number: 250,
  string: 1_024,
};

/** Properties with a bound of their own. */
const LONGEST: Record<string, number> = {
  ...Object.fromEntries('swiftBic imoNumber mmsi isin dunsCode unscId postalCode'.split(' ').map((each) => [each, 16])),
  ...Object.fromEntries('innCode vatCode ogrnCode leiCode uniqueEntityId'.split(' ').map((each) => [each, 32])),
  publicKey: 512,
};

/** Characters that a value of a property may have. */
export const longestOf = (property: string): number => LONGEST[property] ?? LONGEST_OF_TYPE[propertyType(property)]!;
