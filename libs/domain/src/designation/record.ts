import { z } from 'zod';
import { day, partialDate } from '../partial-date.ts';

const text = z.string().min(1);

/** Another name of a listed party. `strength` is the authority's own judgement of how good an alias is. */
const alias = z.strictObject({
  name: text,
  kind: z.enum(['aka', 'fka', 'original-script']),
  strength: z.enum(['strong', 'weak']).optional(),
});

const place = z.strictObject({
  text: text.optional(),
  city: text.optional(),
  region: text.optional(),
  country: text.optional(),
});

/** A date of birth as printed: exact, about, or somewhere between; `note` keeps what could not be read as a date. */
const birthDate = z.strictObject({
  date: partialDate.optional(),
  approximate: z.literal(true).optional(),
  note: text.optional(),
});

const identifier = z.strictObject({
  type: text,
  number: text.optional(),
  country: text.optional(),
  note: text.optional(),
});

const address = z.strictObject({
  text: text.optional(),
  street: text.optional(),
  city: text.optional(),
  region: text.optional(),
  postalCode: text.optional(),
  country: text.optional(),
  note: text.optional(),
});

export const subjectType = z.enum(['organization', 'person', 'vessel', 'aircraft']);
export type SubjectType = z.infer<typeof subjectType>;

/** The listed party as its list describes it. */
export const subject = z.strictObject({
  type: subjectType,
  name: text,
  aliases: z.array(alias).default([]),
  titles: z.array(text).optional(),
  positions: z.array(text).optional(),
  nationalities: z.array(text).optional(),
  birthDates: z.array(birthDate).optional(),
  birthPlaces: z.array(place).optional(),
  addresses: z.array(address).optional(),
  identifiers: z.array(identifier).optional(),
});
export type Subject = z.infer<typeof subject>;

/** One entry of a list, in the shape that all lists share. Arrays are sets: their order carries no meaning. */
export const record = z.strictObject({
  /** The reference number the authority prints, or the slug a dossier gives. */
  reference: text,
  programs: z.array(text).min(1),
  subject,
  legalBasis: text.optional(),
  remarks: text.optional(),
  /** The day of listing that the entry itself prints. */
  listedOn: day.optional(),
  /** Ids of the entry inside its authority's own systems, which may change though the entry does not. */
  sourceIds: z.record(z.string(), text).optional(),
});
export type DesignationRecord = z.infer<typeof record>;
