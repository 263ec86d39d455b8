import { z } from 'zod';
import { json } from '../canonical-json.ts';
import { listId, provenance } from '../provenance.ts';
import { patchOperation } from './patch.ts';
import { record, type SubjectType } from './record.ts';

// Stored forever: these names and shapes are the log's format. Add a version, never edit a released one.

const about = provenance.extend({ list: listId, reference: z.string().min(1) });
const reason = z.string().min(1).optional();

const designated = about.extend({
  record,
  /** The source's own row, kept so that any mapping can be argued with. */
  row: json.optional(),
});
const delisted = about.extend({ name: z.string().min(1), reason });

const event = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), schemaVersion: z.literal(1), data });

export const OrganizationDesignated = event('OrganizationDesignated', designated);
export const OrganizationDelisted = event('OrganizationDelisted', delisted);
export const PersonDesignated = event('PersonDesignated', designated);
export const PersonDelisted = event('PersonDelisted', delisted);
export const VesselDesignated = event('VesselDesignated', designated);
export const VesselDelisted = event('VesselDelisted', delisted);
export const AircraftDesignated = event('AircraftDesignated', designated);
export const AircraftDelisted = event('AircraftDelisted', delisted);

/** A change of substance; `patch` speaks of the record of the day before. Programmes come and go by `/programs`. */
export const DesignationAmended = event(
  'DesignationAmended',
  about.extend({ patch: z.array(patchOperation).min(1), row: json.optional() }),
);
export const DesignationSuspended = event('DesignationSuspended', about.extend({ reason }));
export const DesignationReinstated = event('DesignationReinstated', about.extend({ reason }));

/** The same entry under a new reference number. `reference` is the new one. */
export const DesignationReidentified = event(
  'DesignationReidentified',
  about.extend({
    formerReference: z.string().min(1),
    evidence: z.array(z.strictObject({ kind: z.string(), text: z.string() })).min(1),
  }),
);

/** An earlier event of this stream was wrong in `changes`: members of its data by name or by JSON pointer. */
export const EventCorrected = event(
  'EventCorrected',
  about.extend({ of: z.uuid(), changes: z.record(z.string(), json), why: z.string().min(1) }),
);
/** An earlier event of this stream should not have been recorded. */
export const EventRetracted = event('EventRetracted', about.extend({ of: z.uuid(), why: z.string().min(1) }));

export const designationEvent = z.discriminatedUnion('type', [
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
  EventCorrected,
  EventRetracted,
]);
export type DesignationEvent = z.infer<typeof designationEvent>;

const NOUN = { organization: 'Organization', person: 'Person', vessel: 'Vessel', aircraft: 'Aircraft' } as const;
export const designatedType = <T extends SubjectType>(type: T) => `${NOUN[type]}Designated` as const;
export const delistedType = <T extends SubjectType>(type: T) => `${NOUN[type]}Delisted` as const;
