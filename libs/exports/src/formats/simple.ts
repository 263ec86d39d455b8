import type { Entity, Exported } from '../entities/entities.ts';
import { propertyType } from '../entities/property-types.ts';
import { joined, quotedLine } from './quoted.ts';

const COLUMNS =
  'id schema name aliases birth_date countries addresses identifiers sanctions phones emails program_ids dataset first_seen last_seen last_change';
export const simpleHead = quotedLine(COLUMNS.split(' '));

/** One party a line, in the columns of OpenSanctions' `targets.simple.csv`. */
export function simple({ party, attached, dataset }: Exported): string {
  const sanctions = attached.filter(({ schema }) => schema === 'Sanction');
  const identifiers = attached.filter(({ schema }) => ['Passport', 'Identification', 'CryptoWallet'].includes(schema));
  return quotedLine([
    party.id,
    party.schema,
    party.caption,
    joined(typed(party, 'name').filter((name) => name !== party.caption)),
    joined(party.properties.birthDate ?? []),
    joined(typed(party, 'country')),
    joined(typed(party, 'address')),
    joined([...new Set([party, ...identifiers].flatMap((entity) => typed(entity, 'identifier')))]),
    joined(sanctions.map(sanctionText)),
    joined(typed(party, 'phone')),
    joined(typed(party, 'email')),
    joined(sanctions.flatMap(({ properties }) => properties.programId ?? [])),
    dataset,
    party.first_seen,
    party.last_seen,
    party.last_change,
  ]);
}

/** All values of a type, each once. */
const typed = ({ properties }: Entity, type: string): string[] => [
  ...new Set(Object.entries(properties).flatMap(([name, values]) => (propertyType(name) === type ? values : []))),
];

/** `program - reason - status - start - end`, as far as they are there. */
const sanctionText = ({ properties }: Entity): string =>
  ['program', 'reason', 'status', 'startDate', 'endDate']
    .flatMap((name) => properties[name]?.join(', ') ?? [])
    .join(' - ');
