import type { Known } from '../correction/corrections.ts';
import { formatInterval, intervalOf, type Interval } from '../partial-date.ts';
import { stretchesOf, stretchOn, type Life, type Stretch } from '../timeline/stretches.ts';
import { transitionsOf, type Report } from '../timeline/transitions.ts';
import type { PostReport } from './events.ts';

type KnownPostReport = Known<PostReport>;

/** One envoy of one post on a day. Dates are EDTF. */
export interface EnvoyOn {
  name: string;
  aliases: string[];
  /** What each source calls it, the latest first: they need not agree. */
  ranks: { rank: string; publisher: string; position: number }[];
  status: 'not-yet' | 'in-post' | 'departed' | 'uncertain';
  /** Named by the sending side, or first seen in the post. */
  appointed: string | null;
  /** Received by the other side; copies of credentials are not yet that. */
  accredited: string | null;
  copiesAccepted: string | null;
  accreditation: 'not-accredited' | 'accredited' | 'uncertain';
  departed: string | null;
  /** Whom the sources name as predecessor. */
  predecessor: string | null;
  /** Positions of reports that contradict the ones used. */
  conflicts: number[];
  lastEvent: number;
}

type Tenure = 'appointed' | 'departed';
const TENURE: Life<Tenure, 'not-yet' | 'in-post' | 'departed'> = {
  before: 'not-yet',
  after: { appointed: 'in-post', departed: 'departed' },
  order: ['not-yet', 'in-post', 'departed'],
};
type Accreditation = 'accredited' | 'departed';
const ACCREDITATION: Life<Accreditation, 'not-accredited' | 'accredited'> = {
  before: 'not-accredited',
  after: { accredited: 'accredited', departed: 'not-accredited' },
  order: ['not-accredited', 'accredited'],
};

/**
 * Every envoy of a post as it stood on a day, in the order they came. Takes the post's reports known so far, as corrected.
 * One whom a successor is said to have replaced has left when that one came, unless a departure is told.
 */
export function envoysOn(reports: readonly KnownPostReport[], on: string): EnvoyOn[] {
  const byName = Map.groupBy(reports, ({ data }) => data.envoy.name);
  return [...byName.entries()]
    .map(([name, own]) => ({
      envoy: envoyOn(name, own, replacementsOf(name, own, reports), on),
      came: firstDayOf(own),
    }))
    .sort((a, b) => (a.came < b.came ? -1 : a.came > b.came ? 1 : 0))
    .map(({ envoy }) => envoy);
}

const replacementsOf = (name: string, own: readonly KnownPostReport[], all: readonly KnownPostReport[]) =>
  own.some(({ type }) => type === 'EnvoyDeparted')
    ? []
    : all.filter((report) => report.type === 'EnvoyAppointed' && report.data.predecessor === name);

function envoyOn(
  name: string,
  own: readonly KnownPostReport[],
  replaced: readonly KnownPostReport[],
  on: string,
): EnvoyOn {
  const of = (type: PostReport['type']) => own.filter((report) => report.type === type);
  const credentials = of('CredentialsAccepted');
  const [copies, full] = [true, false].map((copy) => credentials.filter(({ data }) => 'copies' in data === copy));
  const appointments = of('EnvoyAppointed').map((event) => reportOf('appointed', event));
  const arrivals =
    appointments.length > 0
      ? appointments
      : credentials.map((event) => reportOf('appointed', event, noLaterThan(event)));
  const departures = [...of('EnvoyDeparted'), ...replaced].map((event) => reportOf('departed', event));
  const tenure = stretchesOf(transitionsOf<PostReport, Tenure>([...arrivals, ...departures]), TENURE);
  const reception = stretchesOf(
    transitionsOf<PostReport, Accreditation>([...full!.map((event) => reportOf('accredited', event)), ...departures]),
    ACCREDITATION,
  );
  const { state, conflicts, lastEvent } = stretchOn(tenure, on);
  const received = stretchOn(reception, on);
  const [copied] = transitionsOf<PostReport, 'copied'>(copies!.map((event) => reportOf('copied', event))).transitions;
  return {
    name,
    aliases: [...new Set(own.flatMap(({ data }) => data.envoy.aliases ?? []))],
    ranks: ranksOf(own),
    status: state,
    appointed: daysOf(tenure, 'appointed'),
    accredited: daysOf(reception, 'accredited'),
    copiesAccepted: copied ? formatInterval(copied) : null,
    accreditation: received.state,
    departed: daysOf(tenure, 'departed'),
    predecessor:
      own
        .map(({ data }) => ('predecessor' in data ? data.predecessor : undefined))
        .find((named) => named !== undefined) ?? null,
    conflicts: [...new Set([...conflicts, ...received.conflicts])].sort((a, b) => a - b),
    lastEvent: Math.max(lastEvent, received.lastEvent),
  };
}

const reportOf = <Kind extends string>(
  kind: Kind,
  event: KnownPostReport,
  interval: Interval = intervalOf(event.data.effective),
): Report<PostReport, Kind> => ({ kind, interval, event });

const noLaterThan = ({ data }: KnownPostReport): Interval => ({ ...intervalOf(data.effective), earliest: null });

const firstDayOf = (reports: readonly KnownPostReport[]) =>
  reports.map(({ data }) => intervalOf(data.effective).latest).sort()[0]!;

/** The days of the first transition of a kind, whatever the day asked about. */
function daysOf<Kind extends string, State extends string>(
  stretches: readonly Stretch<PostReport, Kind, State>[],
  kind: Kind,
): string | null {
  const turn = stretches.at(-1)!.begun.find((each) => each.kind === kind);
  return turn ? formatInterval(turn) : null;
}

const ranksOf = (reports: readonly KnownPostReport[]): EnvoyOn['ranks'] =>
  reports
    .flatMap(({ data, position }) =>
      data.rank === undefined ? [] : [{ rank: data.rank, publisher: data.source.publisher, position }],
    )
    .sort((a, b) => b.position - a.position);
