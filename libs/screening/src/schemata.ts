import type { MatchExample } from '#contract';

type Schema = MatchExample['schema'];

/** What each schema that can be asked for is a kind of. Source: followthemoney 4.9.2; of `Thing` no party is. */
const KIND_OF: Record<Schema, Schema | undefined> = {
  Thing: undefined,
  LegalEntity: 'Thing',
  Person: 'LegalEntity',
  Organization: 'LegalEntity',
  Company: 'Organization',
  PublicBody: 'Organization',
  Vessel: 'Thing',
  Airplane: 'Thing',
  CryptoWallet: 'Thing',
  Security: 'Thing',
};
const SCHEMATA = Object.keys(KIND_OF) as Schema[];

const withWhatItIs = (schema: Schema | undefined): Schema[] =>
  schema === undefined ? [] : [schema, ...withWhatItIs(KIND_OF[schema])];

/** Followthemoney's `Schema.matchable_schemata`: itself, what it is a kind of, and its own kinds. `Thing` is what all are kinds of. */
const comparable = (schema: Schema): ReadonlySet<string> =>
  new Set(SCHEMATA.filter((other) => withWhatItIs(schema).includes(other) || withWhatItIs(other).includes(schema)));

const COMPARABLE = new Map(SCHEMATA.map((schema) => [schema, comparable(schema)]));

/** The schemata of entities that a query of a schema is compared with. */
export const comparedWith = (schema: Schema): ReadonlySet<string> => COMPARABLE.get(schema)!;
