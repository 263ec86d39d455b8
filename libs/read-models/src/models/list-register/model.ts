import { type ListReport, STREAMS } from '#domain';
import type { RecordedEvent } from '#event-log';
import { factsModel, type FactRow } from '../facts.ts';

const PUBLICATION = {
  list: 'text',
  sha256: 'text',
  published_on: 'date',
  generated_at: 'text',
  recorded_at: 'timestamptz',
  reader: 'text',
  scope: 'jsonb',
  counts: 'jsonb',
  unknown: 'jsonb',
  quarantined: 'jsonb',
  forced: 'jsonb',
  rejected: 'jsonb',
} as const;

/** The lists, what was published of them, when they were audited, and what that lets us answer for. */
export const listRegister = factsModel({
  name: 'list-register',
  revision: 3,
  tables: new URL('./table.sql', import.meta.url),
  streams: [STREAMS.list],
  columns: {
    registration: {
      list: 'text',
      name: 'text',
      url: 'text',
      legal_basis: 'text',
      curated: 'jsonb',
      review_every_months: 'int',
    },
    publication: PUBLICATION,
    review: {
      list: 'text',
      effective: 'text',
      by: 'text',
      outcome: 'text',
      criteria: 'text',
      announced_on: 'date',
      confidence: 'text',
      source: 'jsonb',
    },
    coverage_change: { list: 'text', ended: 'boolean', effective: 'text', reason: 'text' },
  },
  rowsOf: (event) => [rowOf(event as RecordedEvent<ListReport>)],
});

function rowOf(event: RecordedEvent<ListReport>): FactRow {
  const { recordedAt } = event;
  switch (event.type) {
    case 'ListRegistered': {
      const { list, name, url, legalBasis, curated, reviewEveryMonths } = event.data;
      const row = { list, name, url, legal_basis: legalBasis, curated, review_every_months: reviewEveryMonths };
      return { table: 'registration', row };
    }
    case 'ListReviewed': {
      const { list, effective, by, outcome, criteria, announcedOn, confidence, source } = event.data;
      const row = { list, effective, by, outcome, criteria, announced_on: announcedOn, confidence, source };
      return { table: 'review', row };
    }
    case 'ListPublicationIngested': {
      const { list, sha256, publishedOn, generatedAt, reader, scope, counts, unknown, quarantined, forced } =
        event.data;
      const printed = { list, sha256, published_on: publishedOn, generated_at: generatedAt, recorded_at: recordedAt };
      return { table: 'publication', row: { ...printed, reader, scope, counts, unknown, quarantined, forced } };
    }
    case 'ListPublicationRejected': {
      const { list, sha256, publishedOn, code, detail } = event.data;
      const row = { list, sha256, published_on: publishedOn, recorded_at: recordedAt, rejected: { code, detail } };
      return { table: 'publication', row };
    }
    case 'ListCoverageEnded':
    case 'ListCoverageResumed': {
      const { list, effective, reason } = event.data;
      return { table: 'coverage_change', row: { list, ended: event.type === 'ListCoverageEnded', effective, reason } };
    }
  }
}
