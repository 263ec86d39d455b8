import { sameContent } from '../canonical-json.ts';
import { correctable, type AmendmentCommand, type Correctable } from '../correctable.ts';
import { DomainError, InputError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { earlierDay, intervalOf } from '../partial-date.ts';
import {
  delistedType,
  designatedType,
  designationReport,
  type DesignationAmended,
  type DesignationReidentified,
  type DesignationReinstated,
  type DesignationReport,
  type DesignationSuspended,
  type OrganizationDelisted,
  type OrganizationDesignated,
} from './events.ts';
import { lineOf, segmentOn, type KnownDesignationEvent } from './line.ts';
import { applyPatch } from './patch.ts';
import { record, type DesignationRecord } from './record.ts';

export type DesignationCommand = ReportCommand | AmendmentCommand;
type ReportCommand =
  | { type: 'DesignateParty'; data: DataOf<typeof OrganizationDesignated> }
  | { type: 'AmendDesignation'; data: DataOf<typeof DesignationAmended> }
  | { type: 'DelistParty'; data: Omit<DataOf<typeof OrganizationDelisted>, 'name'> }
  | { type: 'SuspendDesignation'; data: DataOf<typeof DesignationSuspended> }
  | { type: 'ReinstateDesignation'; data: DataOf<typeof DesignationReinstated> }
  | { type: 'ReidentifyDesignation'; data: DataOf<typeof DesignationReidentified> };

interface Known {
  /** As last recorded, whatever the valid dates: what the next publication is compared with. */
  status: 'never' | 'listed' | 'suspended' | 'delisted';
  record: DesignationRecord | null;
  /** Every reference the entry has had, the first one first. */
  references: string[];
  /** The effective date of the last status report. */
  since: string | null;
  /** The earliest day of any report, by kind: what orders are possible. Null is "no later than". */
  earliest: Earliest;
}
type Earliest = Partial<Record<'designated' | 'suspended', string | null>>;
export type Designation = Correctable<Known>;

/** One entry of one list. Stream: `designation-<list>:<first reference>`. */
export const designation = correctable<Known, ReportCommand, DesignationReport>({
  schema: designationReport,
  identity: ['list', 'reference'],
  initial: { status: 'never', record: null, references: [], since: null, earliest: {} },

  decide(command, state) {
    const event = eventFor(command, state);
    const broken = ruleBrokenBy(event, state.earliest);
    if (broken) throw broken;
    if (event.type !== 'DesignationAmended' || !state.record) return [event];
    const amended = applyPatch(state.record, event.data.patch);
    if (amended.programs.length === 0)
      throw new DomainError(
        'no-programme-left',
        `${event.data.reference} would stand under no programme; record that it was delisted`,
      );
    refuseMisfit(amended);
    return sameContent(amended, state.record) && saysNothingNewOn(event, state) ? [] : [event];
  },

  evolve(state, event) {
    const { data } = event;
    const earliest = withEarliest(state.earliest, event);
    switch (event.type) {
      case 'OrganizationDesignated':
      case 'PersonDesignated':
      case 'VesselDesignated':
      case 'AircraftDesignated': {
        const references = withReference(state.references, data.reference);
        return { status: 'listed', record: event.data.record, references, since: data.effective, earliest };
      }
      case 'DesignationSuspended':
        return { ...state, status: 'suspended', since: data.effective, earliest };
      case 'DesignationReinstated':
        return { ...state, status: 'listed', since: data.effective };
      case 'OrganizationDelisted':
      case 'PersonDelisted':
      case 'VesselDelisted':
      case 'AircraftDelisted':
        return { ...state, status: 'delisted', since: data.effective };
      case 'DesignationAmended':
        return { ...state, record: state.record && applyPatch(state.record, event.data.patch) };
      case 'DesignationReidentified':
        return {
          ...state,
          record: state.record && { ...state.record, reference: data.reference },
          references: withReference(state.references, data.reference),
        };
    }
  },

  broken(events) {
    const earliest = events.reduce<Earliest>(withEarliest, {});
    return events.map((event) => ruleBrokenBy(event, earliest)).find((rule) => rule !== null) ?? null;
  },
});

/** A late amendment may date what is known of today more closely: it is news where its own day had another record. */
function saysNothingNewOn(
  { data }: { data: DataOf<typeof DesignationAmended> },
  { events }: Pick<Designation, 'events'>,
): boolean {
  const line = lineOf(events as readonly KnownDesignationEvent[]);
  const { record: there } = segmentOn(line, intervalOf(data.effective).latest);
  return !there || sameContent(applyPatch(there, data.patch), there);
}

/** What an amendment makes of a record must be a record. */
function refuseMisfit(amended: DesignationRecord): void {
  const { error } = record.safeParse(amended);
  if (!error) return;
  const { path, message } = error.issues[0]!;
  throw new InputError(`The record would not fit at /${path.join('/')}: ${message}`, '/patch');
}

const V1 = { schemaVersion: 1 } as const;

function eventFor(command: ReportCommand, { record }: Known): DesignationReport {
  switch (command.type) {
    case 'DesignateParty':
      return { type: designatedType(command.data.record.subject.type), schemaVersion: 2, data: command.data };
    case 'AmendDesignation':
      return { type: 'DesignationAmended', ...V1, data: command.data };
    case 'DelistParty': {
      if (!record) throw neverDesignated(command.data);
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
function ruleBrokenBy({ type, data }: DesignationReport, { designated, suspended }: Earliest): DomainError | null {
  if (type.endsWith('Designated')) return null;
  if (designated === undefined) return neverDesignated(data);
  if (type === 'DesignationReidentified' || type === 'DesignationAmended') return null;
  const { latest } = intervalOf(data.effective);
  if (designated !== null && latest < designated)
    return new DomainError(
      'before-designation',
      `${data.effective} lies before the designation, which is not earlier than ${designated}`,
    );
  if (type !== 'DesignationReinstated') return null;
  if (suspended === undefined)
    return new DomainError('never-suspended', `${data.reference} was never suspended on ${data.list}`);
  if (suspended !== null && latest < suspended)
    return new DomainError('before-suspension', `${data.effective} lies before the suspension of ${suspended}`);
  return null;
}

const neverDesignated = ({ reference, list, effective }: { reference: string; list: string; effective: string }) =>
  new DomainError(
    'never-designated',
    `${reference} was never on ${list}; record first that it was listed, [..${intervalOf(effective).latest}] where the day is not known`,
  );

function withEarliest(earliest: Earliest, { type, data }: DesignationReport): Earliest {
  const kind = type.endsWith('Designated') ? 'designated' : type === 'DesignationSuspended' ? 'suspended' : null;
  return kind ? { ...earliest, [kind]: earlierDay(earliest[kind], data.effective) } : earliest;
}

const withReference = (references: string[], reference: string) =>
  references.includes(reference) ? references : [...references, reference];
