import { z } from 'zod';
import {
  correctionEvents,
  authority,
  day,
  designationEvents,
  governmentEvents,
  isShortPointer,
  json,
  listEvents,
  MAX_CHANGES,
  MAX_POINTER,
  MAX_REVIEW_MONTHS,
  POINTER_RULE,
  postEvents,
  publicationCounts,
  resolutionEvents,
  statementEvents,
  subjectEvents,
} from '#domain';
import { eventForm } from './events.ts';
import { flag } from './query.ts';
import { count, day as answeredDay, list, position, sha256 } from './words.ts';

// A body is the event's own data, without what the path says and what the server knows.

const KNOWN_HERE = ['authority', 'observedAt', 'cause', 'fact'];

/** What a caller sends for an event: its data, less what is known here. Confidence follows from the source where left out. */
function bodyOf(event: { shape: { data: z.ZodObject } }, given: readonly string[] = []) {
  const fields = Object.entries(event.shape.data.shape).filter(
    ([name]) => !KNOWN_HERE.includes(name) && !given.includes(name),
  );
  return z.strictObject(Object.fromEntries(fields)).partial({ confidence: true });
}

const { EventCorrected, EventRetracted } = correctionEvents;
const entry = ['list', 'reference'] as const;
const pointer = z.string().startsWith('/').max(MAX_POINTER).refine(isShortPointer, POINTER_RULE);

export const bodies = {
  list: bodyOf(listEvents.ListRegistered).extend({
    authority,
    reviewEveryMonths: z.int().min(1).max(MAX_REVIEW_MONTHS).optional(),
  }),
  review: bodyOf(listEvents.ListReviewed, ['list']),
  coverageEnd: bodyOf(listEvents.ListCoverageEnded, ['list']),
  coverageResumption: bodyOf(listEvents.ListCoverageResumed, ['list']),
  designation: bodyOf(designationEvents.OrganizationDesignated, ['reference', 'changedOn']),
  delisting: bodyOf(designationEvents.OrganizationDelisted, [...entry, 'name']),
  suspension: bodyOf(designationEvents.DesignationSuspended, entry),
  reinstatement: bodyOf(designationEvents.DesignationReinstated, entry),
  amendment: bodyOf(designationEvents.DesignationAmended, [...entry, 'patch']).extend({
    patch: z
      .array(
        z.discriminatedUnion('op', [
          z.strictObject({ op: z.enum(['add', 'replace']), path: pointer, value: json }),
          z.strictObject({ op: z.literal('remove'), path: pointer }),
        ]),
      )
      .min(1)
      .max(MAX_CHANGES)
      .describe('JSON Patch (RFC 6902) of the record; what stood there before is added here'),
  }),
  reidentification: bodyOf(designationEvents.DesignationReidentified, ['list', 'formerReference']),
  links: bodyOf(subjectEvents.SubjectsLinked, ['subject']),
  unlinks: bodyOf(subjectEvents.SubjectsUnlinked, ['subject']),
  appointment: bodyOf(postEvents.EnvoyAppointed),
  credentials: bodyOf(postEvents.CredentialsAccepted),
  departure: bodyOf(postEvents.EnvoyDeparted),
  statement: bodyOf(statementEvents.StatementIssued).extend({
    authority: authority.describe('The issuer’s country'),
  }),
  resolution: bodyOf(resolutionEvents.ResolutionAdopted),
  control: bodyOf(governmentEvents.ControlAssumed),
  recognition: bodyOf(governmentEvents.RecognitionGranted).extend({
    authority: authority.describe('Who recognises'),
  }),
  recognitionWithdrawal: bodyOf(governmentEvents.RecognitionWithdrawn).extend({
    authority: authority.describe('Who recognises no longer'),
  }),
  assistance: bodyOf(governmentEvents.AssistanceProvided).extend({
    authority: authority.describe('Who gives'),
  }),
  correction: bodyOf(EventCorrected, ['of', ...entry]).partial({ effective: true }),
  retraction: bodyOf(EventRetracted, ['of', ...entry]).partial({ effective: true }),
} as const;

/** What a command answers: the event that says it, recorded now or before. */
export const recorded = z
  .strictObject({
    position: position.nullable(),
    version: count.nullable().describe('Of the stream, for If-Match'),
    event: eventForm.nullable().describe('The one that says it, recorded now or before; null where no single one does'),
  })
  .meta({ title: 'Recorded', description: 'The event and its position' });
export type Recorded = z.infer<typeof recorded>;

export const publicationOptions = z
  .strictObject({
    publishedOn: day.optional().describe('Where the file carries no date of its own'),
    force: z.string().min(1).max(2_000).optional().describe('Why a guard is overridden; recorded'),
    backfill: flag.optional().describe('Put an older publication in its place in history'),
    dryRun: flag.optional(),
  })
  .meta({ title: 'Publication', description: 'How a publication is ingested' });
export type PublicationOptions = z.infer<typeof publicationOptions>;

/** What a publication changed; nothing where it was rejected. */
export const ingestReport = z
  .strictObject({
    list,
    publishedOn: answeredDay.nullable(),
    sha256,
    ...publicationCounts.omit({ entries: true }).shape,
    events: count.describe('Events about designations; fromPosition..toPosition also spans the list’s own'),
    fromPosition: position.nullable(),
    toPosition: position.nullable(),
    rejected: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ title: 'Ingest report', description: 'What a publication changed' });
export type IngestReport = z.infer<typeof ingestReport>;
