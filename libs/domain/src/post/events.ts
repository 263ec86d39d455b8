import { z } from 'zod';
import type { CorrectionEvent } from '../correction/events.ts';
import { eventOf } from '../event.ts';
import { authority, provenance, slug } from '../provenance.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

/** The authority is the sending country; the role tells posts of one mission apart: `head-of-mission`, `special-envoy`. */
const about = provenance.extend({
  sending: authority,
  receiving: authority,
  role: slug,
  envoy: z.strictObject({ name: z.string().min(1), aliases: z.array(z.string().min(1)).optional() }),
  /** As the source calls it: ambassador, chargé d’affaires. */
  rank: z.string().min(1).optional(),
});

/** Named to the post by the sending side; neither received nor recognised by that. */
export const EnvoyAppointed = eventOf(
  'EnvoyAppointed',
  about.extend({
    predecessor: z.string().min(1).optional(),
    occasion: z.enum(['rotation', 'new-post', 'promotion']).optional(),
  }),
);
/** Received by the other side: credentials, or copies of them, were taken. */
export const CredentialsAccepted = eventOf(
  'CredentialsAccepted',
  about.extend({ acceptedBy: z.string().min(1).optional(), copies: z.literal(true).optional() }),
);
export const EnvoyDeparted = eventOf('EnvoyDeparted', about.extend({ reason: z.string().min(1).optional() }));

export const postReport = z.discriminatedUnion('type', [EnvoyAppointed, CredentialsAccepted, EnvoyDeparted]);
export type PostReport = z.infer<typeof postReport>;
export type PostEvent = PostReport | CorrectionEvent;
