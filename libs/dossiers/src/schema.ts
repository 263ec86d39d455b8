import { z } from 'zod';
import { authority, day, designationId, listId, partialDate, slug, source, stance, subjectType } from '#domain';

const text = z.string().min(1);

/** A bare year is a number in YAML. */
const dossierDate = z.preprocess((value) => (Number.isInteger(value) ? String(value) : value), partialDate);

/** A fact of this dossier by its id, or of another as `<dossier>/<fact>`. */
const factRef = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)?$/, 'A fact is named by its id, or as dossier/fact');

const party = z.strictObject({
  name: text,
  type: subjectType.default('organization'),
  aliases: z.array(text).default([]),
  remarks: text.optional(),
  /** The authority's own reference, where it is not the key: `QDe.004`. */
  reference: text.optional(),
});

const dossierList = z.strictObject({
  id: listId,
  authority,
  name: text,
  url: z.url().optional(),
  legalBasis: text.optional(),
  /** The programme of its designations, where a fact names none; the list's id where left out. */
  program: text.optional(),
  /** How often the authority says it audits the list. */
  reviewEveryMonths: z.int().positive().optional(),
  /** Since when the list exists, as far as the source says. */
  on: dossierDate,
  source: slug,
  /** For which days the dossiers answer, and whether all of its designations are in them. A list with publications needs none. */
  coverage: z.strictObject({ from: day.optional(), to: day.optional(), complete: z.boolean() }).optional(),
});

const factMembers = {
  /** Told apart by it when the dossier is recorded again; made of the fact's parts where left out. */
  id: slug.optional(),
  on: dossierDate,
  source: slug,
  /** The source's own words for this fact, in its language. */
  quote: text.optional(),
  confidence: z.enum(['confirmed', 'reported', 'disputed']).optional(),
  announcedOn: day.optional(),
};
const listed = { ...factMembers, list: listId };
const designating = { ...listed, legalBasis: text.optional(), programs: z.array(text).min(1).optional() };
const inPost = {
  ...factMembers,
  sending: authority,
  receiving: authority,
  role: slug.default('head-of-mission'),
  rank: text.optional(),
  aliases: z.array(text).optional(),
};
const appointing = {
  ...inPost,
  predecessor: text.optional(),
  occasion: z.enum(['rotation', 'new-post', 'promotion']).optional(),
};
const amending = {
  id: slug.optional(),
  why: text,
  source: slug,
  quote: text.optional(),
  /** When it was found to be wrong. */
  on: dossierDate,
};

/** What a fact can say, by the key that says it. */
const kinds = {
  designated: z.strictObject({ ...designating, designated: slug }),
  /** Seen on the list that day; designated no later. */
  listedAsOf: z.strictObject({ ...designating, listedAsOf: slug }),
  delisted: z.strictObject({ ...listed, delisted: slug, reason: text.optional() }),
  suspended: z.strictObject({ ...listed, suspended: slug, reason: text.optional() }),
  reinstated: z.strictObject({ ...listed, reinstated: slug, reason: text.optional() }),
  /** `set` gives members of the record their new values, by JSON pointer; null takes one away. */
  amended: z.strictObject({ ...listed, amended: slug, set: z.record(z.string().startsWith('/'), z.json()) }),
  reidentified: z.strictObject({ ...listed, reidentified: slug, as: text, evidence: text }),
  reviewed: z.strictObject({ ...listed, reviewed: text, by: text, criteria: text.optional() }),
  coverageEnded: z.strictObject({ ...listed, coverageEnded: text }),
  coverageResumed: z.strictObject({ ...listed, coverageResumed: text }),
  linked: z.strictObject({
    ...factMembers,
    linked: slug,
    /** Whose list the first entry stands on. */
    country: authority,
    entries: z.array(designationId).min(1),
    associates: z.array(z.strictObject({ list: listId, program: text })).optional(),
    evidence: text,
  }),
  unlinked: z.strictObject({
    ...factMembers,
    unlinked: slug,
    country: authority,
    entries: z.array(designationId).min(1),
    evidence: text,
  }),
  appointed: z.strictObject({ ...appointing, appointed: text }),
  /** Seen in the post that day; appointed no later. */
  inPostAsOf: z.strictObject({ ...appointing, inPostAsOf: text }),
  accredited: z.strictObject({
    ...inPost,
    accredited: text,
    acceptedBy: text.optional(),
    copies: z.literal(true).optional(),
  }),
  departed: z.strictObject({ ...inPost, departed: text, reason: text.optional() }),
  said: z.strictObject({
    ...factMembers,
    said: text,
    by: text,
    office: text.optional(),
    country: authority,
    /** The statement's own name, where several facts report it. */
    statement: slug.optional(),
    stance: stance.optional(),
    inReactionTo: factRef.optional(),
    about: z
      .strictObject({
        facts: z.array(factRef).optional(),
        subjects: z
          .array(z.union([designationId, slug], 'A subject is a short name, or a designation: un-sc:QDe.004'))
          .optional(),
        countries: z.array(authority).optional(),
      })
      .default({}),
  }),
  resolved: z.strictObject({
    ...factMembers,
    resolved: text,
    symbol: text,
    body: text,
    countries: z.array(authority).optional(),
    votes: z
      .strictObject({
        inFavour: z.int().nonnegative(),
        against: z.int().nonnegative(),
        abstaining: z.int().nonnegative(),
      })
      .optional(),
    inReactionTo: factRef.optional(),
  }),
  controlled: z.strictObject({ ...factMembers, controlled: text, territory: authority }),
  recognised: z.strictObject({
    ...factMembers,
    recognised: text,
    territory: authority,
    country: authority,
    as: z.enum(['de-jure', 'de-facto']).optional(),
  }),
  unrecognised: z.strictObject({ ...factMembers, unrecognised: text, territory: authority, country: authority }),
  assisted: z.strictObject({
    ...factMembers,
    assisted: text,
    territory: authority,
    country: authority,
    to: text.optional(),
    as: text.optional(),
  }),
  /** `set` gives members of the event's data their right values, by name or JSON pointer; null takes one away. */
  corrected: z.strictObject({ ...amending, corrected: factRef, set: z.record(text, z.json()) }),
  retracted: z.strictObject({ ...amending, retracted: factRef }),
};
export type FactKind = keyof typeof kinds;
export const factKinds = Object.keys(kinds) as FactKind[];

