import type { Printed } from '#contract';
import {
  contentHash,
  deciderOf,
  designation,
  diffRecords,
  type DomainCommand,
  DomainError,
  domainEvent,
  type DomainEvent,
  factName,
  fold,
  InputError,
  intervalOf,
  isCorrection,
  type KnownDesignationEvent,
  listStreamOf,
  nameUuid,
  NotFoundError,
  recordOn,
  STREAMS,
  withCorrections,
} from '#domain';
import { designationStreamOf, withOwnReports, type EventLog, type RecordedEvent, type StreamAppend } from '#event-log';
import { commandsOf, present, type FactCommand } from './commands.ts';
import { DossierError, type DossierIssue } from './read.ts';
import type { Dossier } from './schema.ts';
import { setMembers } from './set-members.ts';

/** What a dossier added. */
export type RecordReport = Printed['record'];

export interface RecordOptions {
  actor: string;
  /** RFC 3339. */
  observedAt: string;
  /** Decide everything, record nothing. */
  check?: boolean;
  /** Why facts whose text was changed are to be corrected; without it they are refused, with what differs. */
  correct?: string;
}

const ATTEMPTS = 5;

/**
 * Records a dossier as one submission: all of its facts that are not known yet, or nothing. Throws DossierError that names
 * every fact that breaks a rule, names what is not there, or says something else than when it was recorded.
 */
export async function recordDossier(log: EventLog, dossier: Dossier, options: RecordOptions): Promise<RecordReport> {
  const { actor, observedAt, check = false } = options;
  const commands = commandsOf(dossier, observedAt);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { streams, corrections } = await decideAll(log, dossier, commands, options);
    const events = streams.reduce((sum, each) => sum + each.events.length, 0);
    const report = {
      dossier: dossier.dossier,
      facts: commands.length,
      events,
      corrections,
      fromPosition: null,
      toPosition: null,
    };
    if (events === 0 || check) return report;
    const id = nameUuid(`dossier/${dossier.dossier}/${contentHash(streams)}`);
    const result = await log.append({ id, streams, private: { actor } });
    if (result.status !== 'conflict') return { ...report, fromPosition: result.from, toPosition: result.to };
  }
  throw new InputError(`The streams of ${dossier.dossier} kept changing; try again`);
}

async function decideAll(
  log: EventLog,
  dossier: Dossier,
  commands: readonly FactCommand[],
  { correct, observedAt }: RecordOptions,
): Promise<{ streams: StreamAppend[]; corrections: number }> {
  const placed = await placeAmendments(log, dossier, commands);
  const names = [...new Set(placed.map(({ stream }) => stream))];
  const recorded = Map.groupBy(await log.readStreams(names, Number.MAX_SAFE_INTEGER), ({ stream }) => stream);
  const issues: DossierIssue[] = [];
  let corrections = 0;
  const told = names.flatMap((stream) => {
    const before = recorded.get(stream) ?? [];
    const own = placed.filter((each) => each.stream === stream);
    const decided = decideOne(stream, before, own, { why: correct, observedAt });
    issues.push(...decided.refused.map(({ command, error }) => issueOf(dossier, command, error)));
    corrections += decided.corrections;
    return decided.events.length === 0 ? [] : [{ stream, before, events: decided.events }];
  });
  issues.push(...(await missingFacts(log, dossier, placed)));
  if (issues.length > 0) throw new DossierError(issues.sort((a, b) => a.line - b.line || a.column - b.column));
  const streams = new Map<string, StreamAppend>();
  for (const { stream, before, events } of told)
    for (const append of await withOwnReports(log, stream, before, events))
      if (append.events.length > 0 || !streams.has(append.stream)) streams.set(append.stream, append);
  return { streams: [...streams.values()], corrections };
}

type Placed = FactCommand & { stream: string };

