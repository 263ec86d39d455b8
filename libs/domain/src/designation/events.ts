import { z } from 'zod';
import type { CorrectionEvent } from '../correction/events.ts';
import { json } from '../canonical-json.ts';
import { eventOf } from '../event.ts';
import { day } from '../partial-date.ts';
import { listId, provenance } from '../provenance.ts';
import { CHANGES_RULE, ID_RULE, isId, isShortList } from '../limits.ts';
import { patchOperation } from './patch.ts';
import { record, type SubjectType } from './record.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

const reference = z.string().min(1).refine(isId, { error: ID_RULE });
const about = provenance.extend({ list: listId, reference });
const reason = z.string().min(1).optional();

/**
 * Version 2: the record has room for the printed end, for earlier times on the list, and for days known to the month or the year.
 * Version 3: so has the event for the day of the change that led to what is printed.
 */
const designated = about.extend({
  record,
  /** The day on which the authority says it last changed the entry; an older publication may show from what. */
  changedOn: day.optional(),
  /** The source's own row, kept so that any mapping can be argued with. */
  row: json.optional(),
});
const delisted = about.extend({ name: z.string().min(1), reason });

export const OrganizationDesignated = eventOf('OrganizationDesignated', designated, 3);
export const OrganizationDelisted = eventOf('OrganizationDelisted', delisted);
export const PersonDesignated = eventOf('PersonDesignated', designated, 3);
export const PersonDelisted = eventOf('PersonDelisted', delisted);
export const VesselDesignated = eventOf('VesselDesignated', designated, 3);
export const VesselDelisted = eventOf('VesselDelisted', delisted);
export const AircraftDesignated = eventOf('AircraftDesignated', designated, 3);
export const AircraftDelisted = eventOf('AircraftDelisted', delisted);

/** A change of substance; `patch` speaks of the record of the day before. Programmes come and go by `/programs`. */
export const DesignationAmended = eventOf(
  'DesignationAmended',
  about.extend({
    patch: z.array(patchOperation).min(1).refine(isShortList, { error: CHANGES_RULE }),
    row: json.optional(),
  }),
);
export const DesignationSuspended = eventOf('DesignationSuspended', about.extend({ reason }));
export const DesignationReinstated = eventOf('DesignationReinstated', about.extend({ reason }));

/** The same entry under a new reference number. `reference` is the new one. */
export const DesignationReidentified = eventOf(
  'DesignationReidentified',
  about.extend({
    formerReference: reference,
    evidence: z.array(z.strictObject({ kind: z.string(), text: z.string() })).min(1),
  }),
);

/** What is told of a designation; corrections of it stand in the same stream. */
export const designationReport = z.discriminatedUnion('type', [
  OrganizationDesignated,
  OrganizationDelisted,
  PersonDesignated,
  PersonDelisted,
  VesselDesignated,
  VesselDelisted,
  AircraftDesignated,
  AircraftDelisted,
  DesignationAmended,
  DesignationSuspended,
  DesignationReinstated,
  DesignationReidentified,
]);
export type DesignationReport = z.infer<typeof designationReport>;
export type DesignationEvent = DesignationReport | CorrectionEvent;

const NOUN = { organization: 'Organization', person: 'Person', vessel: 'Vessel', aircraft: 'Aircraft' } as const;
export const designatedType = <T extends SubjectType>(type: T) => `${NOUN[type]}Designated` as const;
export const delistedType = <T extends SubjectType>(type: T) => `${NOUN[type]}Delisted` as const;
