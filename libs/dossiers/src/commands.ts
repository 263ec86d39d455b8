import {
  type DesignationRecord,
  type DomainCommand,
  factName,
  formatInterval,
  intervalOf,
  type Json,
  listStream,
  nameUuid,
  type Provenance,
  streamOf,
} from '#domain';
import { factIdOf, type Dossier, type Fact, type FactKind } from './schema.ts';

/** What a fact asks to be recorded. */
export interface FactCommand {
  /** `<dossier>/<fact>`; the event's id is made of it. */
  name: string;
  /** Where it stands in the file; null for a list. */
  place: { line: number; column: number; field: string } | null;
  /** The stream; a correction's is that of the event it names, which the log knows. */
  stream: string | null;
  command: DomainCommand;
  /** New values for members of the record, where the command amends it. */
  set?: Record<string, Json>;
}

/** What a fact's command is made of besides the fact. */
interface Context {
  dossier: Dossier;
  lists: ReadonlyMap<string, Dossier['lists'][number]>;
  observedAt: string;
  /** `<dossier>/<fact>`. */
  name: string;
}

type FactOf<Kind extends FactKind> = Fact<Kind>['fact'];
type Reported = Pick<FactOf<FactKind>, 'on' | 'source' | 'quote'> &
  Partial<Pick<Provenance, 'confidence' | 'announcedOn'>>;
type Listed = Reported & { list: string };

/** The id of the event that a fact has, whether it is recorded yet or not. */
export const eventIdOf = (dossier: string, ref: string): string =>
  nameUuid(factName(ref.includes('/') ? ref : `${dossier}/${ref}`));

/** Every list and fact of a dossier as a command, in the order of the file. */
export function commandsOf(dossier: Dossier, observedAt: string): FactCommand[] {
  const lists = new Map(dossier.lists.map((each) => [each.id, each]));
  const contextOf = (id: string): Context => ({ dossier, lists, observedAt, name: `${dossier.dossier}/${id}` });
  const registrations = dossier.lists.map((list): FactCommand => {
    const context = contextOf(`list-${list.id}`);
    return { name: context.name, place: null, stream: listStream(list.id), command: registrationOf(list, context) };
  });
  const told = dossier.facts.map((each, i): FactCommand => {
    const context = contextOf(factIdOf(each));
    const command = commandOf(each, context);
    return {
      name: context.name,
      place: { ...dossier.places[i]!, field: `/facts/${i}` },
      stream: command.type === 'CorrectEvent' || command.type === 'RetractEvent' ? null : streamOf(command),
      command,
      ...(each.kind === 'amended' && { set: each.fact.set }),
    };
  });
  return [...registrations, ...told];
}

function registrationOf(list: Dossier['lists'][number], context: Context): DomainCommand {
  const { id, authority, name, url, legalBasis, coverage: curated, reviewEveryMonths } = list;
  const about = from(list, context, authority);
  return of('RegisterList', { ...about, list: id, name, url, legalBasis, curated, reviewEveryMonths });
}

const commandOf = <Kind extends FactKind>({ kind, fact }: Fact<Kind>, context: Context): DomainCommand =>
  makers[kind](fact, context);

const makers: { [Kind in FactKind]: (fact: FactOf<Kind>, context: Context) => DomainCommand } = {
  designated: (fact, context) => designation(fact, context, fact.designated, fact.on),
  listedAsOf: (fact, context) => designation(fact, context, fact.listedAsOf, noLaterThan(fact.on)),
  delisted: (fact, context) => of('DelistParty', { ...ofEntry(fact, context, fact.delisted), reason: fact.reason }),
  suspended: (fact, context) =>
    of('SuspendDesignation', { ...ofEntry(fact, context, fact.suspended), reason: fact.reason }),
  reinstated: (fact, context) =>
    of('ReinstateDesignation', { ...ofEntry(fact, context, fact.reinstated), reason: fact.reason }),
  // The patch is made when the record that it changes is known.
  amended: (fact, context) => of('AmendDesignation', { ...ofEntry(fact, context, fact.amended), patch: [] }),
  reidentified: (fact, context) =>
    of('ReidentifyDesignation', {
      ...ofList(fact, context),
      reference: fact.as,
      formerReference: referenceOf(fact.reidentified, context),
      evidence: [{ kind: 'dossier', text: fact.evidence }],
    }),
  reviewed: (fact, context) =>
    of('ReviewList', { ...ofList(fact, context), outcome: fact.reviewed, by: fact.by, criteria: fact.criteria }),
  coverageEnded: (fact, context) => of('EndCoverage', { ...ofList(fact, context), reason: fact.coverageEnded }),
  coverageResumed: (fact, context) => of('ResumeCoverage', { ...ofList(fact, context), reason: fact.coverageResumed }),
  linked: (fact, context) =>
    of('LinkSubjects', { ...ofSubject(fact, context), subject: fact.linked, associates: fact.associates }),
  unlinked: (fact, context) => of('UnlinkSubjects', { ...ofSubject(fact, context), subject: fact.unlinked }),
  appointed: (fact, context) => appointment(fact, context, fact.appointed, fact.on),
  inPostAsOf: (fact, context) => appointment(fact, context, fact.inPostAsOf, noLaterThan(fact.on)),
  accredited: (fact, context) => {
    const { accredited, acceptedBy, copies } = fact;
    return of('AcceptCredentials', { ...inPost(fact, context, accredited), acceptedBy, copies });
  },
  departed: (fact, context) => of('RecordDeparture', { ...inPost(fact, context, fact.departed), reason: fact.reason }),
  said: (fact, context) => {
    const { said: summary, by: name, office, country, statement, stance, inReactionTo, about } = fact;
    const { facts, subjects, countries } = about;
    return of('IssueStatement', {
      ...from(fact, context, country),
      statement: statement ?? context.name.slice(context.name.indexOf('/') + 1),
      issuer: present({ name, office }),
      summary,
      stance,
      about: present({ events: facts?.map((ref) => eventOf(ref, context)), subjects, countries }),
      inReactionTo: inReactionTo && eventOf(inReactionTo, context),
    });
  },
  resolved: (fact, context) => {
    const { resolved: summary, symbol, body, countries, votes, inReactionTo } = fact;
    const reaction = inReactionTo && eventOf(inReactionTo, context);
    const about = present({ countries });
    return of('AdoptResolution', {
      ...from(fact, context, 'UN'),
      symbol,
      body,
      summary,
      about,
      votes,
      inReactionTo: reaction,
    });
  },
  controlled: (fact, context) =>
    of('AssumeControl', { ...from(fact, context, fact.territory), territory: fact.territory, by: fact.controlled }),
  recognised: (fact, context) => {
    const { recognised: government, territory, country, as: kind } = fact;
    return of('GrantRecognition', { ...from(fact, context, country), territory, government, kind });
  },
  unrecognised: (fact, context) => {
    const { unrecognised: government, territory, country } = fact;
    return of('WithdrawRecognition', { ...from(fact, context, country), territory, government });
  },
  assisted: (fact, context) => {
    const { assisted: what, territory, country, to, as: kind } = fact;
    return of('ProvideAssistance', { ...from(fact, context, country), territory, what, to, kind });
  },
  corrected: (fact, context) =>
    of('CorrectEvent', { ...ofEvent(fact, context), of: eventOf(fact.corrected, context), changes: fact.set }),
  retracted: (fact, context) => of('RetractEvent', { ...ofEvent(fact, context), of: eventOf(fact.retracted, context) }),
};

