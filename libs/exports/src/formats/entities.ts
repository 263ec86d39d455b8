import type { Entity, Exported } from '../entities/entities.ts';

/** One entity a line: each party, then what belongs to it. */
export const entitiesJson = ({ party, attached }: Exported): string =>
  [party, ...attached].map((entity) => `${JSON.stringify(entity)}\n`).join('');

/** The names of what points at a party. Source: followthemoney 4.9, the reverse of each property. */
const REVERSE: Record<string, string> = {
  Sanction: 'sanctions',
  Passport: 'identification',
  Identification: 'identification',
  CryptoWallet: 'cryptoWallets',
};

/** A party with what belongs to it inside its properties. */
export interface NestedEntity extends Omit<Entity, 'properties'> {
  properties: Record<string, (string | Entity)[]>;
}

/** A party with what belongs to it inside its properties, as yente tells an entity. */
export function nestedOf({ party, attached }: Pick<Exported, 'party' | 'attached'>): NestedEntity {
  const properties: Record<string, (string | Entity)[]> = { ...party.properties };
  for (const entity of attached) {
    const reverse = REVERSE[entity.schema];
    if (reverse) properties[reverse] = [...(properties[reverse] ?? []), entity];
  }
  const addresses = attached.filter(({ schema }) => schema === 'Address');
  if (addresses.length > 0) properties.addressEntity = addresses;
  return { ...party, properties };
}

/** One party a line, with what belongs to it inside its properties. */
export const nestedJson = (exported: Exported): string => `${JSON.stringify(nestedOf(exported))}\n`;
