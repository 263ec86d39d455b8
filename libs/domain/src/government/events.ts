import { z } from 'zod';
import type { CorrectionEvent } from '../correction/events.ts';
import { eventOf } from '../event.ts';
import { authority, provenance } from '../provenance.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

const about = provenance.extend({ territory: authority });
const government = z.string().min(1);

/** Who came to hold the territory; the authority is the territory’s own code. */
export const ControlAssumed = eventOf('ControlAssumed', about.extend({ by: z.string().min(1) }));
/** The authority recognises a government of the territory. */
export const RecognitionGranted = eventOf(
  'RecognitionGranted',
  about.extend({ government, kind: z.enum(['de-jure', 'de-facto']).optional() }),
);
export const RecognitionWithdrawn = eventOf('RecognitionWithdrawn', about.extend({ government }));
/** The authority gave help; `what` in our words. */
export const AssistanceProvided = eventOf(
  'AssistanceProvided',
  about.extend({ to: z.string().min(1).optional(), what: z.string().min(1), kind: z.string().min(1).optional() }),
);

export const governmentReport = z.discriminatedUnion('type', [
  ControlAssumed,
  RecognitionGranted,
  RecognitionWithdrawn,
  AssistanceProvided,
]);
export type GovernmentReport = z.infer<typeof governmentReport>;
export type GovernmentEvent = GovernmentReport | CorrectionEvent;
