import { z } from 'zod';
import { ID_RULE, isId } from '../limits.ts';
import { day, intervalOf, partialDate, printedDate } from '../partial-date.ts';

const text = z.string().min(1);
const texts = z.array(text);

/** ISO 3166-1 alpha-2 (`XK` for Kosovo) where the printed name is known, else the name as printed. */
const country = text;

/** How a name is written: ISO 15924 (`Cyrl`), left out for Latin, and ISO 639 (`ru`) where the list says so. */
const writing = { script: z.string().length(4).optional(), language: text.optional() };

/** Another name of a listed party. `strength` is the authority's own judgement of how good an alias is. */
const alias = z.strictObject({
  name: text,
  kind: z.enum(['aka', 'fka', 'nka', 'variation', 'original-script']),
  strength: z.enum(['strong', 'weak']).optional(),
  ...writing,
});

const place = z.strictObject({
  text: text.optional(),
  city: text.optional(),
  region: text.optional(),
  country: country.optional(),
});

/** A date of birth as printed: exact, about, or somewhere between; `note` keeps what could not be read as a date. */
const birthDate = z.strictObject({
  date: printedDate.optional(),
  approximate: z.literal(true).optional(),
  note: text.optional(),
});

export const identifierType = z.enum([
  'passport',
  'national-id',
  'tax',
  'registration',
  'imo',
  'mmsi',
  'tail-number',
  'bic',
  'crypto-address',
  'other',
]);
export type IdentifierType = z.infer<typeof identifierType>;

const identifier = z.strictObject({
  type: identifierType,
  /** What the list calls it: `Cedula No.`, `D-U-N-S Number`. */
  printedType: text.optional(),
  number: text.optional(),
  country: country.optional(),
  /** Of a crypto address: `XBT`, `ETH`. */
  currency: text.optional(),
  issuedOn: printedDate.optional(),
  expiresOn: printedDate.optional(),
  note: text.optional(),
});

const address = z.strictObject({
  text: text.optional(),
  street: text.optional(),
  city: text.optional(),
  region: text.optional(),
  postalCode: text.optional(),
  country: country.optional(),
  note: text.optional(),
});

const contact = z.strictObject({ type: z.enum(['phone', 'email', 'website']), value: text });

/** Particulars of a ship, as printed; its numbers are among the identifiers. */
const vessel = z.strictObject({
  type: text.optional(),
  flags: z.array(country).optional(),
  formerFlags: z.array(country).optional(),
  callSign: text.optional(),
  tonnage: text.optional(),
  grossTonnage: text.optional(),
  length: text.optional(),
  builtIn: text.optional(),
  owners: texts.optional(),
  formerOwners: texts.optional(),
});

/** Particulars of an aircraft, as printed; its tail number is among the identifiers. */
const aircraft = z.strictObject({
  model: text.optional(),
  operator: text.optional(),
  builtOn: text.optional(),
  serialNumber: text.optional(),
  transponderCode: text.optional(),
});

export const subjectType = z.enum(['organization', 'person', 'vessel', 'aircraft']);
export type SubjectType = z.infer<typeof subjectType>;

/** The listed party as its list describes it. */
export const subject = z.strictObject({
  type: subjectType,
  /** The primary name, as printed. */
  name: text,
  ...writing,
  aliases: z.array(alias).default([]),
  titles: texts.optional(),
  positions: texts.optional(),
  gender: z.enum(['male', 'female']).optional(),
  nationalities: z.array(country).optional(),
  birthDates: z.array(birthDate).optional(),
  birthPlaces: z.array(place).optional(),
  addresses: z.array(address).optional(),
  identifiers: z.array(identifier).optional(),
  contacts: z.array(contact).optional(),
  /** Of an organization: what it does or is, and when it was founded. */
  activities: texts.optional(),
  foundedOn: z.array(printedDate).optional(),
  vessel: vessel.optional(),
  aircraft: aircraft.optional(),
});
export type Subject = z.infer<typeof subject>;

/** What the list says of one of the entry's programmes beyond its name. */
const programDetail = z.strictObject({
  program: text,
  name: text.optional(),
  legalBasis: text.optional(),
  listedOn: day.optional(),
  measures: texts.optional(),
});

/** Another party that the entry names, on this list or on none: `linked to`, `owned by`. */
const link = z.strictObject({ kind: text, name: text, reference: text.optional() });

/** The reference of the same party on another list, as this entry prints it. */
const otherListing = z.strictObject({ list: text, reference: text, text });

/** A time on the list that is over. */
const earlierListing = z.strictObject({ listedOn: partialDate.optional(), delistedOn: partialDate });

/** One entry of a list, in the shape that all lists share. Arrays are sets: their order carries no meaning. */
export const record = z.strictObject({
  /** The reference number the authority prints, or the slug a dossier gives. */
  reference: text.refine(isId, { error: ID_RULE }),
  programs: z.array(text).min(1),
  programDetails: z.array(programDetail).optional(),
  subject,
  legalBasis: text.optional(),
  /** What the listing entails: `asset freeze`, `travel ban`. */
  measures: texts.optional(),
  /** Why the authority listed the party, in its own words. */
  reasons: texts.optional(),
  /** Dangers to others that it prints: `Secondary sanctions risk: …`. */
  risks: texts.optional(),
  links: z.array(link).optional(),
  otherLists: z.array(otherListing).optional(),
  /** Further text, as far as no other member holds it. */
  remarks: text.optional(),
  /** When the present time on the list began, as the entry itself prints it. */
  listedOn: partialDate.optional(),
  /** When that time ends or ended, as the entry prints it. */
  delistedOn: partialDate.optional(),
  /** Times on the list before the present one that the entry prints, by their start. */
  earlierListings: z.array(earlierListing).optional(),
  /** What the entry says of itself without a day: that it is suspended, or over. */
  standing: z.enum(['suspended', 'delisted']).optional(),
  /** Ids of the entry inside its authority's own systems, which may change though the entry does not. */
  sourceIds: z.record(z.string(), text).optional(),
});
export type DesignationRecord = z.infer<typeof record>;

/** What of a record is compared: the reference changes by re-identification, the authority's internal ids are not substantive. */
export const comparable = ({ reference: _, sourceIds: __, ...rest }: DesignationRecord) => rest;

/** Whether an entry prints that end, of its present time on the list or of an earlier one. */
export const endsIn = (
  { delistedOn, earlierListings = [] }: Pick<DesignationRecord, 'delistedOn' | 'earlierListings'>,
  effective: string,
): boolean =>
  [delistedOn, ...earlierListings.map((each) => each.delistedOn)].some(
    (end) => end !== undefined && intervalOf(end).latest === intervalOf(effective).latest,
  );
