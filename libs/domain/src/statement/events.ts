import { z } from 'zod';
import type { CorrectionEvent } from '../correction/events.ts';
import { eventOf } from '../event.ts';
import { authority, designationId, provenance, slug } from '../provenance.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

export const stance = z.enum(['welcomes', 'supports', 'neutral', 'concerned', 'condemns', 'withholds-recognition']);

/** What an official said. The quote and its language stand in `source`; the authority is the issuer’s country. */
export const StatementIssued = eventOf(
  'StatementIssued',
  provenance.extend({
    statement: slug,
    issuer: z.strictObject({ name: z.string().min(1), office: z.string().min(1).optional() }),
    /** What it says, in our words. */
    summary: z.string().min(1),
    stance: stance.optional(),
    about: z.strictObject({
      events: z.array(z.uuid()).optional(),
      /** Designations or subjects. */
      subjects: z.array(z.union([designationId, slug])).optional(),
      countries: z.array(authority).optional(),
    }),
    inReactionTo: z.uuid().optional(),
  }),
);

export const statementReport = z.discriminatedUnion('type', [StatementIssued]);
export type StatementReport = z.infer<typeof statementReport>;
export type StatementEvent = StatementReport | CorrectionEvent;
