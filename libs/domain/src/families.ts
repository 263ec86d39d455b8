import type { AmendmentEvent } from './amendments.ts';
import type { AmendmentCommand, Correctable } from './correctable.ts';
import type { Decider } from './decider.ts';
import { designation, type DesignationCommand } from './designation/decider.ts';
import type { DesignationReport } from './designation/events.ts';
import { government, type GovernmentCommand } from './government/decider.ts';
import type { GovernmentReport } from './government/events.ts';
import { list, type ListCommand } from './list/decider.ts';
import type { ListReport } from './list/events.ts';
import { post, type PostCommand } from './post/decider.ts';
import type { PostReport } from './post/events.ts';
import { resolution, type ResolutionCommand } from './resolution/decider.ts';
import type { ResolutionReport } from './resolution/events.ts';
import { statement, type StatementCommand } from './statement/decider.ts';
import type { StatementReport } from './statement/events.ts';
import { subjects, type SubjectCommand } from './subject/decider.ts';
import type { SubjectReport } from './subject/events.ts';

/** Everything that can be asked to be recorded, corrections apart. */
export type ReportingCommand = Exclude<
  | ListCommand
  | DesignationCommand
  | SubjectCommand
  | PostCommand
  | StatementCommand
  | ResolutionCommand
  | GovernmentCommand,
  AmendmentCommand
>;
export type DomainCommand = ReportingCommand | AmendmentCommand;

/** Everything that can be told, corrections apart. */
export type DomainReport =
  ListReport | DesignationReport | SubjectReport | PostReport | StatementReport | ResolutionReport | GovernmentReport;
export type DomainEvent = DomainReport | AmendmentEvent;

/** A decider of whichever family; the stream’s name says which. */
export type AnyDecider = Decider<Correctable<object>, DomainCommand, DomainEvent>;

interface Family {
  /** Streams are called `<prefix>-…`. */
  prefix: string;
  decider: AnyDecider;
}

const family = (prefix: string, decider: unknown): Family => ({ prefix, decider: decider as AnyDecider });

/** Every kind of stream there is. A new one is a folder and one line here. */
const families: readonly Family[] = [
  family('list', list),
  family('designation', designation),
  family('subject', subjects),
  family('post', post),
  family('statement', statement),
  family('resolution', resolution),
  family('government', government),
];

/** The decider of a stream. Throws where no family has such streams. */
export function deciderOf(stream: string): AnyDecider {
  const found = families.find(({ prefix }) => stream.startsWith(`${prefix}-`));
  if (!found) throw new Error(`No family has streams like ${stream}`);
  return found.decider;
}

/** The stream of the list that a designation's stream belongs to; null for other streams. */
export function listStreamOf(stream: string): string | null {
  const prefix = 'designation-';
  return stream.startsWith(prefix) ? `list-${stream.slice(prefix.length, stream.indexOf(':'))}` : null;
}

/** The stream that a command is about. */
export function streamOf({ type, data }: ReportingCommand): string {
  switch (type) {
    case 'RegisterList':
    case 'ReviewList':
    case 'IngestPublication':
    case 'RejectPublication':
    case 'EndCoverage':
    case 'ResumeCoverage':
      return `list-${data.list}`;
    case 'DesignateParty':
    case 'AmendDesignation':
    case 'DelistParty':
    case 'SuspendDesignation':
    case 'ReinstateDesignation':
      return `designation-${data.list}:${data.reference}`;
    case 'ReidentifyDesignation':
      return `designation-${data.list}:${data.formerReference}`;
    case 'LinkSubjects':
    case 'UnlinkSubjects':
      return `subject-${data.subject}`;
    case 'AppointEnvoy':
    case 'AcceptCredentials':
    case 'RecordDeparture':
      return `post-${data.sending}:${data.receiving}:${data.role}`;
    case 'IssueStatement':
      return `statement-${data.statement}`;
    case 'AdoptResolution':
      return `resolution-${data.symbol}`;
    case 'AssumeControl':
    case 'GrantRecognition':
    case 'WithdrawRecognition':
    case 'ProvideAssistance':
      return `government-${data.territory}`;
  }
}
