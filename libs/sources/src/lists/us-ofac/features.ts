import type { DesignationRecord, Subject, SubjectType } from '#domain';
import { country, countryCode } from '../../mapping/countries.ts';
import { birthDateOf, partialDateOf } from '../../mapping/dates.ts';
import { identifierTypeOf } from '../../mapping/identifiers.ts';
import { optional, some } from '../../mapping/parts.ts';

/** Something that OFAC says of a subject: in Remarks, as an id, or as a feature, always under the same names. */
export interface Feature {
  /** As printed, without `alt.` and a colon or dash at the end: `Passport`, `Linked To`. */
  type: string;
  value: string;
  country?: string;
  issuedOn?: string;
  expiresOn?: string;
}

type Vessel = NonNullable<Subject['vessel']>;
type Aircraft = NonNullable<Subject['aircraft']>;

/** All that features can say of an entry, collected. */
export interface Features {
  gender?: 'male' | 'female';
  nationalities: string[];
  birthDates: NonNullable<Subject['birthDates']>;
  birthPlaces: NonNullable<Subject['birthPlaces']>;
  identifiers: NonNullable<Subject['identifiers']>;
  contacts: NonNullable<Subject['contacts']>;
  positions: string[];
  activities: string[];
  foundedOn: string[];
  vessel: Vessel;
  aircraft: Aircraft;
  risks: string[];
  measures: string[];
  links: NonNullable<DesignationRecord['links']>;
  unread: string[];
}

export const noFeatures = (): Features => ({
  nationalities: [],
  birthDates: [],
  birthPlaces: [],
  identifiers: [],
  contacts: [],
  positions: [],
  activities: [],
  foundedOn: [],
  vessel: {},
  aircraft: {},
  risks: [],
  measures: [],
  links: [],
  unread: [],
});

type Take = (features: Features, feature: Feature) => void;

const AIRCRAFT_TEXTS: Record<string, keyof Aircraft> = {
  'aircraft model': 'model',
  'aircraft operator': 'operator',
  'aircraft manufacture date': 'builtOn',
  "aircraft manufacturer's serial number (msn)": 'serialNumber',
  'aircraft mode s transponder code': 'transponderCode',
};

const nationality: Take = (features, { value }) => {
  const code = country(value, features.unread);
  if (code) features.nationalities.push(code);
};
const birth: Take = ({ birthDates }, { value }) => birthDates.push(birthDateOf(value));
const birthPlace: Take = ({ birthPlaces }, { value }) => birthPlaces.push(placeOf(value));
const position: Take = ({ positions }, { value }) => positions.push(value);
const flag =
  (member: 'flags' | 'formerFlags'): Take =>
  ({ vessel, unread }, { value }) => {
    const code = /^none identified$/i.test(value) ? undefined : country(value, unread);
    if (code) vessel[member] = [...(vessel[member] ?? []), code];
  };
const contact =
  (type: 'phone' | 'email' | 'website'): Take =>
  ({ contacts }, { value }) =>
    contacts.push({ type, value });
const risk: Take = ({ risks }, { type, value }) => risks.push(`${type}: ${value}`);
const measure: Take = ({ measures }, { type, value }) => measures.push(`${type}: ${value}`);

