import { contentHash, type DesignationEvent, type DesignationRecord, type DomainEvent } from '#domain';
import type { StreamAppend } from '#event-log';

type Printed = NonNullable<DesignationRecord['otherLists']>;

/**
 * Links that follow from numbers of other lists which entries print: one subject per designation, whose evidence is the
 * printed text. What an amendment prints no longer is unlinked. Linking anew what is linked already would do no harm, so
 * the subject's stream need not be read. An `ambiguous` number links nobody anew: what it linked before stays.
 */
export function linksOf(
  streams: readonly StreamAppend[],
  ambiguous: ReadonlySet<string> = new Set<string>(),
): StreamAppend[] {
  return streams.flatMap(({ stream, events }): StreamAppend[] => {
    const designation = stream.slice('designation-'.length);
    const subject = subjectOf(designation);
    const linked = (events as readonly DesignationEvent[]).flatMap((event): DomainEvent[] => {
      const { old, now } = printedIn(event);
      const come = without(now, old).filter((printed) => !ambiguous.has(entryOf(printed)));
      const gone = without(old, now);
      const { authority, effective, observedAt, source, cause, confidence } = event.data;
      const about = { authority, effective, observedAt, source, cause, confidence, subject };
      const entries = (printed: Printed) => [...new Set(printed.map(entryOf))];
      const evidence = (printed: Printed) =>
        printed.map(({ text }) => ({ kind: 'printed-reference' as const, text: text.slice(0, 500) }));
      const [linking, parting]: DomainEvent[][] = [
        come.length === 0
          ? []
          : [
              {
                ...{ type: 'SubjectsLinked', schemaVersion: 2 },
                data: { ...about, entries: [designation, ...entries(come)], evidence: evidence(come) },
              },
            ],
        gone.length === 0
          ? []
          : [
              {
                ...{ type: 'SubjectsUnlinked', schemaVersion: 2 },
                data: { ...about, entries: entries(gone), evidence: evidence(gone) },
              },
            ],
      ];
      return [...parting!, ...linking!];
    });
    return linked.length === 0 ? [] : [{ stream: subjectStream(designation), expected: 'any', events: linked }];
  });
}

/** The id of a subject that lists made has no blanks and at most 200 characters, as its first events had it; of a longer one the end is a hash, so that no two are one party by it. */
function subjectOf(designation: string): string {
  const id = designation.replaceAll(/\s+/g, '_');
  return id.length <= LONGEST
    ? id
    : `${id.slice(0, LONGEST - HASHED - 1)}-${contentHash(designation).slice(0, HASHED)}`;
}
const [LONGEST, HASHED] = [200, 16];

/** Where the links are told that a designation's own entry prints. */
export const subjectStream = (designation: string): string => `subject-${subjectOf(designation)}`;

/** The numbers of other lists that the entry printed before an event, as far as it tells of them, and prints after it. */
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
