import type { z } from 'zod';
import type { Correctable, CorrectionCommand } from './correction/correctable.ts';
import type { CorrectionEvent } from './correction/events.ts';
import type { Decider } from './decider.ts';
import { designationFamily } from './designation/decider.ts';
import { governmentFamily } from './government/decider.ts';
import { listFamily } from './list/decider.ts';
import { postFamily } from './post/decider.ts';
import { resolutionFamily } from './resolution/decider.ts';
import { statementFamily } from './statement/decider.ts';
import { designationStream, listStream, STREAMS, subjectStream } from './streams.ts';
import { subjectFamily } from './subject/decider.ts';

/** Every kind of stream there is: how its name begins, the reports it holds, its decider. A new one is a folder and a line here. */
export const FAMILIES = [
  listFamily,
  designationFamily,
  subjectFamily,
  postFamily,
  statementFamily,
  resolutionFamily,
  governmentFamily,
] as const;
type Family = (typeof FAMILIES)[number];

export type DomainCommand = Parameters<Family['decider']['decide']>[0];
/** Everything that can be asked to be recorded, corrections apart. */
export type ReportingCommand = Exclude<DomainCommand, CorrectionCommand>;

/** Everything that can be told, corrections apart. */
export type DomainReport = z.infer<Family['report']>;
export type DomainEvent = DomainReport | CorrectionEvent;

/** A decider of whichever family; the stream’s name says which. */
export type AnyDecider = Decider<Correctable<object>, DomainCommand, DomainEvent>;

/** The decider of a stream. Throws where no family has such streams. */
export function deciderOf(stream: string): AnyDecider {
  const found = FAMILIES.find(({ prefix }) => stream.startsWith(prefix));
  if (!found) throw new Error(`No family has streams like ${stream}`);
  return found.decider;
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
      return listStream(data.list);
    case 'DesignateParty':
    case 'AmendDesignation':
    case 'DelistParty':
    case 'SuspendDesignation':
    case 'ReinstateDesignation':
      return designationStream(`${data.list}:${data.reference}`);
    case 'ReidentifyDesignation':
      return designationStream(`${data.list}:${data.formerReference}`);
    case 'LinkSubjects':
    case 'UnlinkSubjects':
      return subjectStream(data.subject);
    case 'AppointEnvoy':
    case 'AcceptCredentials':
    case 'RecordDeparture':
      return `${STREAMS.post}${data.sending}:${data.receiving}:${data.role}`;
    case 'IssueStatement':
      return STREAMS.statement + data.statement;
    case 'AdoptResolution':
      return STREAMS.resolution + data.symbol;
    case 'AssumeControl':
    case 'GrantRecognition':
    case 'WithdrawRecognition':
    case 'ProvideAssistance':
      return STREAMS.government + data.territory;
  }
}
