import { z } from 'zod';
import { json } from '../canonical-json.ts';
import { eventOf } from '../event.ts';
import { CHANGES_RULE, ID_RULE, isId, isShortList, isShortPointer, POINTER_RULE } from '../limits.ts';
import { listId, provenance } from '../provenance.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

const about = provenance.extend({
  /** The list and reference of what is corrected, where it is a list's. */
  list: listId.optional(),
  reference: z.string().min(1).refine(isId, { error: ID_RULE }).optional(),
  /** The event that was wrong; it stands in this stream. */
  of: z.uuid(),
  why: z.string().min(1),
});

/** An earlier event of this stream was wrong in `changes`: members of its data by name or by JSON pointer; null removes one. */
export const EventCorrected = eventOf(
  'EventCorrected',
  about.extend({
    changes: z
      .record(z.string().min(1), json.nullable())
      .refine((changes) => isShortList(Object.keys(changes)), { error: CHANGES_RULE, abort: true })
      .superRefine((changes, context) => {
        for (const field of Object.keys(changes))
          if (!isShortPointer(field)) context.addIssue({ code: 'custom', message: POINTER_RULE, path: [field] });
      }),
  }),
);

/** An earlier event of this stream should not have been recorded. */
export const EventRetracted = eventOf('EventRetracted', about);

export const correctionEvent = z.discriminatedUnion('type', [EventCorrected, EventRetracted]);
export type CorrectionEvent = z.infer<typeof correctionEvent>;
