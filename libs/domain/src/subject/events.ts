import { z } from 'zod';
import type { CorrectionEvent } from '../correction/events.ts';
import { eventOf } from '../event.ts';
import { isSubjectId, SUBJECT_ID_RULE } from '../limits.ts';
import { designationId, listId, provenance } from '../provenance.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

/** A slug that a person gave, or the designation that the subject was first met as, however long that may be. Until version 2 it had 200 characters and no blanks. */
const subjectId = z.string().refine(isSubjectId, { error: SUBJECT_ID_RULE });

const evidence = z
  .array(
    z.strictObject({ kind: z.enum(['printed-reference', 'name', 'identifier', 'analysis']), text: z.string().min(1) }),
  )
  .min(1);

/**
 * These entries are one party. `associates` says the other thing: the party itself is no entry of that list, but others
 * stand on it because of their ties to it, under that programme.
 */
export const SubjectsLinked = eventOf(
  'SubjectsLinked',
  provenance.extend({
    subject: subjectId,
    /** By id or by any reference they ever had: `un-sc:QE.I.10.01.` */
    entries: z.array(designationId).min(1),
    associates: z.array(z.strictObject({ list: listId, program: z.string().min(1) })).optional(),
    evidence,
  }),
  2,
);
export const SubjectsUnlinked = eventOf(
  'SubjectsUnlinked',
  provenance.extend({ subject: subjectId, entries: z.array(designationId).min(1), evidence }),
  2,
);

export const subjectReport = z.discriminatedUnion('type', [SubjectsLinked, SubjectsUnlinked]);
export type SubjectReport = z.infer<typeof subjectReport>;
export type SubjectEvent = SubjectReport | CorrectionEvent;
