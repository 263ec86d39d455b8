import { describe, it } from '@jest/globals';
import { sample, sampleSource, specFor } from '#testing';
import { list, type ListCommand } from './decider.ts';
import type { ListEvent } from './events.ts';

const { given } = specFor(list);

const about = {
  list: 'xx-test',
  authority: 'XX',
  effective: '2000-01-01',
  source: sampleSource(),
  observedAt: '2026-01-01T00:00:00.000Z',
  cause: 'source' as const,
  confidence: 'confirmed' as const,
};
const sha256 = 'a'.repeat(64);
const none = { entries: 1, designated: 0, amended: 0, delisted: 0, suspended: 0, reidentified: 0 };
const counts = { ...none, unchanged: 1, cosmetic: 0, quarantined: 0 };
const publication = { ...about, sha256, publishedOn: '2020-01-01', reader: 'test/1', counts };

const register: ListCommand = { type: 'RegisterList', data: { ...about, name: 'A test list' } };
const ingest: ListCommand = { type: 'IngestPublication', data: publication };
const reject: ListCommand = {
  type: 'RejectPublication',
  data: { ...about, sha256, code: 'empty', detail: 'It is empty' },
};
const review: ListCommand = { type: 'ReviewList', data: { ...about, by: 'Prosecutor', outcome: 'One removed' } };
const end: ListCommand = { type: 'EndCoverage', data: { ...about, reason: 'Moved' } };
const resume: ListCommand = { type: 'ResumeCoverage', data: { ...about, reason: 'Found again' } };

const event = (type: ListEvent['type'], { data }: ListCommand) =>
  ({ type, schemaVersion: type === 'ListPublicationIngested' ? 2 : 1, data }) as ListEvent;
const registered = sample.registered() as ListEvent;

describe('a list', () => {
  it('is registered once', () => given().when(register).then(registered));
  it('ingests a publication once', () => given(registered).when(ingest).then(event('ListPublicationIngested', ingest)));
  it('ingests nothing before it is registered', () => given().when(ingest).thenRefused('list-not-registered'));
  it('says why a publication was rejected, registered or not', () => {
    given().when(reject).then(event('ListPublicationRejected', reject));
    given(registered).when(reject).then(event('ListPublicationRejected', reject));
  });
  it('records an audit', () => given(registered).when(review).then(event('ListReviewed', review)));
  it('ends and resumes its coverage', () => {
    const ended = event('ListCoverageEnded', end);
    given(registered).when(end).then(ended);
    given(registered, ended).when(resume).then(event('ListCoverageResumed', resume));
    given(registered).when(resume).then();
  });
});
