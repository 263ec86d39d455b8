import {
  contentHash,
  type DesignationEvent,
  designationOf,
  type DesignationRecord,
  type DomainEvent,
  subjectStream,
} from '#domain';
import type { StreamAppend } from '#event-log';

type Printed = NonNullable<DesignationRecord['otherLists']>;

/**
 * Links that follow from the references of other lists which entries print: one subject per designation, with the printed text
 * as evidence. A reference that an amendment no longer prints is unlinked. Linking twice does no harm, so the subject's stream
 * need not be read. An `ambiguous` reference creates no new links; links that it created before stay.
 */
export function linksOf(
  streams: readonly StreamAppend[],
  ambiguous: ReadonlySet<string> = new Set<string>(),
): StreamAppend[] {
  return streams.flatMap(({ stream, events }): StreamAppend[] => {
    const designation = designationOf(stream);
    const subject = subjectOf(designation);
    const linked = (events as readonly DesignationEvent[]).flatMap((event): DomainEvent[] => {
      const { old, now } = printedIn(event);
      const come = without(now, old).filter((printed) => !ambiguous.has(entryOf(printed)));
      const gone = without(old, now);
      const { authority, effective, observedAt, source, cause, confidence } = event.data;
      const about = { authority, effective, observedAt, source, cause, confidence, subject };
      const unlinking = {
        type: 'SubjectsUnlinked' as const,
        schemaVersion: 2 as const,
        data: { ...about, entries: entriesOf(gone), evidence: evidenceOf(gone) },
      };
      const linking = {
        type: 'SubjectsLinked' as const,
        schemaVersion: 2 as const,
        data: { ...about, entries: [designation, ...entriesOf(come)], evidence: evidenceOf(come) },
      };
      return [...(gone.length > 0 ? [unlinking] : []), ...(come.length > 0 ? [linking] : [])];
    });
    return linked.length === 0 ? [] : [{ stream: linksStream(designation), expected: 'any', events: linked }];
  });
}

const entriesOf = (printed: Printed) => [...new Set(printed.map(entryOf))];
const evidenceOf = (printed: Printed) =>
  printed.map(({ text }) => ({ kind: 'printed-reference' as const, text: text.slice(0, 500) }));

/** The id of a subject that lists made: no blanks, at most 200 characters. The end of a longer one is a hash, so that no two subjects share it. */
function subjectOf(designation: string): string {
  const id = designation.replaceAll(/\s+/g, '_');
  return id.length <= LONGEST
    ? id
    : `${id.slice(0, LONGEST - HASHED - 1)}-${contentHash(designation).slice(0, HASHED)}`;
}
const [LONGEST, HASHED] = [200, 16];

/** The stream of the links that a designation's own entry prints. */
export const linksStream = (designation: string): string => subjectStream(subjectOf(designation));

/** The references of other lists that the entry printed before an event, as far as the event tells of them, and after it. */
function printedIn({ data }: DesignationEvent): { old: Printed; now: Printed } {
  if ('record' in data) return { old: [], now: data.record.otherLists ?? [] };
  const change = 'patch' in data ? data.patch.find(({ path }) => path === '/otherLists') : undefined;
  return {
    old: (change && 'old' in change ? (change.old as Printed) : null) ?? [],
    now: (change && 'value' in change ? (change.value as Printed) : null) ?? [],
  };
}

const entryOf = ({ list, reference }: Printed[number]) => `${list}:${reference}`;

const without = (printed: Printed, others: Printed): Printed =>
  printed.filter(({ list, reference }) => !others.some((each) => each.list === list && each.reference === reference));
