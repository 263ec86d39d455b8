import { correctable } from '../correction/correctable.ts';
import { DomainError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { earlierDay, intervalOf } from '../partial-date.ts';
import {
  governmentReport,
  type AssistanceProvided,
  type ControlAssumed,
  type GovernmentReport,
  type RecognitionGranted,
  type RecognitionWithdrawn,
} from './events.ts';
import { STREAMS } from '../streams.ts';

type ReportCommand =
  | { type: 'AssumeControl'; data: DataOf<typeof ControlAssumed> }
  | { type: 'GrantRecognition'; data: DataOf<typeof RecognitionGranted> }
  | { type: 'WithdrawRecognition'; data: DataOf<typeof RecognitionWithdrawn> }
  | { type: 'ProvideAssistance'; data: DataOf<typeof AssistanceProvided> };

/** By authority and government, the earliest day of a recognition; null is "no later than". */
type Recognitions = Readonly<Record<string, string | null>>;
interface State {
  recognitions: Recognitions;
}

/** Who holds a territory, and who recognises that. Stream: `government-<territory>`. */
export const government = correctable<State, ReportCommand, GovernmentReport>({
  schema: governmentReport,
  identity: ['territory'],
  initial: { recognitions: {} },

  decide(command, { recognitions }) {
    const event = eventFor(command);
    const broken = ruleBrokenBy(event, recognitions);
    if (broken) throw broken;
    return [event];
  },

  evolve: ({ recognitions }, event) => ({ recognitions: withRecognition(recognitions, event) }),

  broken(events) {
    const recognitions = events.reduce<Recognitions>(withRecognition, {});
    return events.map((event) => ruleBrokenBy(event, recognitions)).find((rule) => rule !== null) ?? null;
  },
});

const NAME = {
  AssumeControl: 'ControlAssumed',
  GrantRecognition: 'RecognitionGranted',
  WithdrawRecognition: 'RecognitionWithdrawn',
  ProvideAssistance: 'AssistanceProvided',
} as const;

const eventFor = (command: ReportCommand) =>
  ({ type: NAME[command.type], schemaVersion: 1, data: command.data }) as GovernmentReport;

const keyOf = ({ authority, government: recognised }: { authority: string; government: string }) =>
  `${authority} ${recognised}`;

function ruleBrokenBy({ type, data }: GovernmentReport, recognitions: Recognitions): DomainError | null {
  if (type !== 'RecognitionWithdrawn') return null;
  const granted = recognitions[keyOf(data)];
  if (granted === undefined)
    return new DomainError(
      'never-recognised',
      `${data.authority} never recognised ${data.government}; record the recognition first`,
    );
  if (granted !== null && intervalOf(data.effective).latest < granted)
    return new DomainError('before-recognition', `${data.effective} lies before the recognition, ${granted}`);
  return null;
}

function withRecognition(recognitions: Recognitions, { type, data }: GovernmentReport): Recognitions {
  if (type !== 'RecognitionGranted') return recognitions;
  return { ...recognitions, [keyOf(data)]: earlierDay(recognitions[keyOf(data)], data.effective) };
}

export const governmentFamily = { prefix: STREAMS.government, report: governmentReport, decider: government };
