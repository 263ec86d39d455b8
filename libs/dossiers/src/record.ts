import {
  contentHash,
  designation,
  fold,
  formatInterval,
  InputError,
  intervalOf,
  list,
  nameUuid,
  sameContent,
  type Decider,
  type DesignationCommand,
  type DesignationEvent,
  type DomainEvent,
  type ListCommand,
  type ListEvent,
  type Provenance,
} from '#domain';
import type { EventLog, RecordedEvent, StreamAppend } from '#event-log';
import { factIdOf, partyOf, type Dossier, type Fact } from './schema.ts';

export interface RecordReport {
  dossier: string;
  /** Facts and lists in it. */
  facts: number;
  /** Events it gave; 0 where all was known before. */
  events: number;
  fromPosition: number | null;
  toPosition: number | null;
}

export interface RecordOptions {
  actor: string;
  /** RFC 3339. */
  observedAt: string;
  /** Decide everything, record nothing. */
  check?: boolean;
}

const ATTEMPTS = 5;

/**
 * Records a dossier as one submission: all of its facts that are not known yet, or nothing. Throws DomainError where a
 * fact breaks a rule of order; its message names the fact.
 */
export async function recordDossier(
  log: EventLog,
  dossier: Dossier,
  { actor, observedAt, check = false }: RecordOptions,
): Promise<RecordReport> {
  const commands = commandsOf(dossier, observedAt);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const streams = await decideAll(log, commands);
    const events = streams.reduce((sum, each) => sum + each.events.length, 0);
    const report = { dossier: dossier.dossier, facts: commands.length, events, fromPosition: null, toPosition: null };
    if (events === 0 || check) return report;
    const id = nameUuid(`dossier/${dossier.dossier}/${contentHash(streams)}`);
    const result = await log.append({ id, streams, private: { actor } });
    if (result.status !== 'conflict') return { ...report, fromPosition: result.from, toPosition: result.to };
  }
  throw new InputError(`The streams of ${dossier.dossier} kept changing; try again`);
}

type FactCommand = { fact: string; stream: string } & (
  { decider: 'list'; command: ListCommand } | { decider: 'designation'; command: DesignationCommand }
);

async function decideAll(log: EventLog, commands: readonly FactCommand[]): Promise<StreamAppend[]> {
  const names = [...new Set(commands.map(({ stream }) => stream))];
  const recorded = Map.groupBy(await log.readStreams(names, Number.MAX_SAFE_INTEGER), ({ stream }) => stream);
  return names.flatMap((stream): StreamAppend[] => {
    const before = recorded.get(stream) ?? [];
    const own = commands.filter((each) => each.stream === stream);
    const events =
      own[0]!.decider === 'list'
        ? decideOne<unknown, ListCommand, ListEvent>(list, before, own)
        : decideOne<unknown, DesignationCommand, DesignationEvent>(designation, before, own);
    return events.length === 0 ? [] : [{ stream, expected: before.length, events }];
  });
}

/**
 * The commands of one stream in the order of their days, so that the order in the file does not matter, each decided on
 * what the ones before it gave. A fact that is recorded already gives nothing.
 */
function decideOne<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  before: readonly RecordedEvent[],
  commands: readonly FactCommand[],
): DomainEvent[] {
  const recorded = new Map(before.map((event) => [event.data.fact, event]));
  let state = fold(decider, before as unknown as Event[]);
  return inOrder(commands).flatMap(({ fact, command }) => {
    const known = recorded.get(command.data.fact);
    if (known) return unchanged(fact, known, command);
    try {
      const events = decider.decide(command as Command, state);
      for (const event of events) state = decider.evolve(state, event);
      return events;
    } catch (error) {
      (error as Error).message = `${fact}: ${(error as Error).message}`;
      throw error;
    }
  });
}

/** By their days, but a designation first: what lies before it is told so, and not that there is none. */
function inOrder(commands: readonly FactCommand[]): FactCommand[] {
  const sorted = commands.toSorted(byDay);
  const first = sorted.findIndex(({ command }) => command.type === 'DesignateParty');
  return first > 0 ? [sorted[first]!, ...sorted.slice(0, first), ...sorted.slice(first + 1)] : sorted;
}

