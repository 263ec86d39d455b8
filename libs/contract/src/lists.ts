import { z } from 'zod';
import { publicationCounts, source } from '#domain';
import { knownQuery, pageQuery } from './query.ts';
import {
  asOf,
  count,
  country,
  coverage,
  day,
  edtf,
  instant,
  known,
  list,
  next,
  noNext,
  position,
  sha256,
} from './words.ts';

const review = z.strictObject({
  position,
  effective: edtf,
  announcedOn: day.nullable(),
  by: z.string(),
  outcome: z.string(),
  criteria: z.string().nullable(),
  confidence: z.string(),
  source,
});
export type Review = z.infer<typeof review>;

/** A list as the log has it. */
const listOnRecord = z.strictObject({
  id: list,
  authority: country,
  name: z.string().nullable(),
  url: z.string().nullable(),
  legalBasis: z.string().nullable(),
  curated: z.boolean().describe('Kept by dossiers: it has no publications'),
  publications: count.describe('Of publications ingested'),
  rejections: count.describe('Of publications rejected'),
  lastPublication: z.strictObject({ publishedOn: day, sha256, position, quarantined: count }).nullable(),
  entries: count.describe('On record on the day'),
  lastChange: z
    .strictObject({ position, type: z.string(), effective: edtf, recordedAt: instant })
    .nullable()
    .describe('The last event about a designation, reparses apart'),
  lastEvent: position,
  lastReview: review
    .pick({ position: true, effective: true, by: true, outcome: true })
    .nullable()
    .describe('The last audit by the day asked about'),
  reviewDue: z
    .strictObject({ by: day, overdue: z.boolean() })
    .nullable()
    .describe('By the list’s own rhythm; null where it has none, or was never audited'),
  coverage,
});
export type ListOnRecord = z.infer<typeof listOnRecord>;

const fetchedAt = instant.nullable();
export const listItem = listOnRecord
  .extend({
    freshness: z
      .strictObject({
        published: day.nullable().describe('The day of the last publication ingested'),
        fetched: fetchedAt.describe('When the authority last gave a file, or said that there is none newer'),
        verified: fetchedAt.describe('When what is held was last known to be current'),
        staleSince: fetchedAt.describe('Since when that is too long ago; null while it is not'),
        alarm: z.boolean().describe('Stale because fetching fails: somebody has to look'),
        failures: count.describe('In a row'),
        lastError: z.string().nullable(),
      })
      .describe('As it is now, whatever `on` and `knownAt` say; a list that is not fetched has `published` alone'),
  })
  .meta({ title: 'List', description: 'A list, and what can be answered for it' });

export const listsAnswer = asOf
  .extend({ items: z.array(listItem) })
  .meta({ title: 'Lists', description: 'Every list' });
export const listsPage = listsAnswer.extend({ next: noNext }).meta({ title: 'Lists', description: 'Every list' });
export const listAnswer = asOf
  .extend(listItem.shape)
  .extend({ reviews: z.array(review).describe('Its audits, in the order they were recorded') })
  .meta({ title: 'List', description: 'One list: its coverage and its audits' });

export const publicationsQuery = pageQuery
  .extend(knownQuery.shape)
  .meta({ title: 'Publications', description: 'The publications of a list' });

const publication = z.strictObject({
  list,
  publishedOn: day.nullable(),
  sha256,
  generatedAt: z
    .string()
    .nullable()
    .describe('As the file prints it, in the authority’s own time zone; else as its name gave it'),
  recordedAt: instant,
  position,
  reader: z.string().nullable().describe('The reading that recorded it'),
  counts: publicationCounts.nullable(),
  unknown: z.record(z.string(), count).nullable().describe('What the reader does not know, with how often it was met'),
  quarantined: z
    .array(z.strictObject({ entry: z.string(), reason: z.string() }))
    .nullable()
    .describe('Entries that could not be understood, left as they stood before'),
  forced: z
    .strictObject({ reason: z.string(), code: z.string(), detail: z.string() })
    .nullable()
    .describe('Why a person overrode a guard, and which one'),
  rejected: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
});
export type Publication = z.infer<typeof publication>;

export const publicationsAnswer = known
  .extend({ items: z.array(publication), next })
  .meta({ title: 'Publications', description: 'A page of what was published of a list, ingested or rejected' });

export const publicationAnswer = z
  .strictObject({
    knownAt: position,
    ...publication.shape,
    fromPosition: position.describe('The first event recorded with it'),
    toPosition: position.describe('The last event recorded with it'),
    artefact: z
      .strictObject({ bytes: count, stored: count.describe('Bytes, compressed'), url: z.string() })
      .nullable()
      .describe('The file as published; null where it is not kept'),
  })
  .meta({ title: 'Publication', description: 'One publication: what came of it' });
