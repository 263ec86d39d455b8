import { designationOf, intervalOf, isDesignationStream, type DomainEvent } from '#domain';
import type { EventLog, RecordedEvent } from '#event-log';

/** An event with the sentence that tells it. */
export interface Told {
  event: RecordedEvent;
  sentence: string;
}

/**
 * Events in a sentence each: what happened to whom, on which list, valid when. A name is the one known when the event was
 * recorded, so that a sentence never changes.
 */
export async function tellEvents(
  log: Pick<EventLog, 'readStreams'>,
  events: readonly RecordedEvent[],
): Promise<Told[]> {
  const streams = [...new Set(events.map(({ stream }) => stream).filter(isDesignationStream))];
  const upTo = Math.max(0, ...events.map(({ position }) => position));
  const histories = Map.groupBy(await log.readStreams(streams, upTo), ({ stream }) => stream);
  return events.map((event) => ({
    event,
    sentence: sentenceOf(event, nameIn(histories.get(event.stream) ?? [], event)),
  }));
}

/** The name of a designation's party as its stream told it up to an event. */
function nameIn(history: readonly RecordedEvent[], { position, stream }: RecordedEvent): string {
  let name = isDesignationStream(stream) ? designationOf(stream) : stream;
  for (const event of history) {
    if (event.position > position) break;
    const { data } = event as DomainEvent;
    if ('record' in data) name = data.record.subject.name;
    else if ('patch' in data)
      for (const change of data.patch)
        if (change.path === '/subject/name' && 'value' in change && typeof change.value === 'string')
          name = change.value;
  }
  return name;
}

/** What a patch changes, by the names of the record: `/subject/aliases/2` is the aliases. */
function fieldsOf(patch: readonly { path: string }[]): string {
  const names = patch.map(({ path }) => path.split('/').filter((part) => /^[a-z]+$/i.test(part) && part !== 'subject'));
  return [...new Set(names.map(([first]) => first ?? 'all of it'))].join(', ');
}

const words = (type: string) => type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

/** What happened, and to whom; the days are added for all alike. */
function happening({ type, data }: DomainEvent, name: string, isAhead: boolean): string {
  switch (type) {
    case 'OrganizationDesignated':
    case 'PersonDesignated':
    case 'VesselDesignated':
    case 'AircraftDesignated':
      return `${name} ${isAhead ? 'is to be' : 'was'} designated on ${data.list}`;
    case 'OrganizationDelisted':
    case 'PersonDelisted':
    case 'VesselDelisted':
    case 'AircraftDelisted':
      return `${name} ${isAhead ? 'is to be' : 'was'} delisted from ${data.list}`;
    case 'DesignationAmended':
      return `The entry of ${name} on ${data.list} was amended in ${fieldsOf(data.patch)}`;
    case 'DesignationSuspended':
      return `The designation of ${name} on ${data.list} ${isAhead ? 'is to be' : 'was'} suspended`;
    case 'DesignationReinstated':
      return `The designation of ${name} on ${data.list} is ${isAhead ? 'to be ' : ''}in force again`;
    case 'DesignationReidentified':
      return `${name} on ${data.list} got the reference ${data.reference}, before ${data.formerReference}`;
    case 'ListPublicationIngested': {
      const { designated, amended, delisted } = data.counts;
      return `${data.list} was published: ${designated} designated, ${amended} amended, ${delisted} delisted`;
    }
    case 'ListPublicationRejected':
      return `A publication of ${data.list} was rejected: ${data.detail}`;
    case 'ListRegistered':
      return `${data.name} was registered as ${data.list}`;
    case 'ListReviewed':
      return `${data.by} audited ${data.list}: ${data.outcome}`;
    case 'SubjectsLinked':
      return `${data.entries.join(', ')} were found to be ${data.subject}`;
    case 'SubjectsUnlinked':
      return `${data.entries.join(', ')} were found not to be ${data.subject}`;
    case 'EnvoyAppointed':
      return `${data.sending} appointed ${data.envoy.name} as ${data.role} in ${data.receiving}`;
    case 'CredentialsAccepted':
      return `${data.receiving} accepted the credentials of ${data.envoy.name} (${data.sending}, ${data.role})`;
    case 'EnvoyDeparted':
      return `${data.envoy.name} (${data.sending}, ${data.role}) left ${data.receiving}`;
    case 'StatementIssued':
      return `${data.issuer.name} (${data.authority}): ${data.summary}`;
    case 'ResolutionAdopted':
      return `${data.body} adopted ${data.symbol}: ${data.summary}`;
    case 'ControlAssumed':
      return `${data.by} assumed control of ${data.territory}`;
    case 'RecognitionGranted':
      return `${data.authority} recognised ${data.government} of ${data.territory}`;
    case 'RecognitionWithdrawn':
      return `${data.authority} withdrew its recognition of ${data.government} of ${data.territory}`;
    case 'AssistanceProvided':
      return `${data.authority} gave ${data.territory} ${data.what}`;
    case 'EventCorrected':
      return `An event about ${name} was corrected in ${Object.keys(data.changes).join(', ')}: ${data.why}`;
    case 'EventRetracted':
      return `An event about ${name} was retracted: ${data.why}`;
    // What is new has its own name as its sentence.
    default:
      return `${'list' in data ? data.list : name}: ${words(type)}`;
  }
}

/** A partial date in words. */
function days(edtf: string): string {
  const [earliest, latest] = edtf.slice(1, -1).split('..');
  if (!edtf.startsWith('[')) return `valid from ${edtf}`;
  return earliest === '' ? `valid by ${latest}` : `valid from a day between ${earliest} and ${latest}`;
}

const LONGEST = 400;

function sentenceOf(event: RecordedEvent, name: string): string {
  const { earliest, latest } = intervalOf(event.data.effective);
  // Told as it was when it was recorded, so that a sentence never changes.
  const told = happening(event, name, (earliest ?? latest) > event.recordedAt.slice(0, 10));
  const short = told.length > LONGEST ? `${told.slice(0, LONGEST - 1)}…` : told;
  return `${short.toWellFormed()} (${days(event.data.effective)})`;
}
