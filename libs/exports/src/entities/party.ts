import type { DesignationRecord, Subject } from '#domain';
import { longestOf } from './property-types.ts';
import { isLegalEntity, saidBySchema } from './schema.ts';
import { cleanName, countryCode, ftmDate, isWhole, put, type Properties } from './values.ts';

/** The property for an alias: what FollowTheMoney calls its kind and strength. */
function nameProperty({ kind, strength }: Subject['aliases'][number]): string {
  if (kind === 'fka') return 'previousName';
  return strength === 'weak' ? 'weakAlias' : 'alias';
}

const LONGEST_NAME = longestOf('name');

/** What a record tells of its party, without its numbers and addresses; what has no property of its own stands in `notes`. */
export function partyProperties(
  schema: string,
  { subject, remarks, risks = [], links = [] }: DesignationRecord,
): Properties {
  const properties: Properties = {};
  const note: Note = (texts) => put(properties, 'notes', texts);
  const name = cleanName(subject.name);
  put(properties, 'name', [name.slice(0, LONGEST_NAME)]);
  if (name.length > LONGEST_NAME) note([`Name: ${name}`]);
  for (const alias of subject.aliases) {
    const other = cleanName(alias.name);
    if (other.length > LONGEST_NAME) note([`${alias.kind}: ${other}`]);
    else if (other !== name) put(properties, nameProperty(alias), [other]);
  }
  const countries = subject.nationalities ?? [];
  put(properties, schema === 'Person' ? 'nationality' : 'country', countries.map(countryCode));
  note(countries.filter((each) => !countryCode(each)).map((each) => `Country: ${each}`));
  if (schema === 'Person') putPerson(properties, subject, note);
  else note([...(subject.titles ?? []), ...(subject.positions ?? [])]);
  if (isLegalEntity(schema)) putLegalEntity(properties, schema, subject, note);
  else note([...(subject.activities ?? []).filter((each) => !saidBySchema(schema, each)), ...contactsOf(subject)]);
  if (subject.vessel) putVessel(properties, schema, subject.vessel, note);
  if (subject.aircraft) putAircraft(properties, schema, subject.aircraft, note);
  note([remarks, ...risks, ...links.map(linked)]);
  return properties;
}

const linked = ({ kind, name, reference }: NonNullable<DesignationRecord['links']>[number]): string =>
  `${kind}: ${name}${reference === undefined ? '' : ` (${reference})`}`;

type Note = (texts: readonly (string | false | undefined)[]) => void;

function putPerson(properties: Properties, subject: Subject, note: Note): void {
  put(properties, 'title', subject.titles ?? []);
  put(properties, 'position', subject.positions ?? []);
  put(properties, 'gender', [subject.gender]);
  for (const { date, approximate, note: printed } of subject.birthDates ?? []) {
    const written = ftmDate(date);
    put(properties, 'birthDate', [written]);
    const isAll = written !== undefined && written === date && !approximate;
    if (!isAll || printed !== undefined)
      note([`Born: ${[approximate && 'about', date, printed].filter(Boolean).join(' ')}`]);
  }
  for (const { text, city, region, country } of subject.birthPlaces ?? []) {
    const code = countryCode(country);
    put(properties, 'birthPlace', [text ?? [city, region, code ? undefined : country].filter(Boolean).join(', ')]);
    put(properties, 'birthCountry', [code]);
    if (text !== undefined && country !== undefined && !code) note([`Born in: ${country}`]);
  }
}

function putLegalEntity(properties: Properties, schema: string, subject: Subject, note: Note): void {
  for (const { type, value } of subject.contacts ?? [])
    if (isContact[type](value)) put(properties, type, [contactText[type](value)]);
    else note([`${type}: ${value}`]);
  put(
    properties,
    'sector',
    (subject.activities ?? []).filter((each) => !saidBySchema(schema, each)),
  );
  if (schema === 'Person') return note((subject.foundedOn ?? []).map((day) => `Founded: ${day}`));
  put(properties, 'incorporationDate', (subject.foundedOn ?? []).map(ftmDate));
  note((subject.foundedOn ?? []).filter((day) => !isWhole(day)).map((day) => `Founded: ${day}`));
}

