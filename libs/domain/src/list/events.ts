import { z } from 'zod';
import type { CorrectionEvent } from '../correction/events.ts';
import { eventOf } from '../event.ts';
import { MAX_REVIEW_MONTHS } from '../limits.ts';
import { day } from '../partial-date.ts';
import { listId, provenance, webUrl } from '../provenance.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

const about = provenance.extend({ list: listId });
const publication = about.extend({
  /** Of the bytes as published, uncompressed. */
  sha256: z.hex().length(64),
  publishedOn: day.optional(),
});
const count = z.int().nonnegative();

export const publicationCounts = z.strictObject({
  entries: count,
  designated: count,
  amended: count,
  delisted: count,
  suspended: count,
  reidentified: count,
  unchanged: count,
  cosmetic: count,
  quarantined: count,
});
export type PublicationCounts = z.infer<typeof publicationCounts>;

export const ListRegistered = eventOf(
  'ListRegistered',
  about.extend({
    name: z.string().min(1),
    url: webUrl.optional(),
    legalBasis: z.string().optional(),
    /** A curated list has no publications; it says itself for which days its dossiers answer. */
    curated: z.strictObject({ from: day.optional(), to: day.optional(), complete: z.boolean() }).optional(),
    /** How often the authority says it audits the list. */
    reviewEveryMonths: z
      .int()
      .positive()
      .refine((months) => months <= MAX_REVIEW_MONTHS, { error: `At most ${MAX_REVIEW_MONTHS} months` })
      .optional(),
  }),
);
export const ListReviewed = eventOf(
  'ListReviewed',
  about.extend({
    by: z.string().min(1),
    outcome: z.string().min(1),
    criteria: z.string().optional(),
  }),
);
/** Version 2 names what a publication of changes prints as it stood. */
export const ListPublicationIngested = eventOf(
  'ListPublicationIngested',
  publication.extend({
    publishedOn: day,
    /** As the file prints it, offset and all. */
    generatedAt: z.string().optional(),
    reader: z.string().min(1),
    counts: publicationCounts,
    /** Which entries it speaks of, where it does not speak of all: those of some programmes, or only those it names. */
    scope: z.strictObject({ programs: z.array(z.string()).optional(), named: z.literal(true).optional() }).optional(),
    /** Of a publication that speaks of those it names only: the references of those that it prints as they stood. */
    named: z.array(z.string().min(1)).optional(),
    /** What the reader met and does not know, with how often. */
    unknown: z.record(z.string(), count).optional(),
    /** Entries that could not be understood, left as they stood before. */
    quarantined: z.array(z.strictObject({ entry: z.string(), reason: z.string() })).optional(),
    /** Why a person overrode a guard, and which one. */
    forced: z.strictObject({ reason: z.string().min(1), code: z.string(), detail: z.string() }).optional(),
  }),
  2,
);
export const ListPublicationRejected = eventOf(
  'ListPublicationRejected',
  publication.extend({ code: z.string().min(1), detail: z.string().min(1) }),
);
export const ListCoverageEnded = eventOf('ListCoverageEnded', about.extend({ reason: z.string().min(1) }));
export const ListCoverageResumed = eventOf('ListCoverageResumed', about.extend({ reason: z.string().min(1) }));

/** What is told of a list; corrections of it stand in the same stream. */
export const listReport = z.discriminatedUnion('type', [
  ListRegistered,
  ListReviewed,
  ListPublicationIngested,
  ListPublicationRejected,
  ListCoverageEnded,
  ListCoverageResumed,
]);
export type ListReport = z.infer<typeof listReport>;
export type ListEvent = ListReport | CorrectionEvent;
