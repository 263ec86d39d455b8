import { sameContent } from '../canonical-json.ts';
import { correctable, type CorrectionCommand, type Correctable } from '../correction/correctable.ts';
import { withCorrections } from '../correction/corrections.ts';
import { DomainError, InputError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { intervalOf } from '../partial-date.ts';
import { getAt } from '../pointer.ts';
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
import {
  changeOf,
  lineOf,
  publicationDayOf,
  reportOf,
  segmentOn,
  turnsOf,
  type DesignationChange,
  type KnownDesignationEvent,
} from './line.ts';
import { applyPatch, type PatchOperation } from './patch.ts';
import { record, type DesignationRecord } from './record.ts';
import { STREAMS } from '../streams.ts';

export type DesignationCommand = ReportCommand | CorrectionCommand;
type ReportCommand =
  | { type: 'DesignateParty'; data: DataOf<typeof OrganizationDesignated> }
  | { type: 'AmendDesignation'; data: DataOf<typeof DesignationAmended> }
  | { type: 'DelistParty'; data: Omit<DataOf<typeof OrganizationDelisted>, 'name'> }
  | { type: 'SuspendDesignation'; data: DataOf<typeof DesignationSuspended> }
  | { type: 'ReinstateDesignation'; data: DataOf<typeof DesignationReinstated> }
  | { type: 'ReidentifyDesignation'; data: DataOf<typeof DesignationReidentified> };

interface State {
  /** Every reference the entry has had, the first one first. */
  references: string[];
}
export type Designation = Correctable<State>;

/** One entry of one list. Stream: `designation-<list>:<first reference>`. */
export const designation = correctable<State, ReportCommand, DesignationReport>({
  schema: designationReport,
  identity: ['list', 'reference', '/record/reference'],
  initial: { references: [] },

  decide(command, state) {
    const standing = withCorrections(state.events as readonly KnownDesignationEvent[]);
    const event = eventFor(command, standing);
    const broken = ruleBrokenBy(event, standing);
    if (broken) throw broken;
    if (event.type !== 'DesignationAmended') return [event];
    const known = recordOn(standing, event.data.effective)!;
    refuseNumber(event.data.patch);
    refuseItems(known, event.data.patch);
    const amended = applyPatch(known, event.data.patch);
    if (amended.programs.length === 0)
      throw new DomainError(
        'no-programme-left',
        `${event.data.reference} would stand under no programme; record that it was delisted`,
      );
    refuseMisfit(amended);
    return sameContent(amended, known) ? [] : [event];
  },

  evolve({ references }, { type, data }) {
    const bears = changeOf(type) === 'designated' || type === 'DesignationReidentified';
    return { references: bears && !references.includes(data.reference) ? [...references, data.reference] : references };
  },

  /** Reports of publications never stand in the way: the list's own reports follow what is told by hand. */
  broken(events) {
    const standing = events as readonly (KnownDesignationEvent & DesignationReport)[];
    const byHand = standing.filter((event) => publicationDayOf(event) === undefined);
    return byHand.map((event) => ruleBrokenBy(event, standing)).find((rule) => rule !== null) ?? null;
  },
});

/**
 * The record on the latest day of a partial date, as known now; of days before the first designation, its first record.
 * Takes the stream's events; null where none designates it.
 */
export function recordOn(events: readonly KnownDesignationEvent[], effective: string): DesignationRecord | null {
  const line = lineOf(events);
  return segmentOn(line, intervalOf(effective).latest).record ?? line.find(({ record }) => record)?.record ?? null;
}

/** An entry that gets another number is found under both: that is a change of its own. */
function refuseNumber(patch: readonly PatchOperation[]): void {
  const at = patch.findIndex(({ path }) => path === '/reference');
  if (at >= 0) throw new InputError('A new number is a re-identification; record that instead', `/patch/${at}/path`);
}

/** Items of a set have no places that a path could name. */
function refuseItems(known: DesignationRecord, patch: readonly PatchOperation[]): void {
  for (const [i, { path }] of patch.entries()) {
    const parents = path.split('/').flatMap((_, depth, names) => (depth > 1 ? [names.slice(0, depth).join('/')] : []));
    const parent = parents.find((each) => Array.isArray(getAt(known, each)));
    if (parent !== undefined)
      throw new InputError(
        `${parent} is a set, whose items have no places: replace it whole, with what it held as old`,
        `/patch/${i}/path`,
      );
  }
}

/** What an amendment makes of a record must be a record. */
function refuseMisfit(amended: DesignationRecord): void {
  const { error } = record.safeParse(amended);
  if (!error) return;
  const { path, message } = error.issues[0]!;
  throw new InputError(`The record would not fit at /${path.join('/')}: ${message}`, '/patch');
}

const V1 = { schemaVersion: 1 } as const;

function eventFor(command: ReportCommand, standing: readonly KnownDesignationEvent[]): DesignationReport {
  switch (command.type) {
    case 'DesignateParty':
      return { type: designatedType(command.data.record.subject.type), schemaVersion: 3, data: command.data };
    case 'AmendDesignation':
      return { type: 'DesignationAmended', ...V1, data: command.data };
    case 'DelistParty': {
      const record = recordOn(standing, command.data.effective);
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
function ruleBrokenBy(event: DesignationReport, standing: readonly KnownDesignationEvent[]): DomainError | null {
  const { type, data } = event;
  const kind = changeOf(type);
  if (kind === 'designated') return null;
  const { earliest, latest } = intervalOf(data.effective);
  const { transitions } = turnsOf(standing.filter((each) => each !== event).flatMap(reportOf));
  const mayPrecede = (turn: { earliest: string | null }) => turn.earliest === null || turn.earliest <= latest;
  const of = (wanted: DesignationChange) => transitions.filter((turn) => turn.kind === wanted);
  const designated = of('designated');
  if (designated.length === 0) return neverDesignated(data);
  if (!designated.some(mayPrecede))
    return new DomainError(
      'before-designation',
      `${data.effective} lies before the designation, which is not earlier than ${designated[0]!.earliest}`,
    );
  if (kind === null || kind === 'delisted') return null;
  const needed = kind === 'reinstated' ? 'suspended' : 'designated';
  const before = of(needed);
  if (before.length === 0)
    return new DomainError('never-suspended', `${data.reference} was never suspended on ${data.list}`);
  const followed = before.findLast(mayPrecede);
  if (!followed)
    return new DomainError(
      'before-suspension',
      `${data.effective} lies before the suspension of ${before[0]!.earliest}`,
    );
  const gone = transitions
    .slice(transitions.indexOf(followed) + 1)
    .find((turn) => turn.kind === 'delisted' && earliest !== null && turn.latest < earliest);
  return gone
    ? new DomainError('after-delisting', `${data.reference} was delisted on ${gone.latest}, before ${data.effective}`)
    : null;
}

const neverDesignated = ({ reference, list, effective }: { reference: string; list: string; effective: string }) =>
  new DomainError(
    'never-designated',
    `${reference} was never on ${list}; record first that it was listed, [..${intervalOf(effective).latest}] where the day is not known`,
  );

export const designationFamily = { prefix: STREAMS.designation, report: designationReport, decider: designation };
