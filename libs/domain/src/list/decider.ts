import { correctable, type CorrectionCommand, type Correctable } from '../correction/correctable.ts';
import { DomainError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import {
  listReport,
  type ListCoverageEnded,
  type ListCoverageResumed,
  type ListPublicationIngested,
  type ListPublicationRejected,
  type ListRegistered,
  type ListReport,
  type ListReviewed,
} from './events.ts';
import { STREAMS } from '../streams.ts';

export type ListCommand = ReportCommand | CorrectionCommand;
type ReportCommand =
  | { type: 'RegisterList'; data: DataOf<typeof ListRegistered> }
  | { type: 'ReviewList'; data: DataOf<typeof ListReviewed> }
  | { type: 'IngestPublication'; data: DataOf<typeof ListPublicationIngested> }
  | { type: 'RejectPublication'; data: DataOf<typeof ListPublicationRejected> }
  | { type: 'EndCoverage'; data: DataOf<typeof ListCoverageEnded> }
  | { type: 'ResumeCoverage'; data: DataOf<typeof ListCoverageResumed> };

interface State {
  registered: boolean;
  covered: boolean;
  /** Every publication ingested: its SHA-256 and day, as undated files may come back to what they said before. */
  ingested: ReadonlySet<string>;
  /** The rejections already recorded: one file is rejected once for one reason. */
  rejected: ReadonlySet<string>;
}
export type List = Correctable<State>;

/** One list of one authority. Stream: `list-<list>`. */
export const list = correctable<State, ReportCommand, ListReport>({
  schema: listReport,
  identity: ['list'],
  initial: { registered: false, covered: true, ingested: new Set(), rejected: new Set() },

  decide(command, state) {
    const event = eventFor(command);
    switch (command.type) {
      case 'RegisterList':
        return state.registered ? [] : [event];
      case 'RejectPublication':
        return state.rejected.has(rejectionOf(command.data)) ? [] : [event];
    }
    if (!state.registered)
      throw new DomainError('list-not-registered', `${command.data.list} is not registered; register it first`);
    switch (command.type) {
      case 'IngestPublication':
        return state.ingested.has(publicationKey(command.data)) ? [] : [event];
      case 'EndCoverage':
        return state.covered ? [event] : [];
      case 'ResumeCoverage':
        return state.covered ? [] : [event];
      case 'ReviewList':
        return [event];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ListRegistered':
        return { ...state, registered: true };
      case 'ListPublicationIngested':
        return { ...state, ingested: new Set(state.ingested).add(publicationKey(event.data)) };
      case 'ListCoverageEnded':
        return { ...state, covered: false };
      case 'ListCoverageResumed':
        return { ...state, covered: true };
      case 'ListPublicationRejected':
        return { ...state, rejected: new Set(state.rejected).add(rejectionOf(event.data)) };
      case 'ListReviewed':
        return state;
    }
  },
});

/** The same bytes of another day are another publication. */
export const publicationKey = ({ sha256, publishedOn }: { sha256: string; publishedOn: string }) =>
  `${sha256} ${publishedOn}`;

const NAME = {
  RegisterList: 'ListRegistered',
  ReviewList: 'ListReviewed',
  IngestPublication: 'ListPublicationIngested',
  RejectPublication: 'ListPublicationRejected',
  EndCoverage: 'ListCoverageEnded',
  ResumeCoverage: 'ListCoverageResumed',
} as const;

const eventFor = (command: ReportCommand) =>
  ({
    type: NAME[command.type],
    schemaVersion: command.type === 'IngestPublication' ? 2 : 1,
    data: command.data,
  }) as ListReport;

const rejectionOf = ({ sha256, publishedOn, code }: DataOf<typeof ListPublicationRejected>) =>
  [sha256, publishedOn ?? '', code].join(' ');

export const listFamily = { prefix: STREAMS.list, report: listReport, decider: list };