function designation(fact: FactOf<'designated' | 'listedAsOf'>, context: Context, party: string, effective: string) {
  const { name, type, aliases, remarks } = context.dossier.parties[party]!;
  const about = ofEntry(fact, context, party, effective);
  const record: DesignationRecord = present({
    reference: about.reference,
    programs: fact.programs ?? [context.lists.get(fact.list)!.program ?? fact.list],
    subject: { type, name, aliases: aliases.map((alias) => ({ name: alias, kind: 'aka' as const })) },
    legalBasis: fact.legalBasis,
    remarks,
  });
  return of('DesignateParty', { ...about, record });
}

function appointment(fact: FactOf<'appointed' | 'inPostAsOf'>, context: Context, envoy: string, effective: string) {
  const { predecessor, occasion } = fact;
  return of('AppointEnvoy', { ...inPost(fact, context, envoy, effective), predecessor, occasion });
}

const ofEntry = (fact: Listed, context: Context, party: string, effective?: string) => ({
  ...ofList(fact, context, effective),
  reference: referenceOf(party, context),
});

const ofList = (fact: Listed, context: Context, effective?: string) => ({
  ...from(fact, context, context.lists.get(fact.list)!.authority, effective),
  list: fact.list,
});

const ofSubject = (fact: FactOf<'linked' | 'unlinked'>, context: Context) => ({
  ...from(fact, context, fact.country),
  entries: fact.entries,
  evidence: [{ kind: 'analysis' as const, text: fact.evidence }],
});

type InPost = FactOf<'appointed' | 'inPostAsOf' | 'accredited' | 'departed'>;

function inPost(fact: InPost, context: Context, name: string, effective?: string) {
  const { sending, receiving, role, rank, aliases } = fact;
  return {
    ...from(fact, context, sending, effective),
    sending,
    receiving,
    role,
    envoy: present({ name, aliases }),
    rank,
  };
}

/** Its authority and list are those of the event it speaks of; the log fills them in. */
const ofEvent = (fact: FactOf<'corrected' | 'retracted'>, context: Context) => ({
  ...from(fact, context, ''),
  why: fact.why,
  cause: 'correction' as const,
});

function from(
  about: Reported,
  { dossier, observedAt, name }: Context,
  authority: string,
  effective = about.on,
): Provenance {
  const { source, quote, announcedOn, confidence } = about;
  const cited = dossier.sources[source]!;
  return present({
    authority,
    effective,
    announcedOn,
    observedAt,
    source: quote ? { ...cited, quote } : cited,
    cause: 'analyst',
    confidence: confidence ?? (cited.kind === 'press' ? 'reported' : 'confirmed'),
    fact: name,
  });
}

const referenceOf = (party: string, { dossier }: Context) => dossier.parties[party]!.reference ?? party;

const eventOf = (ref: string, { dossier }: Context) => eventIdOf(dossier.dossier, ref);

const noLaterThan = (on: string) => formatInterval({ ...intervalOf(on), earliest: null });

const of = <Type extends DomainCommand['type']>(type: Type, data: Extract<DomainCommand, { type: Type }>['data']) =>
  ({ type, data: present(data) }) as DomainCommand;

/** Without the members that are undefined, so that a fact has one form. */
export const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
