import { canonicalize, contentHash, sameContent } from '../canonical-json.ts';
import type { Decider } from '../decider.ts';
import { DomainError } from '../errors.ts';
import { intervalOf } from '../partial-date.ts';
import type { Provenance } from '../provenance.ts';
import { delistedType, designatedType, type DesignationEvent } from './events.ts';
import { applyPatch, type PatchOperation } from './patch.ts';
import type { DesignationRecord } from './record.ts';

type About<Extra = object> = Provenance & { list: string; reference: string } & Extra;

export type DesignationCommand =
  | { type: 'DesignateParty'; data: About<{ record: DesignationRecord; row?: unknown }> }
  | { type: 'AmendDesignation'; data: About<{ patch: PatchOperation[]; row?: unknown }> }
  | { type: 'DelistParty'; data: About<{ reason?: string }> }
  | { type: 'SuspendDesignation'; data: About<{ reason?: string }> }
  | { type: 'ReinstateDesignation'; data: About<{ reason?: string }> }
  | {
      type: 'ReidentifyDesignation';
      data: About<{ formerReference: string; evidence: { kind: string; text: string }[] }>;
    };

export interface Designation {
  /** As last recorded, whatever the valid dates: what the next publication is compared with. */
  status: 'never' | 'listed' | 'suspended' | 'delisted';
  record: DesignationRecord | null;
  /** Every reference the entry has had, the first one first. */
  references: string[];
  /** The effective date of the last status report. */
  since: string | null;
  /** The earliest day of any report, by kind: what orders are possible. Null is "no later than". */
  earliest: Partial<Record<'designated' | 'suspended', string | null>>;
  /** The facts already recorded, so that telling one twice says nothing new. */
  facts: ReadonlySet<string>;
}

/** One entry of one list. Stream: `designation-<list>:<first reference>`. */
export const designation: Decider<Designation, DesignationCommand, DesignationEvent> = {
  initial: { status: 'never', record: null, references: [], since: null, earliest: {}, facts: new Set() },

  decide(command, state) {
    const event = eventFor(command, state);
    if (state.facts.has(factOf(event))) return [];
    refuse(command, state);
    if (event.type === 'DesignationAmended' && saysNothingNew(event.data.patch, state)) return [];
    return [event];
  },

  evolve(state, event) {
    const { data } = event;
    const next = { ...state, facts: new Set(state.facts).add(factOf(event)) };
    switch (event.type) {
      case 'OrganizationDesignated':
      case 'PersonDesignated':
      case 'VesselDesignated':
      case 'AircraftDesignated':
        return {
          ...next,
          status: 'listed',
          record: event.data.record,
          references: withReference(state.references, data.reference),
          since: data.effective,
          earliest: { ...state.earliest, designated: earlier(state.earliest.designated, data.effective) },
        };
      case 'DesignationSuspended':
        return {
          ...next,
          status: 'suspended',
          since: data.effective,
          earliest: { ...state.earliest, suspended: earlier(state.earliest.suspended, data.effective) },
        };
      case 'DesignationReinstated':
        return { ...next, status: 'listed', since: data.effective };
      case 'OrganizationDelisted':
      case 'PersonDelisted':
      case 'VesselDelisted':
      case 'AircraftDelisted':
        return { ...next, status: 'delisted', since: data.effective };
      case 'DesignationAmended':
        return { ...next, record: state.record && applyPatch(state.record, event.data.patch) };
      case 'DesignationReidentified':
        return {
          ...next,
          record: state.record && { ...state.record, reference: data.reference },
          references: withReference(state.references, data.reference),
        };
      case 'EventCorrected':
      case 'EventRetracted':
        return next;
    }
  },
};

const V1 = { schemaVersion: 1 } as const;

function eventFor(command: DesignationCommand, { record }: Designation): DesignationEvent {
  switch (command.type) {
    case 'DesignateParty':
      return { type: designatedType(command.data.record.subject.type), ...V1, data: command.data } as DesignationEvent;
    case 'AmendDesignation':
      return { type: 'DesignationAmended', ...V1, data: command.data } as DesignationEvent;
    case 'DelistParty': {
      if (!record)
        throw new DomainError('never-designated', `${command.data.reference} was never on ${command.data.list}`);
      const { type, name } = record.subject;
      return { type: delistedType(type), ...V1, data: { ...command.data, name } };
    }
    case 'SuspendDesignation':
      return { type: 'DesignationSuspended', ...V1, data: command.data };
    case 'ReinstateDesignation':
      return { type: 'DesignationReinstated', ...V1, data: command.data };
    case 'ReidentifyDesignation':
      return { type: 'DesignationReidentified', ...V1, data: command.data };
  }
}

/** The rules of order, by the days the reports allow: a late report is fine, an impossible one is not. */
function refuse({ type, data }: DesignationCommand, state: Designation): void {
  const { latest } = intervalOf(data.effective);
  const { designated, suspended } = state.earliest;
  if (type === 'DesignateParty') return;
  if (designated === undefined)
    throw new DomainError('never-designated', `${data.reference} was never on ${data.list}`);
  if (type === 'ReidentifyDesignation' || type === 'AmendDesignation') return;
  if (designated !== null && latest < designated)
    throw new DomainError(
      'before-designation',
      `${data.effective} lies before the designation, which is not earlier than ${designated}`,
    );
  if (type === 'ReinstateDesignation' && suspended === undefined)
    throw new DomainError('never-suspended', `${data.reference} was never suspended on ${data.list}`);
  if (type === 'ReinstateDesignation' && suspended && latest < suspended)
    throw new DomainError('before-suspension', `${data.effective} lies before the suspension of ${suspended}`);
}

const saysNothingNew = (patch: PatchOperation[], { record }: Designation) =>
  record !== null && sameContent(applyPatch(record, patch), record);

/** A fact is the same when the same source says the same of the same days, whenever it was read. */
function factOf({ type, data }: DesignationEvent): string {
  const { observedAt: _, cause: __, ...fact } = data;
  if ('row' in fact) delete fact.row;
  return contentHash([type, canonicalize(fact)]);
}

const withReference = (references: string[], reference: string) =>
  references.includes(reference) ? references : [...references, reference];

function earlier(known: string | null | undefined, effective: string): string | null {
  const { earliest } = intervalOf(effective);
  if (known === undefined) return earliest;
  return known === null || earliest === null ? null : known < earliest ? known : earliest;
}
