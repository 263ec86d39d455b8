import { z } from 'zod';
import { isAuthority } from './countries.ts';
import { ID_RULE, isId, MAX_ID, MAX_LIST_ID } from './limits.ts';
import { day, partialDate, printedDate } from './partial-date.ts';

/** An address that a reader may follow. No other scheme: `javascript:` and `file:` would act in the reader's place. */
export const webUrl = z
  .url()
  .refine((url) => /^https?:\/\//i.test(url), { error: 'An address begins with http:// or https://' });

/** Who says so. `kind` ranks conflicting reports: the authority itself, then another official body, then the press. */
export const source = z.strictObject({
  publisher: z.string().min(1),
  kind: z.enum(['authority', 'official', 'press']),
  url: webUrl.optional(),
  title: z.string().optional(),
  language: z.string().optional(),
  quote: z.string().optional(),
  publishedOn: printedDate.optional(),
  sha256: z.hex().length(64).optional(),
});
export type Source = z.infer<typeof source>;

/** Lists are named in lower case with dashes: `un-sc`, `kz-terrorist-organizations`. */
export const listId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A list id is lower-case words joined by dashes')
  .refine((id) => id.length <= MAX_LIST_ID, { error: `A list id has at most ${MAX_LIST_ID} characters` });

/** A person's short name for a thing: lower-case words joined by dashes. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Lower-case words joined by dashes')
  .refine((name) => name.length <= MAX_ID, { error: `At most ${MAX_ID} characters` });

/** `<list>:<reference>`, any reference the entry ever had. */
export const designationId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*:.+$/, 'A designation is list:reference, as un-sc:TAi.001')
  .refine((id) => isId(id.slice(id.indexOf(':') + 1)), { error: ID_RULE });

/** A country (ISO 3166-1 alpha-2) or `UN`, `EU`. */
export const authority = z
  .string()
  .regex(/^[A-Z]{2}$/, 'An authority is a two-letter country code, UN or EU')
  .refine(isAuthority, 'No such country code in ISO 3166-1; take one of its two-letter codes, UN or EU');

/** What every event says besides its own matter. Dates are days in the authority's own reckoning; instants are UTC. */
export const provenance = z.strictObject({
  authority,
  /** Valid time: when it became true in the world, as a partial date. */
  effective: partialDate,
  announcedOn: day.optional(),
  /** When we read it. */
  observedAt: z.iso.datetime(),
  source,
  cause: z.enum(['source', 'analyst', 'correction', 'reparse']),
  confidence: z.enum(['confirmed', 'reported', 'disputed']),
  /** The dossier's fact it was recorded from: `<dossier>/<fact>`. */
  fact: z.string().min(1).refine(isId, { error: ID_RULE }).optional(),
});
export type Provenance = z.infer<typeof provenance>;
export type Confidence = Provenance['confidence'];
