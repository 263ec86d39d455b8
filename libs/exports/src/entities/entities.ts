import { datasetOf } from '../datasets.ts';
import { isOnRecord, type ExportedPeriod } from '#read-models';
import type { ListAbout } from '../list-about.ts';
import { ftmInstant } from '../version.ts';
import { addressesOf, identifiersOf, type Attached } from './attached.ts';
import { entityId } from './ids.ts';
import { partyProperties } from './party.ts';
import { sanctionOf } from './sanction.ts';
import { schemaOf } from './schema.ts';
import { takeTooLong } from './too-long.ts';
import { put, type Properties } from './values.ts';

/** An entity as FollowTheMoney 4 and yente have it; instants to the second in UTC, without a zone. */
export interface Entity {
  id: string;
  caption: string;
  schema: string;
  properties: Properties;
  referents: string[];
  datasets: string[];
  first_seen: string;
  last_seen: string;
  last_change: string;
  /** Whether it is itself listed on the day. */
  target: boolean;
}

/** A designation's entities: the party first, then its Sanction, and what belongs to it. */
export interface Exported {
  period: ExportedPeriod;
  /** The id of its dataset. */
  dataset: string;
  party: Entity;
  attached: Entity[];
}

/**
 * A designation as entities; one that is not on record is no target and has no topic. What of its record has no property stands in
 * `notes`.
 */
export function entitiesOf(period: ExportedPeriod, { name, seenAt }: ListAbout): Exported {
  const { record, id: designation, list, references } = period;
  const { subject } = record;
  const id = entityId(designation);
  const schema = schemaOf(subject);
  const dataset = datasetOf({ list });
  const properties = partyProperties(schema, record);
  const attached = [
    sanctionOf(id, period, name),
    ...identifiersOf(id, schema, subject, properties),
    ...addressesOf(id, subject, properties),
  ];
  for (const each of [{ properties }, ...attached]) put(properties, 'notes', takeTooLong(each.properties));
  const target = isOnRecord(period);
  if (target) put(properties, 'topics', ['sanction']);
  const about = {
    datasets: [dataset],
    first_seen: ftmInstant(period.firstRecordedAt),
    last_seen: ftmInstant(seenAt),
    last_change: ftmInstant(period.event.recordedAt),
  };
  const referents = references.map((reference) => entityId(`${list}:${reference}`)).filter((each) => each !== id);
  const party = { id, caption: properties.name![0]!, schema, properties, referents, ...about, target };
  return { period, dataset, party, attached: distinct(attached).map((each) => wholeOf(each, about)) };
}

const wholeOf = ({ id, schema, properties }: Attached, about: object): Entity => ({
  id,
  caption: (properties.program ?? properties.number ?? properties.publicKey ?? properties.full ?? [schema])[0]!,
  schema,
  properties,
  referents: [],
  ...(about as Pick<Entity, 'datasets' | 'first_seen' | 'last_seen' | 'last_change'>),
  target: false,
});

/** A list may print the same number twice. */
const distinct = (attached: readonly Attached[]): Attached[] => [
  ...new Map(attached.map((each) => [each.id, each])).values(),
];
