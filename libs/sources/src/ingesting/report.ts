import type { Printed } from '#contract';
import { intervalOf, type DesignationEvent, type PublicationCounts } from '#domain';

/** What one publication changed, or why it was rejected. */
export type IngestReport = Printed['ingest'];

type Counts = Omit<PublicationCounts, 'entries'>;
type Identity = Pick<IngestReport, 'list' | 'publishedOn' | 'sha256'>;

/** The report of a publication that is accepted, before it is recorded. */
export const acceptedReport = (identity: Identity, counts: Counts, events: number): IngestReport => ({
  ...identity,
  fromPosition: null,
  toPosition: null,
  rejected: null,
  ...counts,
  events,
});

/** The report of a publication of which nothing was read: it is rejected, or its server says that it has not changed. */
export const emptyReport = (identity: Identity, rejected: IngestReport['rejected'] = null): IngestReport => ({
  ...identity,
  ...countsOf([], ''),
  unchanged: 0,
  cosmetic: 0,
  quarantined: 0,
  events: 0,
  fromPosition: null,
  toPosition: null,
  rejected,
});

/** The members of a record that tell when it ends. Once an end has come, it is counted as a delisting. */
const ENDS = new Set(['/delistedOn', '/earlierListings', '/standing']);

export function countsOf(events: readonly DesignationEvent[], publishedOn: string) {
  // What was only reparsed is no change of the list's, and an end that lies ahead has not come yet.
  const news = events.filter(({ data }) => data.cause !== 'reparse');
  const isCounted = ({ type, data }: DesignationEvent) =>
    type.endsWith('Delisted')
      ? intervalOf(data.effective).latest <= publishedOn
      : !('patch' in data) || data.patch.some(({ path }) => !ENDS.has(path));
  const count = (pattern: RegExp) => news.filter((event) => pattern.test(event.type) && isCounted(event)).length;
  return {
    designated: count(/Designated$/),
    amended: count(/^DesignationAmended$/),
    delisted: count(/Delisted$/),
    suspended: count(/^DesignationSuspended$/),
    reidentified: count(/^DesignationReidentified$/),
  };
}
