import { correctable } from '../correction/correctable.ts';
import type { DataOf } from '../event.ts';
import { resolutionReport, type ResolutionAdopted, type ResolutionReport } from './events.ts';
import { STREAMS } from '../streams.ts';

interface ReportCommand {
  type: 'AdoptResolution';
  data: DataOf<typeof ResolutionAdopted>;
}

/** One resolution; several sources may report it. Stream: `resolution-<symbol>`. */
export const resolution = correctable<object, ReportCommand, ResolutionReport>({
  schema: resolutionReport,
  identity: ['symbol'],
  initial: {},
  decide: ({ data }) => [{ type: 'ResolutionAdopted', schemaVersion: 1, data }],
  evolve: (state) => state,
});

export const resolutionFamily = { prefix: STREAMS.resolution, report: resolutionReport, decider: resolution };
