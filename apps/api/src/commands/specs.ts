import type { z } from 'zod';
import {
  applyPatch,
  diffRecords,
  DomainError,
  recordOn,
  streamOf,
  type Designation,
  type DomainCommand,
  type KnownDesignationEvent,
  type PatchOperation,
  type Provenance,
  type ReportingCommand,
} from '#domain';
import { bodies } from './bodies.ts';
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

/** One route that records something. */
export interface CommandSpec {
  path: string;
  summary: string;
  body: z.ZodObject;
  /** What was read must be what is changed: If-Match is needed. */
  needsMatch?: boolean;
  plan(request: { id: string; body: Body; now: string }, lookups: Lookups): Promise<Planned>;
}

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
const told =
  (type: ReportingCommand['type'], authorityOf: (body: Body) => unknown): CommandSpec['plan'] =>
  async ({ body, now }) =>
    planned(commandOf(type, { ...body, ...about(body, now), authority: authorityOf(body) }));

/** A command on a list that is registered. */
const ofList =
  (type: ReportingCommand['type']): CommandSpec['plan'] =>
  async ({ id, body, now }, lookups) =>
    planned(commandOf(type, { ...body, ...about(body, now), list: id, authority: await lookups.authorityOfList(id) }));

/** A command on a designation, by any of its references. */
const ofDesignation =
  (
    type: ReportingCommand['type'],
    more: (body: Body, state: Designation) => object = () => ({}),
  ): CommandSpec['plan'] =>
  async ({ id, body, now }, lookups) => {
    const designation = await lookups.designation(id);
    const list = designation.slice(0, designation.indexOf(':'));
    const authority = await lookups.authorityOfList(list);
    return {
      stream: `designation-${designation}`,
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
  (type: 'CorrectEvent' | 'RetractEvent'): CommandSpec['plan'] =>
  async ({ id, body, now }, lookups) => {
    const event = await lookups.event(id);
    const { authority, list, reference } = event.data as { authority: string; list?: string; reference?: string };
    const data = {
      ...(list !== undefined && { list }),
      ...(reference !== undefined && { reference }),
      ...body,
      ...about(body, now),
      ...{ cause: 'correction' as const, authority, of: event.id, effective: body.effective ?? now.slice(0, 10) },
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

/** Everything that can be recorded by REST, publications apart. */
export const commandSpecs: readonly CommandSpec[] = [
  {
    path: 'lists',
    summary: 'Register a list',
    body: bodies.list,
    plan: told('RegisterList', (body) => body.authority),
  },
  { path: 'lists/:id/reviews', summary: 'Record an audit of a list', body: bodies.review, plan: ofList('ReviewList') },
  {
    path: 'lists/:id/coverage-end',
    summary: 'Record that a list can no longer be read; nobody is delisted by it',
    body: bodies.coverageEnd,
    plan: ofList('EndCoverage'),
  },
  {
    path: 'lists/:id/coverage-resumption',
    summary: 'Record that a list can be read again',
    body: bodies.coverageResumption,
    plan: ofList('ResumeCoverage'),
  },
  {
    path: 'designations',
    summary: 'Record that a party was designated',
    body: bodies.designation,
    async plan({ body, now }, lookups) {
      const { list, record } = body as unknown as { list: string; record: { reference: string } };
      const authority = await lookups.authorityOfList(list);
      const { reference } = record;
      const { stream, commandFor } = planned(
        commandOf('DesignateParty', { ...body, ...about(body, now), authority, reference }),
      );
      return { stream: (await lookups.streamOfReference(list, reference)) ?? stream, commandFor };
    },
  },
  {
    path: 'designations/:id/delisting',
    summary: 'Record that a party was delisted',
    body: bodies.delisting,
    plan: ofDesignation('DelistParty'),
  },
  {
    path: 'designations/:id/suspension',
    summary: 'Record that a designation was suspended',
    body: bodies.suspension,
    plan: ofDesignation('SuspendDesignation'),
  },
  {
    path: 'designations/:id/reinstatement',
    summary: 'Record that a suspended designation is in force again',
    body: bodies.reinstatement,
    plan: ofDesignation('ReinstateDesignation'),
  },
  {
    path: 'designations/:id/amendments',
    summary: 'Record a change of substance, programmes coming and going included',
    body: bodies.amendment,
    needsMatch: true,
    plan: ofDesignation('AmendDesignation', patchOf),
  },
  {
    path: 'designations/:id/reidentification',
    summary: 'Record that an entry got a new reference number',
    body: bodies.reidentification,
    plan: ofDesignation('ReidentifyDesignation', (body, state) => ({
      reference: body.reference,
      formerReference: recordFor(body, state)?.reference,
    })),
  },
  {
    path: 'subjects/:id/links',
    summary: 'Record that entries of several lists are one party',
    body: bodies.links,
    async plan({ id, body, now }, lookups) {
      const authority = await lookups.authorityOfEntry((body.entries as string[])[0]!);
      return planned(commandOf('LinkSubjects', { ...body, ...about(body, now), subject: id, authority }));
    },
  },
  {
    path: 'subjects/:id/unlinks',
    summary: 'Record that entries are not that party',
    body: bodies.unlinks,
    async plan({ id, body, now }, lookups) {
      const authority = await lookups.authorityOfEntry((body.entries as string[])[0]!);
      return planned(commandOf('UnlinkSubjects', { ...body, ...about(body, now), subject: id, authority }));
    },
  },
  {
    path: 'envoys',
    summary: 'Record that an envoy was appointed',
    body: bodies.appointment,
    plan: told('AppointEnvoy', (body) => body.sending),
  },
  {
    path: 'credentials',
    summary: 'Record that an envoy’s credentials were accepted',
    body: bodies.credentials,
    plan: told('AcceptCredentials', (body) => body.sending),
  },
  {
    path: 'departures',
    summary: 'Record that an envoy left the post',
    body: bodies.departure,
    plan: told('RecordDeparture', (body) => body.sending),
  },
  {
    path: 'statements',
    summary: 'Record what an official said',
    body: bodies.statement,
    async plan({ body, now }, lookups) {
      const { inReactionTo, about: subjectOf } = body as { inReactionTo?: string; about?: { events?: string[] } };
      for (const id of [inReactionTo, ...(subjectOf?.events ?? [])]) if (id !== undefined) await lookups.event(id);
      return planned(commandOf('IssueStatement', { ...body, ...about(body, now) }));
    },
  },
  {
    path: 'resolutions',
    summary: 'Record that a resolution was adopted',
    body: bodies.resolution,
    plan: told('AdoptResolution', () => 'UN'),
  },
  {
    path: 'control',
    summary: 'Record who came to hold a territory',
    body: bodies.control,
    plan: told('AssumeControl', (body) => body.territory),
  },
  {
    path: 'recognitions',
    summary: 'Record that an authority recognises a government',
    body: bodies.recognition,
    plan: told('GrantRecognition', (body) => body.authority),
  },
  {
    path: 'recognition-withdrawals',
    summary: 'Record that an authority recognises a government no longer',
    body: bodies.recognitionWithdrawal,
    plan: told('WithdrawRecognition', (body) => body.authority),
  },
  {
    path: 'assistance',
    summary: 'Record that an authority gave help',
    body: bodies.assistance,
    plan: told('ProvideAssistance', (body) => body.authority),
  },
  {
    path: 'events/:id/correction',
    summary: 'Record that an event was wrong in some of its fields',
    body: bodies.correction,
    plan: ofEvent('CorrectEvent'),
  },
  {
    path: 'events/:id/retraction',
    summary: 'Record that an event should not have been recorded',
    body: bodies.retraction,
    plan: ofEvent('RetractEvent'),
  },
];
