import type { Known } from '../correction/corrections.ts';
import { intervalOf } from '../partial-date.ts';
import { stretchesOf, stretchOn, type Life } from '../timeline/stretches.ts';
import { transitionsOf, type Report } from '../timeline/transitions.ts';
import type { GovernmentReport } from './events.ts';

/** Whether an authority recognises a government on a day. Dates are EDTF. */
export interface RecognitionOn {
  by: string;
  territory: string;
  government: string;
  status: 'not-recognised' | 'recognised' | 'withdrawn' | 'uncertain';
  since: string | null;
  until: string | null;
  conflicts: number[];
  lastEvent: number;
}

/** Who held a territory on a day. */
export interface ControlOn {
  by: string;
  since: string;
  conflicts: number[];
  lastEvent: number;
}

type Kind = 'granted' | 'withdrawn';
const LIFE: Life<Kind, 'not-recognised' | 'recognised' | 'withdrawn'> = {
  before: 'not-recognised',
  after: { granted: 'recognised', withdrawn: 'withdrawn' },
  order: ['not-recognised', 'recognised', 'withdrawn'],
};

/** The recognitions of a territory's governments that are told of, as they stood on a day. Takes reports as corrected. */
export function recognitionsOn(reports: readonly Known<GovernmentReport>[], on: string): RecognitionOn[] {
  const told = reports.filter(({ type }) => type === 'RecognitionGranted' || type === 'RecognitionWithdrawn');
  const byPair = Map.groupBy(told, ({ data }) => `${data.authority} ${governmentOf(data)}`);
  return [...byPair.values()].map((own) => {
    const { data } = own[0]!;
    const { state, since, until, conflicts, lastEvent } = stretchOn(
      stretchesOf(transitionsOf(own.map(recognitionReport)), LIFE),
      on,
    );
    const about = { by: data.authority, territory: data.territory, government: governmentOf(data) };
    return { ...about, status: state, since, until, conflicts, lastEvent };
  });
}

const governmentOf = (data: GovernmentReport['data']) => ('government' in data ? data.government : '');

const recognitionReport = (event: Known<GovernmentReport>): Report<GovernmentReport, Kind> => ({
  kind: event.type === 'RecognitionGranted' ? 'granted' : 'withdrawn',
  interval: intervalOf(event.data.effective),
  event,
});

/** Who held the territory on a day: the last to have assumed control by then; null where nobody is told of. */
export function controlOn(reports: readonly Known<GovernmentReport>[], on: string): ControlOn | null {
  const told = reports.filter(({ type }) => type === 'ControlAssumed');
  const byHolder = [...Map.groupBy(told, ({ data }) => ('by' in data ? data.by : ''))].map(([by, own]) => {
    const reported = own.map((event) => ({
      kind: 'assumed' as const,
      interval: intervalOf(event.data.effective),
      event,
    }));
    const life: Life<'assumed', 'no' | 'yes'> = { before: 'no', after: { assumed: 'yes' }, order: ['no', 'yes'] };
    return { by, ...stretchOn(stretchesOf(transitionsOf<GovernmentReport, 'assumed'>(reported), life), on) };
  });
  const [last] = byHolder
    .filter(({ state }) => state === 'yes')
    .sort((a, b) => (a.since! < b.since! ? 1 : a.since! > b.since! ? -1 : 0));
  return last ? { by: last.by, since: last.since!, conflicts: last.conflicts, lastEvent: last.lastEvent } : null;
}
