import { z } from 'zod';
import { authority, day, listId, partialDate, source, subjectType } from '#domain';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Lower-case words joined by dashes');
const text = z.string().min(1);

/** A bare year is a number in YAML. */
const dossierDate = z.preprocess((value) => (Number.isInteger(value) ? String(value) : value), partialDate);

const party = z.strictObject({
  name: text,
  type: subjectType.default('organization'),
  aliases: z.array(text).default([]),
  remarks: text.optional(),
});

const dossierList = z.strictObject({
  id: listId,
  authority,
  name: text,
  url: z.url().optional(),
  legalBasis: text.optional(),
  /** The programme of its designations, where a fact names none; the list's id where left out. */
  program: text.optional(),
  /** Since when the list exists, as far as the source says. */
  on: dossierDate,
  source: slug,
  /** For which days the dossiers answer, and whether all designations of those days are in them. */
  coverage: z.strictObject({ from: day.optional(), to: day.optional(), complete: z.boolean() }),
});

const shared = {
  /** Told apart by it when the dossier is recorded again; made of the fact's parts where left out. */
  id: slug.optional(),
  list: listId,
  on: dossierDate,
  source: slug,
  /** The source's own words for this fact, in its language. */
  quote: text.optional(),
  confidence: z.enum(['confirmed', 'reported', 'disputed']).optional(),
  announcedOn: day.optional(),
};
const designating = { legalBasis: text.optional(), programs: z.array(text).min(1).optional() };

const kinds = {
  designated: z.strictObject({ ...shared, ...designating, designated: slug }),
  /** Seen on the list that day; designated no later. */
  listedAsOf: z.strictObject({ ...shared, ...designating, listedAsOf: slug }),
  delisted: z.strictObject({ ...shared, delisted: slug, reason: text.optional() }),
  suspended: z.strictObject({ ...shared, suspended: slug, reason: text.optional() }),
  reinstated: z.strictObject({ ...shared, reinstated: slug, reason: text.optional() }),
  reviewed: z.strictObject({ ...shared, reviewed: text.describe('The outcome'), by: text, criteria: text.optional() }),
};
export type FactKind = keyof typeof kinds;
export const factKinds = Object.keys(kinds) as FactKind[];

export type Fact = {
  [Kind in FactKind]: { kind: Kind; fact: z.infer<(typeof kinds)[Kind]> };
}[FactKind];

/** Whom a fact is about: a key of `parties`; null for a review, which is about the list. */
export function partyOf({ kind, fact }: Fact): string | null {
  switch (kind) {
    case 'designated':
      return fact.designated;
    case 'listedAsOf':
      return fact.listedAsOf;
    case 'delisted':
      return fact.delisted;
    case 'suspended':
      return fact.suspended;
    case 'reinstated':
      return fact.reinstated;
    case 'reviewed':
      return null;
  }
}

/** The fact's own id, or one that its parts make. */
export function factIdOf(stated: Fact): string {
  const { id, list, on, source } = stated.fact;
  const days = on
    .replace('[..', 'to-')
    .replaceAll(/[^0-9a-z]+/gi, '-')
    .replaceAll(/^-|-$/g, '');
  return id ?? [stated.kind.toLowerCase(), list, partyOf(stated) ?? 'review', days, source].join('-');
}

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

/** A dossier: facts that people recorded, each with its source. */
export const dossier = z.strictObject({
  dossier: slug,
  title: text.optional(),
  sources: z.record(slug, source),
  lists: z.array(dossierList).default([]),
  parties: z.record(slug, party).default({}),
  facts: z.array(fact).default([]),
});
export type Dossier = z.infer<typeof dossier>;