/** FollowTheMoney drops what it cannot read as one of these. */
const isContact = {
  phone: (value: string) => /^\+\d{8,15}$/.test(value.replace(/[ ().-]/g, '')),
  email: (value: string) => /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(value),
  website: (value: string) => URL.canParse(value) && /^https?:\/\/[^/]+\.[a-z]{2,}/i.test(value),
};
/** As it writes them. */
const contactText = {
  phone: (value: string) => value.replace(/[ ().-]/g, ''),
  email: (value: string) => value,
  website: (value: string) => (/^[^:]+:\/\/[^/]+$/.test(value) ? `${value}/` : value),
};
const contactsOf = ({ contacts = [] }: Subject) => contacts.map(({ type, value }) => `${type}: ${value}`);

function putVessel(properties: Properties, schema: string, vessel: NonNullable<Subject['vessel']>, note: Note): void {
  const { flags = [], formerFlags = [], owners = [], formerOwners = [] } = vessel;
  const shared = { type: vessel.type, callSign: vessel.callSign, buildDate: ftmDate(vessel.builtIn) };
  if (schema === 'Vessel') {
    for (const [property, value] of Object.entries(shared)) put(properties, property, [value]);
    put(properties, 'flag', flags.map(countryCode));
    put(properties, 'pastFlags', formerFlags.map(countryCode));
    put(properties, 'tonnage', [numberOf(vessel.tonnage)]);
    put(properties, 'grossRegisteredTonnage', [numberOf(vessel.grossTonnage)]);
  } else
    note([
      vessel.type,
      vessel.callSign && `Call sign: ${vessel.callSign}`,
      ...[...flags, ...formerFlags].map((each) => `Flag: ${each}`),
    ]);
  const isVessel = schema === 'Vessel';
  const { builtIn, tonnage, grossTonnage } = vessel;
  note([
    builtIn && !(isVessel && isWhole(builtIn)) && `Built: ${builtIn}`,
    tonnage && !(isVessel && numberOf(tonnage)) && `Tonnage: ${tonnage}`,
    grossTonnage && !(isVessel && numberOf(grossTonnage)) && `Gross tonnage: ${grossTonnage}`,
    ...[...owners, ...formerOwners.map((each) => `${each} (former)`)].map((each) => `Owner: ${each}`),
    ...[...flags, ...formerFlags].filter((each) => !countryCode(each)).map((each) => `Flag: ${each}`),
    vessel.length && `Length: ${vessel.length}`,
  ]);
}

function putAircraft(
  properties: Properties,
  schema: string,
  craft: NonNullable<Subject['aircraft']>,
  note: Note,
): void {
  if (schema === 'Airplane') {
    put(properties, 'model', [craft.model]);
    put(properties, 'buildDate', [ftmDate(craft.builtOn)]);
    put(properties, 'serialNumber', [craft.serialNumber]);
  } else note([craft.model && `Model: ${craft.model}`, craft.serialNumber && `Serial number: ${craft.serialNumber}`]);
  note([
    craft.builtOn && !(schema === 'Airplane' && isWhole(craft.builtOn)) && `Built: ${craft.builtOn}`,
    craft.operator && `Operator: ${craft.operator}`,
    craft.transponderCode && `Transponder: ${craft.transponderCode}`,
  ]);
}

/** A figure as FollowTheMoney reads it; undefined where something else stands there. */
function numberOf(printed: string | undefined): string | undefined {
  const figure = printed?.replace(/(\d),(?=\d{3}\b)/g, '$1');
  return figure !== undefined && /^\d+(\.\d+)?$/.test(figure) ? figure : undefined;
}
