import { z } from 'zod';
import { correctionEvent } from './correction/events.ts';
import { FAMILIES, type DomainEvent } from './families.ts';

const [first, ...others] = [...FAMILIES.flatMap(({ report }) => [...report.options]), ...correctionEvent.options];

/** Every event type there is, in the order of the families. */
export const domainEvent = z.discriminatedUnion('type', [first, ...others]);
export type EventType = DomainEvent['type'];

/** An event as the log keeps it, whatever version of its schema it was written in. */
export interface StoredShape {
  type: string;
  schemaVersion: number;
  data: Record<string, unknown>;
}

/**
 * How an older version of an event's data becomes the next one, by `Type/version`. Released versions stay readable
 * for ever: `golden/` holds one log per version, and the tests replay each to the same state.
 */
const released: Upcasters = {
  // Each has room for more, and lacks nothing.
  'ListPublicationIngested/1': (data) => data,
  ...Object.fromEntries(
    ['Organization', 'Person', 'Vessel', 'Aircraft'].flatMap((noun) =>
      [1, 2].map((version) => [`${noun}Designated/${version}`, (data) => data]),
    ),
  ),
  'SubjectsLinked/1': (data) => data,
  'SubjectsUnlinked/1': (data) => data,
};
type Upcasters = Readonly<Record<string, (data: Record<string, unknown>) => Record<string, unknown>>>;

/**
 * The stored event in the newest version of its schema. Stored events were checked when they were written, so reading
 * does not check again. Throws where the type is unknown, which means that older code reads a newer log.
 */
export function upcast(stored: StoredShape, upcasters: Upcasters = released): DomainEvent {
  const newest = newestVersions[stored.type];
  if (newest === undefined) throw new Error(`Unknown event type ${stored.type}: this log needs a newer Demarche`);
  if (stored.schemaVersion > newest)
    throw new Error(`${stored.type} of version ${stored.schemaVersion}: this log needs a newer Demarche`);
  let { schemaVersion, data } = stored;
  for (; schemaVersion < newest; schemaVersion++) {
    const step = upcasters[`${stored.type}/${schemaVersion}`];
    if (!step) throw new Error(`No way from ${stored.type} version ${schemaVersion} to ${schemaVersion + 1}`);
    data = step(data);
  }
  return { type: stored.type, schemaVersion, data } as DomainEvent;
}

const newestVersions: Record<string, number> = Object.fromEntries(
  domainEvent.options.map((schema) => [schema.shape.type.value, schema.shape.schemaVersion.value]),
);

/** The event types, in the order of the catalogue. */
export const eventTypes = Object.keys(newestVersions);
