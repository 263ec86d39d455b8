// The types of the properties that we write. Source: followthemoney 4.9, schema/*.yml; a spec asks the package itself.
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