/** A correction stands in the stream of what it corrects, under that event's authority and list. */
async function placeAmendments(log: EventLog, dossier: Dossier, commands: readonly FactCommand[]): Promise<Placed[]> {
  const own = new Map(commands.map((each) => [nameUuid(factName(each.name)), each]));
  const place = async (each: FactCommand, from: readonly FactCommand[] = []): Promise<Placed> => {
    if (each.stream !== null) return { ...each, stream: await streamFor(log, each.stream) };
    const { of } = each.command.data as { of: string };
    const named = own.get(of);
    if (named && [...from, each].includes(named)) {
      const goesRound = new InputError('Corrections that lead back to this one correct nothing; name another fact');
      throw new DossierError([issueOf(dossier, each, goesRound)]);
    }
    const target = named
      ? { ...(await place(named, [...from, each])), data: named.command.data }
      : await log.find(of).then((event) => {
          if (event) return { stream: event.stream, data: event.data };
          throw new DossierError([issueOf(dossier, each, new NotFoundError('The fact it names is not recorded'))]);
        });
    const { authority, list, reference } = target.data as { authority: string; list?: string; reference?: string };
    const data = present({ ...each.command.data, authority, list, reference });
    return { ...each, stream: target.stream, command: { ...each.command, data } as DomainCommand };
  };
  return Promise.all(commands.map((each) => place(each)));
}

/** An entry's designation may be named after another reference of it. */
async function streamFor(log: EventLog, stream: string): Promise<string> {
  const list = listStreamOf(stream)?.slice(STREAMS.list.length);
  if (list === undefined) return stream;
  return (await designationStreamOf(log, list, stream.slice(stream.indexOf(':') + 1))) ?? stream;
}

interface DecidedStream {
  events: DomainEvent[];
  corrections: number;
  refused: { command: FactCommand; error: Error }[];
}

/**
 * The commands of one stream, each decided on what the ones before it gave. What is refused in the order of the days is
 * tried again after the others, so that the order in the file does not matter. A fact that is recorded already gives nothing.
 */
function decideOne(
  stream: string,
  before: readonly RecordedEvent[],
  commands: readonly Placed[],
  correction: { why: string | undefined; observedAt: string },
): DecidedStream {
  const decider = deciderOf(stream);
  const corrected = new Map(withCorrections(before).map((event) => [event.id, event]));
  let state = fold(decider, before);
  const decided: DecidedStream = { events: [], corrections: 0, refused: [] };
  const decide = (each: Placed): void => {
    const known = before.find(({ data }) => data.fact === each.name);
    const command = known ? correctionOf(each, known, corrected.get(known.id), correction) : patched(each, state);
    if (!command) return;
    // Ids are those that the log will give, so that facts of one dossier can correct each other.
    const events = decider
      .decide(command, state)
      .map(checked)
      .map((event) => ({ ...event, id: nameUuid(factName(each.name)), position: Number.MAX_SAFE_INTEGER }));
    for (const event of events) state = decider.evolve(state, event);
    decided.events.push(...events.map(({ id: _, position: __, ...event }) => event));
    if (known) decided.corrections += events.length;
  };
  for (let open = commands.toSorted(byDay); open.length > 0;) {
    const refused = open.flatMap((command) => {
      try {
        decide(command);
        return [];
      } catch (error) {
        return [{ command, error: error as Error }];
      }
    });
    if (refused.length === open.length) return { ...decided, refused };
    open = refused.map(({ command }) => command);
  }
  return decided;
}

/** What the log would refuse anyway, told of the fact that asks for it. */
function checked(event: DomainEvent): DomainEvent {
  const [issue] = domainEvent.safeParse(event).error?.issues ?? [];
  if (issue) throw new InputError(`/${issue.path.join('/')}: ${issue.message}`);
  return event;
}

