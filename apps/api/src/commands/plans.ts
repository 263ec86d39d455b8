import type { commands } from '#contract';
import {
  applyPatch,
  type Designation,
  designationStream,
  diffRecords,
  type DomainCommand,
  DomainError,
  type KnownDesignationEvent,
  listOf,
  type PatchOperation,
  type Provenance,
  recordOn,
  type ReportingCommand,
  streamOf,
} from '#domain';
import type { Lookups } from './lookups.ts';

/** A body that its schema has let through. */
export type Body = Record<string, unknown> & { source: Provenance['source'] };

/** Which stream a request is about, and the command that its state makes of it. */
export interface Planned {
  stream: string;
  /** The event that it is about, where it is about one. */
  of?: string;
  commandFor(state: object): DomainCommand;
}

/** What a request becomes: the command, and the stream it is decided on. */
export type Plan = (request: { id: string; body: Body; now: string }, lookups: Lookups) => Promise<Planned>;

type About = Pick<Provenance, 'observedAt' | 'cause' | 'confidence'>;

/** What the server knows of a fact that somebody records now. */
const about = ({ source, confidence }: Body, now: string): About => ({
  observedAt: now,
  cause: 'analyst',
  confidence: (confidence as Provenance['confidence']) ?? (source.kind === 'press' ? 'reported' : 'confirmed'),
});

const planned = (command: ReportingCommand): Planned => ({ stream: streamOf(command), commandFor: () => command });

const commandOf = (type: ReportingCommand['type'], data: object) => ({ type, data }) as ReportingCommand;

/** A command whose stream its data names; the authority is a member of the body, or of what the caller says of it. */
const ofBody =
  (type: ReportingCommand['type'], authorityOf: (body: Body) => unknown): Plan =>
  async ({ body, now }) =>
    planned(commandOf(type, { ...body, ...about(body, now), authority: authorityOf(body) }));

/** A command on a list that is registered. */
const ofList =
  (type: ReportingCommand['type']): Plan =>
  async ({ id, body, now }, lookups) =>
    planned(commandOf(type, { ...body, ...about(body, now), list: id, authority: await lookups.authorityOfList(id) }));

/** A command on a designation, by any of its references. */
const ofDesignation =
  (type: ReportingCommand['type'], more: (body: Body, state: Designation) => object = () => ({})): Plan =>
  async ({ id, body, now }, lookups) => {
    const designation = await lookups.designation(id);
    const list = listOf(designation);
    const authority = await lookups.authorityOfList(list);
    return {
      stream: designationStream(designation),
      commandFor(state) {
        const record = recordFor(body, state as Designation);
        const reference = record?.reference ?? designation.slice(list.length + 1);
        const data = { ...body, ...about(body, now), authority, list, reference };
        return commandOf(type, { ...data, ...more(body, state as Designation) });
      },
    };
  };

/** A correction stands in the stream of what it corrects, under that event's authority and list. */
const ofEvent =
  (type: 'CorrectEvent' | 'RetractEvent'): Plan =>
  async ({ id, body, now }, lookups) => {
    const event = await lookups.event(id);
    const { authority, list, reference } = event.data as { authority: string; list?: string; reference?: string };
    const data = {
      ...(list !== undefined && { list }),
      ...(reference !== undefined && { reference }),
      ...body,
      ...about(body, now),
      cause: 'correction' as const,
      authority,
      of: event.id,
      effective: body.effective ?? now.slice(0, 10),
    };
    return { stream: event.stream, of: event.id, commandFor: () => ({ type, data }) as unknown as DomainCommand };
  };

/** The record on the day that a body speaks of. */
const recordFor = ({ effective }: Body, { events }: Designation) =>
  recordOn(events as readonly KnownDesignationEvent[], effective as string);

function patchOf(body: Body, state: Designation): { patch: PatchOperation[] } {
  const record = recordFor(body, state);
  if (!record) throw new DomainError('never-designated', 'It was never designated; record that first');
  return { patch: diffRecords(record, applyPatch(record, body.patch as PatchOperation[])) };
}

/** What each command becomes. */
export const plans: Record<keyof typeof commands, Plan> = {
  registerList: ofBody('RegisterList', (body) => body.authority),
  reviewList: ofList('ReviewList'),
  endCoverage: ofList('EndCoverage'),
  resumeCoverage: ofList('ResumeCoverage'),
  async designate({ body, now }, lookups) {
    const { list, record } = body as unknown as { list: string; record: { reference: string } };
    const authority = await lookups.authorityOfList(list);
    const { reference } = record;
    const { stream, commandFor } = planned(
      commandOf('DesignateParty', { ...body, ...about(body, now), authority, reference }),
    );
    return { stream: (await lookups.streamOfReference(list, reference)) ?? stream, commandFor };
  },
  delist: ofDesignation('DelistParty'),
  suspend: ofDesignation('SuspendDesignation'),
  reinstate: ofDesignation('ReinstateDesignation'),
  amend: ofDesignation('AmendDesignation', patchOf),
  reidentify: ofDesignation('ReidentifyDesignation', (body, state) => ({
    reference: body.reference,
    formerReference: recordFor(body, state)?.reference,
  })),
  async link({ id, body, now }, lookups) {
    const authority = await lookups.authorityOfEntry((body.entries as string[])[0]!);
    return planned(commandOf('LinkSubjects', { ...body, ...about(body, now), subject: id, authority }));
  },
  async unlink({ id, body, now }, lookups) {
    const authority = await lookups.authorityOfEntry((body.entries as string[])[0]!);
    return planned(commandOf('UnlinkSubjects', { ...body, ...about(body, now), subject: id, authority }));
  },
  appointEnvoy: ofBody('AppointEnvoy', (body) => body.sending),
  acceptCredentials: ofBody('AcceptCredentials', (body) => body.sending),
  recordDeparture: ofBody('RecordDeparture', (body) => body.sending),
  async issueStatement({ body, now }, lookups) {
    const { inReactionTo, about: subjectOf } = body as { inReactionTo?: string; about?: { events?: string[] } };
    for (const id of [inReactionTo, ...(subjectOf?.events ?? [])]) if (id !== undefined) await lookups.event(id);
    return planned(commandOf('IssueStatement', { ...body, ...about(body, now) }));
  },
  adoptResolution: ofBody('AdoptResolution', () => 'UN'),
  assumeControl: ofBody('AssumeControl', (body) => body.territory),
  grantRecognition: ofBody('GrantRecognition', (body) => body.authority),
  withdrawRecognition: ofBody('WithdrawRecognition', (body) => body.authority),
  provideAssistance: ofBody('ProvideAssistance', (body) => body.authority),
  correctEvent: ofEvent('CorrectEvent'),
  retractEvent: ofEvent('RetractEvent'),
};
