import { intervalOf, type DomainReport } from '#domain';
import type { RecordedEvent } from '#event-log';
import type { Role } from '#contract';
import { factsModel } from '../facts.ts';

/** All that concerns a country: as designator, sender, receiver or subject. */
export const countryTimeline = factsModel({
  name: 'country-timeline',
  revision: 1,
  tables: new URL('./table.sql', import.meta.url),
  columns: {
    concern: {
      country: 'text',
      roles: 'text[]',
      type: 'text',
      effective: 'text',
      earliest: 'date',
      latest: 'date',
      title: 'text',
      publisher: 'text',
    },
  },
  rowsOf(event) {
    const { type, data } = event;
    const { effective, source } = data;
    const { earliest, latest } = intervalOf(effective);
    const told = { type, effective, earliest, latest, publisher: source.publisher };
    const { title, concerned } = describe(event as RecordedEvent<DomainReport>);
    return [...Map.groupBy(concerned, ([country]) => country)].map(([country, roles]) => ({
      table: 'concern',
      row: { ...told, country, roles: roles.map(([, role]) => role), title },
    }));
  },
});

type Concerned = [country: string, role: Role][];

/** What an event is, in a few words, and whom it concerns. */
function describe(event: RecordedEvent<DomainReport>): { title: string; concerned: Concerned } {
  const { authority } = event;
  const subjects = (countries: readonly string[] = []): Concerned => countries.map((country) => [country, 'subject']);
  switch (event.type) {
    case 'ListRegistered':
      return { title: event.data.name, concerned: [[authority, 'designator']] };
    case 'ListReviewed':
      return { title: `${event.data.list}: ${event.data.outcome}`, concerned: [[authority, 'designator']] };
    case 'ListPublicationIngested':
    case 'ListPublicationRejected':
    case 'ListCoverageEnded':
    case 'ListCoverageResumed':
      return { title: event.data.list, concerned: [[authority, 'designator']] };
    case 'OrganizationDesignated':
    case 'PersonDesignated':
    case 'VesselDesignated':
    case 'AircraftDesignated':
      return { title: event.data.record.subject.name, concerned: [[authority, 'designator']] };
    case 'OrganizationDelisted':
    case 'PersonDelisted':
    case 'VesselDelisted':
    case 'AircraftDelisted':
      return { title: event.data.name, concerned: [[authority, 'designator']] };
    case 'DesignationAmended':
    case 'DesignationSuspended':
    case 'DesignationReinstated':
    case 'DesignationReidentified':
      return { title: `${event.data.list}:${event.data.reference}`, concerned: [[authority, 'designator']] };
    case 'SubjectsLinked':
    case 'SubjectsUnlinked':
      return { title: event.data.entries.join(', '), concerned: [[authority, 'designator']] };
    case 'EnvoyAppointed':
    case 'CredentialsAccepted':
    case 'EnvoyDeparted': {
      const { envoy, rank, role, sending, receiving } = event.data;
      return {
        title: `${envoy.name}, ${rank ?? role}`,
        concerned: [
          [sending, 'sender'],
          [receiving, 'receiver'],
        ],
      };
    }
    case 'StatementIssued': {
      const { issuer, summary, about } = event.data;
      return { title: `${issuer.name}: ${summary}`, concerned: [[authority, 'issuer'], ...subjects(about.countries)] };
    }
    case 'ResolutionAdopted': {
      const { symbol, summary, about } = event.data;
      return { title: `${symbol}: ${summary}`, concerned: [[authority, 'issuer'], ...subjects(about.countries)] };
    }
    case 'ControlAssumed':
      return { title: event.data.by, concerned: [[event.data.territory, 'subject']] };
    case 'RecognitionGranted':
    case 'RecognitionWithdrawn': {
      const { government, territory } = event.data;
      return { title: government, concerned: [[authority, 'recogniser'], ...subjects([territory])] };
    }
    case 'AssistanceProvided': {
      const { what, territory } = event.data;
      return { title: what, concerned: [[authority, 'donor'], ...subjects([territory])] };
    }
  }
}
