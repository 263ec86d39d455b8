import { correctable, type AmendmentCommand } from '../correctable.ts';
import type { DataOf } from '../event.ts';
import { resolutionReport, type ResolutionAdopted, type ResolutionReport } from './events.ts';

export type ResolutionCommand = ReportCommand | AmendmentCommand;
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
