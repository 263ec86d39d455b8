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
  type ReportingCommand,
  streamOf,
} from '#domain';
import { factIdOf, type Dossier, type Fact } from './schema.ts';

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

type Reported = Pick<Fact['fact'], 'on' | 'source' | 'quote'> & Partial<Pick<Provenance, 'confidence' | 'announcedOn'>>;

/** The id of the event that a fact has, whether it is recorded yet or not. */
export const eventIdOf = (dossier: string, ref: string): string =>
  nameUuid(factName(ref.includes('/') ? ref : `${dossier}/${ref}`));

/** Every list and fact of a dossier as a command, in the order of the file. */
export function commandsOf(dossier: Dossier, observedAt: string): FactCommand[] {
  const { sources, parties, lists, facts, places } = dossier;
  const known = new Map(lists.map((each) => [each.id, each]));
  const eventOf = (ref: string) => eventIdOf(dossier.dossier, ref);

  const provenance = (authority: string, about: Reported, effective: string, fact: string): Provenance => {
    const { quote, announcedOn } = about;
    const cited = sources[about.source]!;
    return present({
      authority,
      effective,
      announcedOn,
      observedAt,
      source: quote ? { ...cited, quote } : cited,
      cause: 'analyst',
      confidence: about.confidence ?? (cited.kind === 'press' ? 'reported' : 'confirmed'),
      fact,
    });
  };
  const referenceOf = (party: string) => parties[party]!.reference ?? party;
  const recordOf = (
    party: string,
    fact: { programs?: string[]; legalBasis?: string },
    list: string,
  ): DesignationRecord => {
    const { name, type, aliases, remarks } = parties[party]!;
    return present({
      reference: referenceOf(party),
      programs: fact.programs ?? [known.get(list)!.program ?? list],
      subject: { type, name, aliases: aliases.map((alias) => ({ name: alias, kind: 'aka' as const })) },
      legalBasis: fact.legalBasis,
      remarks,
    });
  };

  const registrations = lists.map((each): FactCommand => {
    const { id, authority, name, url, legalBasis, coverage: curated, reviewEveryMonths } = each;
    const fact = `${dossier.dossier}/list-${id}`;
    const data = {
      ...provenance(authority, each, each.on, fact),
      list: id,
      name,
      url,
      legalBasis,
      curated,
      reviewEveryMonths,
    };
    return { name: fact, place: null, stream: listStream(id), command: { type: 'RegisterList', data: present(data) } };
  });

  const told = facts.map((each, i): FactCommand => {
    const name = `${dossier.dossier}/${factIdOf(each)}`;
    const place = { ...places[i]!, field: `/facts/${i}` };
    const { kind, fact } = each;
    if (kind === 'corrected' || kind === 'retracted') {
      // Its authority and list are those of the event it speaks of; the log fills them in.
      const about = { ...provenance('', fact, fact.on, name), why: fact.why, cause: 'correction' as const };
      const command: DomainCommand =
        kind === 'corrected'
          ? { type: 'CorrectEvent', data: { ...about, of: eventOf(fact.corrected), changes: fact.set } }
          : { type: 'RetractEvent', data: { ...about, of: eventOf(fact.retracted) } };
      return { name, place, stream: null, command };
    }
    const command = reportOf(each, name);
    const set = kind === 'amended' ? { set: fact.set } : {};
    return { name, place, stream: streamOf(command), command, ...set };
  });
  return [...registrations, ...told];

  function reportOf(
    { kind, fact }: Exclude<Fact, { kind: 'corrected' | 'retracted' }>,
    name: string,
  ): ReportingCommand {
    const from = (authority: string, effective: string = fact.on) => provenance(authority, fact, effective, name);
    const ofList = (list: string, effective?: string) => ({ ...from(known.get(list)!.authority, effective), list });
    switch (kind) {
      case 'designated':
      case 'listedAsOf': {
        const party = kind === 'designated' ? fact.designated : fact.listedAsOf;
        const effective = kind === 'designated' ? fact.on : noLaterThan(fact.on);
        const data = {
          ...ofList(fact.list, effective),
          reference: referenceOf(party),
          record: recordOf(party, fact, fact.list),
        };
        return { type: 'DesignateParty', data };
      }
      case 'delisted':
        return of('DelistParty', { ...ofList(fact.list), reference: referenceOf(fact.delisted), reason: fact.reason });
      case 'suspended':
        return of('SuspendDesignation', {
          ...ofList(fact.list),
          reference: referenceOf(fact.suspended),
          reason: fact.reason,
        });
      case 'reinstated':
        return of('ReinstateDesignation', {
          ...ofList(fact.list),
          reference: referenceOf(fact.reinstated),
          reason: fact.reason,
        });
      case 'amended':
        // The patch is made when the record that it changes is known.
        return {
          type: 'AmendDesignation',
          data: { ...ofList(fact.list), reference: referenceOf(fact.amended), patch: [] },
        };
      case 'reidentified': {
        const evidence = [{ kind: 'dossier', text: fact.evidence }];
        const data = {
          ...ofList(fact.list),
          reference: fact.as,
          formerReference: referenceOf(fact.reidentified),
          evidence,
        };
        return { type: 'ReidentifyDesignation', data };
      }
      case 'reviewed':
        return of('ReviewList', { ...ofList(fact.list), outcome: fact.reviewed, by: fact.by, criteria: fact.criteria });
      case 'coverageEnded':
        return { type: 'EndCoverage', data: { ...ofList(fact.list), reason: fact.coverageEnded } };
      case 'coverageResumed':
        return { type: 'ResumeCoverage', data: { ...ofList(fact.list), reason: fact.coverageResumed } };
      case 'linked':
      case 'unlinked': {
        const evidence = [{ kind: 'analysis' as const, text: fact.evidence }];
        const about = { ...from(fact.country), entries: fact.entries, evidence };
        return kind === 'linked'
          ? of('LinkSubjects', { ...about, subject: fact.linked, associates: fact.associates })
          : of('UnlinkSubjects', { ...about, subject: fact.unlinked });
      }
      case 'appointed':
      case 'inPostAsOf': {
        const [name, effective] =
          kind === 'appointed' ? [fact.appointed, fact.on] : [fact.inPostAsOf, noLaterThan(fact.on)];
        const { predecessor, occasion } = fact;
        return of('AppointEnvoy', { ...inPost(fact, name, effective), predecessor, occasion });
      }
      case 'accredited': {
        const { accredited, acceptedBy, copies } = fact;
        return of('AcceptCredentials', { ...inPost(fact, accredited, fact.on), acceptedBy, copies });
      }
      case 'departed':
        return of('RecordDeparture', { ...inPost(fact, fact.departed, fact.on), reason: fact.reason });
      case 'said': {
        const { said, by, office, country, statement, stance, inReactionTo, about } = fact;
        return of('IssueStatement', {
          ...from(country),
          statement: statement ?? name.slice(name.indexOf('/') + 1),
          issuer: present({ name: by, office }),
          summary: said,
          stance,
          about: present({ events: about.facts?.map(eventOf), subjects: about.subjects, countries: about.countries }),
          inReactionTo: inReactionTo && eventOf(inReactionTo),
        });
      }
      case 'resolved': {
        const { resolved, symbol, body, countries, votes, inReactionTo } = fact;
        const reaction = inReactionTo && eventOf(inReactionTo);
        const about = present({ countries });
        return of('AdoptResolution', {
          ...from('UN'),
          symbol,
          body,
          summary: resolved,
          about,
          votes,
          inReactionTo: reaction,
        });
      }
      case 'controlled':
        return {
          type: 'AssumeControl',
          data: { ...from(fact.territory), territory: fact.territory, by: fact.controlled },
        };
      case 'recognised': {
        const { recognised, territory, as } = fact;
        return of('GrantRecognition', { ...from(fact.country), territory, government: recognised, kind: as });
      }
      case 'unrecognised': {
        const { unrecognised, territory } = fact;
        return { type: 'WithdrawRecognition', data: { ...from(fact.country), territory, government: unrecognised } };
      }
      case 'assisted': {
        const { assisted, territory, to, as } = fact;
        return of('ProvideAssistance', { ...from(fact.country), territory, what: assisted, to, kind: as });
      }
    }

    function inPost(post: InPost, envoy: string, effective: string) {
      const { sending, receiving, role, rank, aliases } = post;
      return { ...from(sending, effective), sending, receiving, role, envoy: present({ name: envoy, aliases }), rank };
    }
  }
}

interface InPost {
  sending: string;
  receiving: string;
  role: string;
  rank?: string;
  aliases?: string[];
}

const noLaterThan = (on: string) => formatInterval({ ...intervalOf(on), earliest: null });

const of = <Type extends ReportingCommand['type']>(
  type: Type,
  data: Extract<ReportingCommand, { type: Type }>['data'],
): ReportingCommand => ({ type, data: present(data) }) as ReportingCommand;

/** Without the members that are undefined, so that a fact has one form. */
export const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
