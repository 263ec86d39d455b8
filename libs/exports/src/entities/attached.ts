import type { Subject } from '#domain';
import { attachedId } from './ids.ts';
import { longestOf } from './property-types.ts';
import { isLegalEntity, normalNumber, propertyFor, takesNumber } from './schema.ts';
import { countryCode, ftmDate, isWhole, oneLine, put, type Properties } from './values.ts';

/** What belongs to a party and is an entity of its own: a document, a wallet, an address. */
export interface Attached {
  id: string;
  schema: string;
  properties: Properties;
}

type Identifier = NonNullable<Subject['identifiers']>[number];
type Address = NonNullable<Subject['addresses']>[number];

/** Puts the numbers of a party into its properties, and gives the documents and wallets that they are of. */
export function identifiersOf(owner: string, schema: string, subject: Subject, properties: Properties): Attached[] {
  return (subject.identifiers ?? []).flatMap((identifier) => {
    const { type, printedType, number } = identifier;
    const more = particularsOf(identifier);
    const printed = `${printedType ?? type}: ${[number, ...more].filter(Boolean).join(', ')}`;
    if (number === undefined) return (put(properties, 'notes', [printed]), []);
    const property = propertyFor(type, printedType);
    const isOwn = property !== undefined && takesNumber(schema, property, number);
    if (isOwn) put(properties, property, [normalNumber(property, number)]);
    const isWallet = property === 'publicKey' && number.length <= longestOf('publicKey');
    if (isWallet && schema !== 'CryptoWallet' && isLegalEntity(schema)) return [walletOf(owner, identifier)];
    const isDocument = ['passport', 'national-id', 'other'].includes(type) || !isOwn;
    if (isDocument && isLegalEntity(schema) && number.length <= longestOf('number'))
      return [documentOf(owner, identifier)];
    if (!isOwn || more.length > 0) put(properties, 'notes', [printed]);
    return [];
  });
}

/** What is printed beside a number. */
const particularsOf = ({ country, issuedOn, expiresOn, note }: Identifier): string[] =>
  [country, issuedOn && `issued ${issuedOn}`, expiresOn && `expires ${expiresOn}`, note].filter(
    (each) => !!each,
  ) as string[];

function documentOf(owner: string, identifier: Identifier): Attached {
  const { type, printedType, number, country, issuedOn, expiresOn, note } = identifier;
  const schema = type === 'passport' ? 'Passport' : 'Identification';
  const properties: Properties = {};
  put(properties, 'holder', [owner]);
  put(properties, 'number', [number]);
  put(properties, 'type', [printedType ?? type]);
  put(properties, 'country', [countryCode(country)]);
  put(properties, 'startDate', [ftmDate(issuedOn)]);
  put(properties, 'endDate', [ftmDate(expiresOn)]);
  put(properties, 'summary', [
    note,
    countryCode(country) ? undefined : country,
    issuedOn && !isWhole(issuedOn) ? `Issued ${issuedOn}` : undefined,
    expiresOn && !isWhole(expiresOn) ? `Expires ${expiresOn}` : undefined,
  ]);
  return { id: attachedId(owner, schema.toLowerCase(), { type, number, country, printedType }), schema, properties };
}

function walletOf(owner: string, { number, currency }: Identifier): Attached {
  const properties: Properties = {};
  put(properties, 'holder', [owner]);
  put(properties, 'publicKey', [number]);
  put(properties, 'currency', [currency]);
  return { id: attachedId(owner, 'wallet', { number, currency }), schema: 'CryptoWallet', properties };
}

/** Puts the addresses of a party into its properties, and gives those that the list prints in parts. */
export function addressesOf(owner: string, subject: Subject, properties: Properties): Attached[] {
  return (subject.addresses ?? []).flatMap((address) => {
    const full = fullAddress(address);
    if (full === '') return (put(properties, 'notes', [address.note]), []);
    put(properties, 'address', [full]);
    const { text, country, note, ...parts } = address;
    if (Object.keys(parts).length === 0 && !country) return (put(properties, 'notes', [note]), []);
    const own: Properties = {};
    put(own, 'full', [full]);
    for (const part of ['street', 'city', 'region', 'postalCode'] as const) put(own, part, [parts[part]]);
    put(own, 'country', [countryCode(country)]);
    put(own, 'remarks', [note, text !== undefined && !countryCode(country) ? country : undefined]);
    const id = attachedId(owner, 'address', { text, country, ...parts });
    put(properties, 'addressEntity', [id]);
    return [{ id, schema: 'Address', properties: own }];
  });
}

/** An address in one line, as FollowTheMoney has it. */
function fullAddress({ text, street, city, region, postalCode, country }: Address): string {
  const full = text ?? [street, city, region, postalCode, country].filter(Boolean).join(', ');
  return oneLine(full.replace(/[\r\n\t;]+/g, ', ').replace(/,\s*(?=[,.])/g, ''));
}