/** By their days; corrections last. */
function byDay({ command: a }: FactCommand, { command: b }: FactCommand): number {
  const key = ({ type, data: { effective } }: DomainCommand) => {
    const { earliest, latest } = intervalOf(effective);
    return `${type === 'CorrectEvent' || type === 'RetractEvent' ? 1 : 0} ${earliest ?? latest}`;
  };
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

/** An amendment as the record that it changes makes it; every other command as it is. */
function patched({ command, set }: Placed, state: object): DomainCommand {
  if (!set || command.type !== 'AmendDesignation') return command;
  const { events } = state as ReturnType<typeof designation.evolve>;
  const known = recordOn(events as readonly KnownDesignationEvent[], command.data.effective);
  if (!known) throw new DomainError('never-designated', `${command.data.reference} was never on ${command.data.list}`);
  const patch = diffRecords(known, setMembers(known, set));
  return { ...command, data: { ...command.data, patch } };
}

/** Nothing where the fact says what it said when it was recorded, or what it was corrected to; else its correction. */
function correctionOf(
  { name, command, set }: Placed,
  recorded: RecordedEvent,
  corrected: RecordedEvent | undefined,
  { why, observedAt }: { why: string | undefined; observedAt: string },
): DomainCommand | null {
  const is = comparedMembers(command.data);
  const patchFrom = ({ data }: RecordedEvent) => diffRecords(comparedMembers(data, is), is);
  const patch = patchFrom(corrected ?? recorded);
  // What an amendment amends depends on the record it met; its text is not compared.
  if (set || patch.length === 0 || patchFrom(recorded).length === 0) return null;
  if (isCorrection(recorded) || !corrected)
    throw new InputError(
      `${name} was ${corrected ? 'an amendment' : 'retracted'}; tell the new fact under an id of its own`,
    );
  if (!why)
    throw new InputError(
      `recorded at position ${recorded.position}, and says something else now: ${patch.map(differs).join('; ')}. ` +
        'Put the text back, give the new fact an id of its own, or confirm the correction with --correct "why"',
    );
  const { authority, list, reference } = recorded.data as { authority: string; list?: string; reference?: string };
  const { source, confidence } = command.data;
  return {
    type: 'CorrectEvent',
    data: present({
      authority,
      list,
      reference,
      observedAt,
      source,
      confidence,
      why,
      effective: observedAt.slice(0, 10),
      cause: 'correction' as const,
      of: recorded.id,
      changes: Object.fromEntries(patch.map((each) => [each.path, each.op === 'remove' ? null : each.value])),
    }),
  };
}

function differs(operation: ReturnType<typeof diffRecords>[number]): string {
  const show = (value: unknown) => JSON.stringify(value);
  switch (operation.op) {
    case 'add':
      return `${operation.path} ${show(operation.value)} is new`;
    case 'remove':
      return `${operation.path} ${show(operation.old)} is gone`;
    case 'replace':
      return `${operation.path} ${show(operation.old)} → ${show(operation.value)}`;
  }
}

/** What a fact tells: without when it was read, and without the name that a delisting takes from its designation. */
function comparedMembers(data: object, like: object = data): Record<string, unknown> {
  const left = new Set(['observedAt', 'cause', 'fact', ...('name' in like ? [] : ['name'])]);
  return Object.fromEntries(Object.entries(data).filter(([member]) => !left.has(member)));
}

/** Facts of other dossiers that are named here must be recorded. */
async function missingFacts(log: EventLog, dossier: Dossier, commands: readonly Placed[]): Promise<DossierIssue[]> {
  const own = new Set(commands.map(({ name }) => nameUuid(factName(name))));
  const found = await Promise.all(
    commands.map(async (each) => {
      const data = each.command.data as { inReactionTo?: string; about?: { events?: string[] } };
      const named = [data.inReactionTo, ...(data.about?.events ?? [])].filter((id) => id !== undefined && !own.has(id));
      const events = await Promise.all(named.map((id) => log.find(id!)));
      return events.every((event) => event !== null)
        ? []
        : [issueOf(dossier, each, new NotFoundError('A fact it names is not recorded; record that dossier first'))];
    }),
  );
  return found.flat();
}

function issueOf({ file }: Dossier, { name, place }: FactCommand, error: Error): DossierIssue {
  const code = error instanceof DomainError ? ` (${error.code})` : '';
  const { line, column, field } = place ?? { line: 1, column: 1, field: '/lists' };
  return { file, line, column, field, message: `${name.slice(name.indexOf('/') + 1)}: ${error.message}${code}` };
}