/** By the printed name in lower case; what is not here is an identifier. */
const TAKES: Record<string, Take> = {
  gender: (features, { value }) => {
    if (/^(fe)?male$/i.test(value)) features.gender = value.toLowerCase() as 'male' | 'female';
    else features.unread.push(`Gender: ${value.slice(0, 40)}`);
  },
  dob: birth,
  birthdate: birth,
  pob: birthPlace,
  'place of birth': birthPlace,
  nationality,
  citizen: nationality,
  'nationality country': nationality,
  'citizenship country': nationality,
  'nationality of registration': nationality,
  'linked to': ({ links }, { value }) => links.push({ kind: 'linked to', name: value }),
  website: contact('website'),
  'email address': contact('email'),
  'phone number': contact('phone'),
  telephone: contact('phone'),
  fax: contact('phone'),
  title: position,
  position,
  'alternate title': position,
  'organization type': ({ activities }, { value }) => activities.push(value),
  'target type': ({ activities }, { value }) => activities.push(value),
  'organization established date': ({ foundedOn, unread }, { value }) => {
    const date = partialDateOf(value);
    if (date) foundedOn.push(date);
    else unread.push(`Organization Established Date: ${value.slice(0, 40)}`);
  },
  'vessel flag': flag('flags'),
  'other vessel flag': flag('flags'),
  'former vessel flag': flag('formerFlags'),
  'vessel type': ({ vessel }, { value }) => void (vessel.type ??= value),
  'vessel call sign': ({ vessel }, { value }) => void (vessel.callSign ??= value),
  'vessel year of build': ({ vessel }, { value }) => void (vessel.builtIn ??= value),
  'vessel owner': ({ vessel }, { value }) => void (vessel.owners = [...(vessel.owners ?? []), value]),
  'vessel gross tonnage': ({ vessel }, { value }) => void (vessel.grossTonnage ??= value),
  'vessel gross registered tonnage': ({ vessel }, { value }) => void (vessel.grossTonnage ??= value),
  'vessel tonnage': ({ vessel }, { value }) => void (vessel.tonnage ??= value),
  'secondary sanctions risk': risk,
  'additional sanctions information': risk,
  'transactions prohibited for persons owned or controlled by u.s. financial institutions': risk,
};

const MEASURES =
  /^(executive order \d+ directive (determination|information)|caatsa section|(listing|effective) date|purchase\/sales for divestment)/i;
const CURRENCY = /^digital currency address - (\w+)$/i;

/** Adds what one feature says to what is known of the entry. */
export function takeFeature(features: Features, feature: Feature, subject: SubjectType): void {
  const key = feature.type.toLowerCase();
  const particular = AIRCRAFT_TEXTS[key];
  const take = TAKES[key];
  if (take) take(features, feature);
  else if (particular) features.aircraft[particular] ??= feature.value;
  else if (MEASURES.test(key)) measure(features, feature);
  else features.identifiers.push(identifierOf(feature, subject, features.unread));
}

function identifierOf({ type, value, ...more }: Feature, subject: SubjectType, unread: string[]) {
  const currency = CURRENCY.exec(type)?.[1];
  const imo = /^IMO (\d+)$/i.exec(value);
  const known = identifierTypeOf(type);
  return {
    // A shipping company's IMO number is a registration; a ship's is a ship's.
    type: imo ? (subject === 'vessel' ? ('imo' as const) : ('registration' as const)) : known,
    printedType: type,
    number: imo && subject === 'vessel' ? imo[1]! : value,
    ...optional('country', country(more.country, unread)),
    ...optional('currency', currency),
    ...optional('issuedOn', more.issuedOn && partialDateOf(more.issuedOn)),
    ...optional('expiresOn', more.expiresOn && partialDateOf(more.expiresOn)),
  };
}

/** `Culiacan, Sinaloa, Mexico`: the last part is the country, where it is one. */
function placeOf(printed: string) {
  const parts = printed.split(', ');
  const code = countryCode(parts.at(-1)!);
  if (!code) return { text: printed };
  const [city, ...region] = parts.slice(0, -1);
  return { ...optional('city', city), ...optional('region', region.join(', ')), country: code };
}

/** The members of a subject that features fill. */
export function subjectMembers(features: Features) {
  const { gender, vessel, aircraft } = features;
  return {
    ...some('positions', features.positions),
    ...(gender ? { gender } : {}),
    ...some('nationalities', features.nationalities),
    ...some('birthDates', features.birthDates),
    ...some('birthPlaces', features.birthPlaces),
    ...some('identifiers', features.identifiers),
    ...some('contacts', features.contacts),
    ...some('activities', features.activities),
    ...some('foundedOn', features.foundedOn),
    ...(Object.keys(vessel).length > 0 ? { vessel } : {}),
    ...(Object.keys(aircraft).length > 0 ? { aircraft } : {}),
  };
}

/** The members of a record that features fill. */
export const recordMembers = (features: Features) => ({
  ...some('measures', features.measures),
  ...some('risks', features.risks),
  ...some('links', features.links),
});
