import { correctable } from '../correction/correctable.ts';
import { DomainError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { earlierDay, intervalOf } from '../partial-date.ts';
import {
  postReport,
  type CredentialsAccepted,
  type EnvoyAppointed,
  type EnvoyDeparted,
  type PostReport,
} from './events.ts';
import { STREAMS } from '../streams.ts';

type ReportCommand =
  | { type: 'AppointEnvoy'; data: DataOf<typeof EnvoyAppointed> }
  | { type: 'AcceptCredentials'; data: DataOf<typeof CredentialsAccepted> }
  | { type: 'RecordDeparture'; data: DataOf<typeof EnvoyDeparted> };

/** The earliest day on which each envoy is told to have been in the post; null is "no later than". */
type Arrivals = Readonly<Record<string, string | null>>;
interface State {
  arrivals: Arrivals;
}

/** One diplomatic post. Stream: `post-<sending>:<receiving>:<role>`. */
export const post = correctable<State, ReportCommand, PostReport>({
  schema: postReport,
  identity: ['sending', 'receiving', 'role'],
  initial: { arrivals: {} },

  decide(command, { arrivals }) {
    const event = eventFor(command);
    const broken = ruleBrokenBy(event, arrivals);
    if (broken) throw broken;
    return [event];
  },

  evolve: ({ arrivals }, event) => ({ arrivals: withArrival(arrivals, event) }),

  broken(events) {
    const arrivals = events.reduce<Arrivals>(withArrival, {});
    return events.map((event) => ruleBrokenBy(event, arrivals)).find((rule) => rule !== null) ?? null;
  },
});

const NAME = {
  AppointEnvoy: 'EnvoyAppointed',
  AcceptCredentials: 'CredentialsAccepted',
  RecordDeparture: 'EnvoyDeparted',
} as const;

const eventFor = (command: ReportCommand) =>
  ({ type: NAME[command.type], schemaVersion: 1, data: command.data }) as PostReport;

/** Credentials may be the first that is heard of an envoy; a departure may not. */
function ruleBrokenBy({ type, data }: PostReport, arrivals: Arrivals): DomainError | null {
  if (type !== 'EnvoyDeparted') return null;
  const arrived = arrivals[data.envoy.name];
  if (arrived === undefined)
    return new DomainError(
      'never-appointed',
      `${data.envoy.name} was never recorded as ${data.role} of ${data.sending} in ${data.receiving}; record the appointment first, [..${intervalOf(data.effective).latest}] where the day is not known`,
    );
  if (arrived !== null && intervalOf(data.effective).latest < arrived)
    return new DomainError('before-appointment', `${data.effective} lies before ${data.envoy.name} came, ${arrived}`);
  return null;
}

function withArrival(arrivals: Arrivals, { type, data }: PostReport): Arrivals {
  if (type === 'EnvoyDeparted') return arrivals;
  return { ...arrivals, [data.envoy.name]: earlierDay(arrivals[data.envoy.name], data.effective) };
}

export const postFamily = { prefix: STREAMS.post, report: postReport, decider: post };
