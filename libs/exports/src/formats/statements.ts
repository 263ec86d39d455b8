import { hash } from 'node:crypto';
import type { Exported } from '../entities/entities.ts';
import { propertyType } from '../entities/property-types.ts';
import { quotedLine } from './quoted.ts';

const COLUMNS =
  'canonical_id entity_id prop prop_type schema value dataset origin lang original_value external first_seen last_seen id';
export const statementsHead = quotedLine(COLUMNS.split(' '));

/** One value a line, with the event that it comes from as `origin`; ids are those that followthemoney makes. */
export function statements({ period, dataset, party, attached }: Exported): string {
  let text = '';
  for (const { id, schema, properties, first_seen: first, last_seen: last } of [party, ...attached]) {
    const add = (prop: string, type: string, value: string) => {
      const key = hash('sha1', `${dataset}.${id}.${prop}.${value}`);
      const cells = [id, id, prop, type, schema, value, dataset, period.event.id, '', '', 'f', first, last, key];
      text += quotedLine(cells);
    };
    add('id', 'id', id);
    for (const [prop, values] of Object.entries(properties))
      for (const value of values) add(prop, propertyType(prop), value);
  }
  return text;
}