export type Fact<Among extends FactKind = FactKind> = {
  [Kind in Among]: { kind: Kind; fact: z.infer<(typeof kinds)[Kind]> };
}[Among];

/** Kinds that are about a key of `parties`. */
export const PARTY_KINDS = [
  'designated',
  'listedAsOf',
  'delisted',
  'suspended',
  'reinstated',
  'amended',
  'reidentified',
] as const satisfies FactKind[];

/** The fact's own id, or one that its parts make. */
export function factIdOf({ kind, fact: stated }: Fact): string {
  const { id, on, source: cited } = stated;
  if (id !== undefined) return id;
  const told = stated as Record<string, unknown>;
  const days = wordsOf(on.replace('[..', 'to-'));
  const where = ['list', 'sending', 'receiving', 'territory', 'country'].map((name) => told[name]);
  const what = kind === 'reviewed' ? 'review' : wordsOf(String(told[kind])).slice(0, 60).replace(/-$/, '');
  return [kind.toLowerCase(), ...where, what, days, cited]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .map((part) => part.toLowerCase())
    .join('-');
}

/** Letters that no id has room for say nothing in it; the source and the day tell facts apart. */
const wordsOf = (words: string) =>
  words
    .toLowerCase()
    .replaceAll(/[^0-9a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** What a fact says is the one of these keys that it has. */
const fact = z.record(z.string(), z.unknown()).transform((value, context): Fact => {
  const [kind, ...others] = factKinds.filter((key) => key in value);
  if (!kind || others.length > 0) {
    context.addIssue(
      kind
        ? `A fact says one thing; this one says ${[kind, ...others].join(' and ')}`
        : `A fact has one of ${factKinds.join(', ')}`,
    );
    return z.NEVER;
  }
  const parsed = kinds[kind].safeParse(value);
  if (parsed.error) {
    for (const issue of parsed.error.issues) context.addIssue({ ...issue, input: undefined });
    return z.NEVER;
  }
  return { kind, fact: parsed.data } as Fact;
});

const dossierOf = <Facts extends z.ZodType>(facts: Facts) =>
  z.strictObject({
    dossier: slug,
    title: text.optional(),
    sources: z.record(slug, source),
    lists: z.array(dossierList).default([]),
    parties: z.record(slug, party).default({}),
    facts,
  });

/** A dossier: facts that people recorded, each with its source. */
export const dossier = dossierOf(z.array(fact).default([]));

/** A dossier as it was read: `places` says where each fact stands, for errors that the log finds. */
export type Dossier = z.infer<typeof dossier> & {
  file: string;
  places: { line: number; column: number }[];
};

/** The JSON Schema (2020-12) of dossiers, for editors. */
export function dossierJsonSchema(): object {
  const options = Object.values(kinds) as unknown as [z.ZodType, ...z.ZodType[]];
  return z.toJSONSchema(dossierOf(z.array(z.union(options))), { io: 'input', unrepresentable: 'any' });
}