function byDay(a: FactCommand, b: FactCommand): number {
  const [first, second] = [a, b].map(({ command }) => {
    const { earliest, latest } = intervalOf(command.data.effective);
    return earliest ?? latest;
  }) as [string, string];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Nothing to do where the fact says what it said when it was recorded. */
function unchanged(fact: string, { position, data: was }: RecordedEvent, { data: is }: FactCommand['command']): [] {
  const told = ({ observedAt: _, ...data }: { observedAt: string }) => data as Record<string, unknown>;
  const before = told(was);
  const differing = Object.entries(told(is)).filter(([field, value]) => !sameContent(before[field], value));
  if (differing.length === 0) return [];
  throw new InputError(
    `${fact}: recorded at position ${position}, and ${differing.map(([field]) => field).join(', ')} says something else now. ` +
      'A recorded fact is not edited: put the text back, or tell the new fact beside it under an id of its own',
  );
}

function commandsOf(dossier: Dossier, observedAt: string): FactCommand[] {
  const { sources, parties, lists, facts } = dossier;
  const known = new Map(lists.map((each) => [each.id, each]));

  const provenance = (
    authority: string,
    about: { source: string; quote?: string; confidence?: Provenance['confidence']; announcedOn?: string },
    effective: string,
    fact: string,
  ): Provenance => {
    const { quote, announcedOn } = about;
    const cited = sources[about.source]!;
    return {
      authority,
      effective,
      ...(announcedOn && { announcedOn }),
      observedAt,
      source: quote ? { ...cited, quote } : cited,
      cause: 'analyst',
      confidence: about.confidence ?? (cited.kind === 'press' ? 'reported' : 'confirmed'),
      fact: `${dossier.dossier}/${fact}`,
    };
  };

  const registrations = lists.map((each): FactCommand => {
    const { id, authority, name, url, legalBasis, coverage: curated } = each;
    const fact = `list-${id}`;
    const data = { ...provenance(authority, each, each.on, fact), list: id, name, url, legalBasis, curated };
    return { fact, stream: `list-${id}`, decider: 'list', command: { type: 'RegisterList', data: present(data) } };
  });

  const told = facts.map((each): FactCommand => {
    const { kind, fact: stated } = each;
    const listed = known.get(stated.list);
    if (!listed) throw new InputError(`${stated.list} is not among the lists of ${dossier.dossier}`, '/lists');
    const fact = factIdOf(each);
    const effective = kind === 'listedAsOf' ? formatInterval({ ...intervalOf(stated.on), earliest: null }) : stated.on;
    const about = { ...provenance(listed.authority, stated, effective, fact), list: stated.list };
    if (kind === 'reviewed') {
      const { reviewed: outcome, by, criteria } = stated;
      const command: ListCommand = { type: 'ReviewList', data: present({ ...about, outcome, by, criteria }) };
      return { fact, stream: `list-${stated.list}`, decider: 'list', command };
    }
    const party = partyOf(each)!;
    const stream = `designation-${stated.list}:${party}`;
    const data = { ...about, reference: party };
    return { fact, stream, decider: 'designation', command: designationCommand(each, data) };
  });
  return [...registrations, ...told];

  function designationCommand(
    { kind, fact }: Exclude<Fact, { kind: 'reviewed' }>,
    data: Provenance & { list: string; reference: string },
  ): DesignationCommand {
    switch (kind) {
      case 'designated':
      case 'listedAsOf': {
        const { name, type, aliases, remarks } = parties[data.reference]!;
        const record = present({
          reference: data.reference,
          programs: fact.programs ?? [known.get(data.list)!.program ?? data.list],
          subject: { type, name, aliases: aliases.map((alias) => ({ name: alias, kind: 'aka' as const })) },
          legalBasis: fact.legalBasis,
          remarks,
        });
        return { type: 'DesignateParty', data: { ...data, record } };
      }
      case 'delisted':
        return { type: 'DelistParty', data: present({ ...data, reason: fact.reason }) };
      case 'suspended':
        return { type: 'SuspendDesignation', data: present({ ...data, reason: fact.reason }) };
      case 'reinstated':
        return { type: 'ReinstateDesignation', data: present({ ...data, reason: fact.reason }) };
    }
  }
}

/** Without the members that are undefined, so that a fact has one form. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
