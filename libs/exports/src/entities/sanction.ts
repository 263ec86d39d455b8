import type { ExportedPeriod } from '#read-models';
import type { Attached } from './attached.ts';
import { sanctionId } from './ids.ts';
import { countryCode, ftmDate, isWhole, put, type Properties } from './values.ts';

const STATUS: Record<string, string> = {
  listed: 'Active',
  suspended: 'Suspended',
  delisted: 'Inactive',
  uncertain: 'Uncertain',
};
const UN = 'un-sc';

/** A designation as a Sanction of its party; `authority` is what its list is called. */
export function sanctionOf(owner: string, period: ExportedPeriod, authority: string): Attached {
  const { record, status, possible, since, until, event, list, reference, programs } = period;
  const properties: Properties = {};
  put(properties, 'entity', [owner]);
  put(properties, 'authority', [authority]);
  put(properties, 'country', [countryCode(period.authority)]);
  put(properties, 'authorityId', [reference]);
  const ofUn = [
    ...(record.otherLists ?? []).filter((each) => each.list === UN),
    ...(list === UN ? [{ reference }] : []),
  ];
  put(
    properties,
    'unscId',
    ofUn.map((each) => each.reference),
  );
  const names = (record.programDetails ?? []).map(({ name }) => name);
  put(properties, 'program', [...programs, ...names]);
  put(properties, 'programId', programs);
  put(properties, 'status', [STATUS[status]]);
  put(properties, 'listingDate', [ftmDate(record.listedOn)]);
  put(properties, 'startDate', [ftmDate(since)]);
  put(properties, 'endDate', [ftmDate(until)]);
  put(properties, 'reason', record.reasons ?? []);
  put(properties, 'provisions', [
    ...(record.measures ?? []),
    ...(record.programDetails ?? []).flatMap(({ measures = [] }) => measures),
  ]);
  const bases = [record.legalBasis, ...(record.programDetails ?? []).map(({ legalBasis }) => legalBasis)];
  put(properties, 'summary', [
    ...bases,
    ...(record.programDetails ?? []).map(({ program, listedOn }) => listedOn && `Under ${program} since ${listedOn}`),
    ...(record.earlierListings ?? []).map(
      ({ listedOn, delistedOn }) => `Listed before: ${listedOn ?? '?'} to ${delistedOn}`,
    ),
    ...(record.otherLists ?? []).filter((each) => each.list !== UN).map((each) => `On ${each.list} too: ${each.text}`),
    record.listedOn && !isWhole(record.listedOn) ? `Listed on ${record.listedOn}` : undefined,
    possible.length > 1 ? `May be ${possible.join(' or ')}` : undefined,
    since && !isWhole(since) ? `Since ${since}` : undefined,
    until && !isWhole(until) ? `Until ${until}` : undefined,
  ]);
  put(properties, 'recordId', [event.id]);
  put(properties, 'publisher', [event.publisher ?? undefined]);
  put(properties, 'sourceUrl', [event.url ?? undefined]);
  put(properties, 'modifiedAt', [event.recordedAt.slice(0, 10)]);
  return { id: sanctionId(owner), schema: 'Sanction', properties };
}
