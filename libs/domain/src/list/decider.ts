import type { z } from 'zod';
import { contentHash } from '../canonical-json.ts';
import type { Decider } from '../decider.ts';
import { DomainError } from '../errors.ts';
import type {
  ListCoverageEnded,
  ListCoverageResumed,
  ListEvent,
  ListPublicationIngested,
  ListPublicationRejected,
  ListRegistered,
  ListReviewed,
} from './events.ts';

type DataOf<Schema extends z.ZodType> = z.infer<Schema> extends { data: infer Data } ? Data : never;

export type ListCommand =
  | { type: 'RegisterList'; data: DataOf<typeof ListRegistered> }
  | { type: 'ReviewList'; data: DataOf<typeof ListReviewed> }
  | { type: 'IngestPublication'; data: DataOf<typeof ListPublicationIngested> }
  | { type: 'RejectPublication'; data: DataOf<typeof ListPublicationRejected> }
  | { type: 'EndCoverage'; data: DataOf<typeof ListCoverageEnded> }
  | { type: 'ResumeCoverage'; data: DataOf<typeof ListCoverageResumed> };

export interface List {
  registered: boolean;
  covered: boolean;
  /** The newest publication taken in. */
  last: { sha256: string; publishedOn: string; generatedAt?: string } | null;
  /** Every publication taken in: its SHA-256 and day, as undated files may come back to what they said before. */
  ingested: ReadonlySet<string>;
  facts: ReadonlySet<string>;
}

/** One list of one authority. Stream: `list-<list>`. */
export const list: Decider<List, ListCommand, ListEvent> = {
  initial: { registered: false, covered: true, last: null, ingested: new Set(), facts: new Set() },

  decide(command, state) {
    const event = eventFor(command);
    if (command.type !== 'RegisterList' && command.type !== 'RejectPublication' && !state.registered)
      throw new DomainError('list-not-registered', `${command.data.list} is not registered`);
    switch (command.type) {
      case 'RegisterList':
        return state.registered ? [] : [event];
      case 'IngestPublication':
        return state.ingested.has(publicationKey(command.data)) ? [] : [event];
      case 'EndCoverage':
        return state.covered ? [event] : [];
      case 'ResumeCoverage':
        return state.covered ? [] : [event];
      case 'ReviewList':
      case 'RejectPublication':
        return state.facts.has(factOf(event)) ? [] : [event];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ListRegistered':
        return { ...state, registered: true };
      case 'ListPublicationIngested': {
        const { sha256, publishedOn, generatedAt } = event.data;
        return {
          ...state,
          last: { sha256, publishedOn, generatedAt },
          ingested: new Set(state.ingested).add(publicationKey(event.data)),
        };
      }
      case 'ListCoverageEnded':
        return { ...state, covered: false };
      case 'ListCoverageResumed':
        return { ...state, covered: true };
      case 'ListReviewed':
      case 'ListPublicationRejected':
        return { ...state, facts: new Set(state.facts).add(factOf(event)) };
    }
  },
};

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

const eventFor = (command: ListCommand) =>
  ({ type: NAME[command.type], schemaVersion: 1, data: command.data }) as ListEvent;

function factOf({ type, data }: ListEvent): string {
  if (type === 'ListPublicationRejected') return contentHash([type, data.sha256, data.publishedOn ?? null, data.code]);
  const { observedAt: _, ...fact } = data;
  return contentHash([type, fact]);
}
