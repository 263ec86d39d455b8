import { z } from 'zod';
import type { CorrectionEvent } from '../correction/events.ts';
import { eventOf } from '../event.ts';
import { ID_RULE, isId } from '../limits.ts';
import { authority, provenance } from '../provenance.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

export const ResolutionAdopted = eventOf(
  'ResolutionAdopted',
  provenance.extend({
    /** `S/RES/2721 (2023)` */
    symbol: z.string().min(1).refine(isId, { error: ID_RULE }),
    body: z.string().min(1),
    /** What it decides, in our words. */
    summary: z.string().min(1),
    about: z.strictObject({ countries: z.array(authority).optional() }),
    votes: z
      .strictObject({
        inFavour: z.int().nonnegative(),
        against: z.int().nonnegative(),
        abstaining: z.int().nonnegative(),
      })
      .optional(),
    inReactionTo: z.uuid().optional(),
  }),
);

export const resolutionReport = z.discriminatedUnion('type', [ResolutionAdopted]);
export type ResolutionReport = z.infer<typeof resolutionReport>;
export type ResolutionEvent = ResolutionReport | CorrectionEvent;
