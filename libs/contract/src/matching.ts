import { z } from 'zod';
import { listId, subjectType } from '#domain';
import { designation, statusFilter } from './designations.ts';
import { asOfQuery, authorityFilter, flag, whole } from './query.ts';
import { asOf, count, id, status } from './words.ts';

// The questions that begin with a name. Those of yente 5 are asked and answered as yente does, with our two times beside.

const SHARE = 'A number from 0 to 1, as 0.7';
/** A share from 0 to 1, as programs write small numbers, too: `1e-7`. */
const share = z
  .string()
  .regex(/^(\d|\d?\.\d{1,20})(e-\d{1,3})?$/i, SHARE)
  .transform(Number)
  .refine((share) => share <= 1, SHARE)
  .meta({ as: { type: 'number', minimum: 0, maximum: 1 } });

/** Several, joined by commas or each in a parameter of its own. */
const datasets = z
  .union([z.string().max(2_000), z.array(z.string().max(200)).max(100)])
  .transform((given) => [given].flat().flatMap((each) => each.split(',')))
  .pipe(z.array(z.string().regex(/^[a-z0-9_]{1,200}$/, 'The name of a dataset, as demarche_un_sc')).max(100))
  .meta({ as: { type: 'array', maxItems: 100, items: { type: 'string', pattern: '^[a-z0-9_]{1,200}$' } } });

/** Several texts, each in a parameter of its own. */
const several = (most: number) =>
  z
    .union([z.string().min(1).max(700), z.array(z.string().min(1).max(700)).max(most)])
    .transform((given) => [given].flat())
    .meta({ as: { type: 'array', maxItems: most, items: { type: 'string', minLength: 1, maxLength: 700 } } });

const entityFilters = {
  exclude_schema: several(50).optional().describe('No entities of these schemata'),
  topics: several(50).optional().describe('Only entities of one of these topics'),
};

export const MOST_QUERIES = 100;
export const MOST_MATCHES = 500;
const MOST_VALUES = 100;
/** Names of one party, of whatever kind, that are compared. */
export const MOST_NAMES = 100;
const LONGEST_VALUE = 10_000;

export const datasetPath = z.strictObject({
  dataset: z.string().regex(/^[a-z0-9_]{1,200}$/, 'The name of a dataset, as demarche_un_sc'),
});

export const entityParam = z.strictObject({
  entity: z
    .string()
    .min(1)
    .max(700)
    .meta({ examples: ['un-sc.TAi.001'] }),
});

/** `2026-11-27T23`, which yente takes. */
const hour = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}$/)
  .transform((text) => `${text}:00`)
  .pipe(z.iso.datetime({ local: true }));

export const matchQuery = asOfQuery
  .extend({
    limit: whole(1, MOST_MATCHES).default(5).describe('Entities a query, at most'),
    threshold: share.default(0.7).describe('The score from which an entity is a match'),
    cutoff: share
      .optional()
      .describe('The score from which an entity is told; 0.5, or the threshold where that is lower, where left out'),
    scorer: z.string().max(100).optional().describe('A version of the scorer; the current one, where left out'),
    algorithm: z.string().max(100).optional().describe('The same, as yente calls it; `best` is the current one'),
    include_dataset: datasets.optional().describe('Only entities of these datasets'),
    exclude_dataset: datasets.optional().describe('No entities of these datasets'),
    changed_since: z
      .union([z.iso.datetime({ local: true, offset: true }), z.iso.date(), hour])
      .optional()
      .describe('Only entities that changed after this instant; a day or an hour is its first second'),
    explanations: flag.optional().describe('What each score was computed of; told unless `false`'),
    ...entityFilters,
    exclude_entity_ids: several(50).optional().describe('Not these entities, by their ids or former ones'),
  })
  .meta({ title: 'Match', description: 'Whether parties are on a list, by name and particulars' });
export type MatchQuery = z.infer<typeof matchQuery>;

/** Numbers of FollowTheMoney that our records have no word for. */
export const OTHER_NUMBERS = [
  'callSign',
  'okpoCode',
  'kppCode',
  'okvedCode',
  'okopfCode',
  'bikCode',
  'fnsCode',
  'fssCode',
  'pfrNumber',
  'oksmCode',
  'coatoCode',
  'voenCode',
  'uscCode',
  'irsCode',
  'cikCode',
  'ipoCode',
  'jibCode',
  'mbsCode',
  'caemCode',
  'npiCode',
  'uniqueEntityId',
  'cageCode',
  'permId',
  'giiNumber',
  'bvdId',
  'sayariId',
  'icijId',
  'brightQueryId',
  'brightQueryOrgId',
  'licenseNumber',
  'isinCode',
  'figiCode',
  'ticker',
  'ricCode',
  'icaoCode',
  'crsNumber',
  'cryptoAddress',
  'accountId',
  'serialNumber',
  'isin',
] as const;

/** Properties of FollowTheMoney that say something of who is meant. */
const COMPARED = [
  'name',
  'alias',
  'weakAlias',
  'previousName',
  'abbreviation',
  'firstName',
  'secondName',
  'middleName',
  'lastName',
  'fatherName',
  'birthDate',
  'nationality',
  'citizenship',
  'country',
  'jurisdiction',
  'mainCountry',
  'flag',
  'gender',
  'passportNumber',
  'idNumber',
  'socialSecurityNumber',
  'taxNumber',
  'innCode',
  'vatCode',
  'ogrnCode',
  'registrationNumber',
  'leiCode',
  'swiftBic',
  'dunsCode',
  'imoNumber',
  'mmsi',
  'publicKey',
  // Numbers of no kind that our records know: compared with numbers of every kind.
  ...OTHER_NUMBERS,
] as const;
/** Those that are taken, because clients send them, and say nothing here. */
const TAKEN = [
  'address',
  'addressEntity',
  'birthPlace',
  'birthCountry',
  'motherName',
  'position',
  'title',
  'topics',
  'website',
  'email',
  'phone',
  'notes',
  'summary',
  'description',
  'sector',
  'legalForm',
  'incorporationDate',
  'dissolutionDate',
  'deathDate',
  'sourceUrl',
  'wikidataId',
  'keywords',
  'education',
  'religion',
  'ethnicity',
  'political',
  'status',
  'ownershipStatus',
  'model',
  'type',
  'buildDate',
  'tonnage',
  'nameSuffix',
  'biography',
  'height',
  'weight',
  'eyeColor',
  'hairColor',
  'appearance',
  'profession',
  'spokenLanguage',
  'taxStatus',
  'classification',
  'opencorporatesUrl',
  'parent',
  'publisher',
  'publisherUrl',
  'alephUrl',
  'wikipediaUrl',
  'program',
  'programId',
  'proof',
  'riskSource',
  'indexText',
  'createdAt',
  'modifiedAt',
  'retrievedAt',
  'capital',
  'amount',
  'currency',
  'amountUsd',
  'amountEur',
  'registrationPort',
  'navigationArea',
  'grossRegisteredTonnage',
  'deadweightTonnage',
  'nameChangeDate',
  'pastFlags',
  'pastTypes',
  'owner',
  'operator',
  'registrationDate',
  'deregistrationDate',
  'manufacturer',
  'privateKey',
  'creationDate',
  'currencySymbol',
  'blockchain',
  'managingExchange',
  'holder',
  'balance',
  'balanceDate',
  'custodyType',
  'issuer',
  'issueDate',
  'maturityDate',
  'collateral',
] as const;
const PROPERTIES: readonly string[] = [...COMPARED, ...TAKEN];
const NO_PROPERTY = `No property that is known here; those that are compared are ${COMPARED.join(', ')}`;

/** A property of FollowTheMoney that a party may be told by. */
export const comparedProperty = z
  .string()
  .refine((name) => PROPERTIES.includes(name), NO_PROPERTY)
  .meta({ enum: PROPERTIES });

export const partySchema = z.enum([
  'Thing',
  'LegalEntity',
  'Person',
  'Organization',
  'Company',
  'PublicBody',
  'Vessel',
  'Airplane',
  'CryptoWallet',
  'Security',
]);

/** A text; numbers and nothing, which programs send beside them, are taken for what they say. */
const value = z.union([z.string().max(LONGEST_VALUE), z.number(), z.null()]);
const values = z
  .union([value, z.array(value).max(MOST_VALUES, `At most ${MOST_VALUES} values of one property`)])
  .transform((given) => [given].flat().flatMap((each) => (each === null ? [] : [String(each)])));

const example = z
  .strictObject({
    id: z.string().max(500).nullish(),
    schema: partySchema.default('Thing'),
    properties: z
      .record(comparedProperty, values)
      .describe(`At most ${MOST_NAMES} names, aliases and former ones included`),
  })
  .meta({
    title: 'Party',
    description: 'Who is looked for, as an entity of FollowTheMoney',
    examples: [{ schema: 'Person', properties: { name: ['Mullah Hassan Akhund'], birthDate: ['1945'] } }],
  });
export type MatchExample = z.infer<typeof example>;

export const matchBody = z
  .strictObject({
    queries: z
      .record(z.string().min(1).max(255), example)
      .refine((all) => Object.keys(all).length > 0, 'Ask about one party at least')
      .refine((all) => Object.keys(all).length <= MOST_QUERIES, `At most ${MOST_QUERIES} queries at a time`)
      .meta({ minProperties: 1, maxProperties: MOST_QUERIES }),
    weights: z

      .partialRecord(z.enum(['name', 'birthDate', 'country', 'gender', 'identifier']), z.number().min(0).max(10))
      .optional()
      .describe('How much each feature counts: 0 leaves it out, 1 is usual'),
    config: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .optional()
      .describe('Taken for yente’s clients; it changes nothing'),
  })
  .meta({ title: 'Queries', description: 'Parties that are looked for, each under a name of the caller’s' });
export type MatchBody = z.infer<typeof matchBody>;

const entity = {
  id: z.string().meta({ examples: ['un-sc.TAi.001'] }),
  caption: z.string(),
  schema: z.string(),
  properties: z.record(z.string(), z.array(z.string())),
  datasets: z.array(z.string()),
  referents: z.array(z.string()),
  target: z.boolean(),
  first_seen: z.string(),
  last_seen: z.string(),
  last_change: z.string(),
};
const designationId = id.describe('The designation, for every other question');

const nested = z.strictObject(entity).meta({ title: 'Nested entity', description: 'What belongs to an entity' });
export const entityQuery = asOfQuery
  .extend({ nested: flag.optional().describe('With its sanctions, documents and addresses inside; unless `false`') })
  .meta({ title: 'Entity asked', description: 'The two times of an entity, and how much of it' });

export const ftmEntity = z
  .strictObject({
    ...entity,
    properties: z.record(z.string(), z.array(z.union([z.string(), nested]))),
    designation: designationId,
  })
  .meta({ title: 'Entity', description: 'A designation as an entity of FollowTheMoney, as yente gives it' });
export type FtmEntityAnswer = z.infer<typeof ftmEntity>;

const featureResult = z.strictObject({
  score: z.number(),
  detail: z.string().nullable(),
  query: z.string().nullable(),
  candidate: z.string().nullable(),
});

const explanation = z
  .strictObject({
    scorer: z.string(),
    query: z.string(),
    candidate: z.string(),
    aligned: z.array(
      z.strictObject({
        kind: z.string(),
        query: z.string(),
        candidate: z.string(),
        likeness: z.number().describe('Thousandths'),
        weight: z.number().describe('Thousandths'),
        informative: z.number(),
        bits: z.number(),
      }),
    ),
    leftOver: z.array(
      z.strictObject({
        side: z.enum(['query', 'candidate']),
        token: z.string(),
        weight: z.number(),
        role: z.enum(['omitted', 'contradicting']),
      }),
    ),
    features: z.array(
      z.strictObject({
        feature: z.string(),
        finding: z.string(),
        value: z.number(),
        weight: z.number(),
        bits: z.number(),
      }),
    ),
  })
  .meta({ title: 'Score', description: 'All that a score was computed of; it can be computed again from this alone' });

export const matchAnswer = asOf
  .extend({
    scorer: z.string().describe('The version of the scorer'),
    responses: z.record(
      z.string(),
      z.strictObject({
        status: z.int(),
        results: z.array(
          z.strictObject({
            ...entity,
            designation: designationId,
            status: status.describe('How it stands on the day, as known'),
            possible: z.array(status).describe('What an uncertain status may be'),
            score: z.number(),
            match: z.boolean(),
            evidence: z.number().describe('Bits: how much agreement of this kind tells'),
            missing: z.array(z.string()).describe('Particulars that would tell more'),
            features: z.record(z.string(), z.number()),
            explanations: z.record(z.string(), featureResult),
            explanation: explanation.nullable(),
          }),
        ),
        total: z.strictObject({ value: count, relation: z.enum(['eq', 'gte']) }),
        query: z.strictObject({
          id: z.string().nullish(),
          schema: z.string(),
          properties: z.record(z.string(), z.array(z.string())),
        }),
      }),
    ),
    limit: count,
  })
  .meta({ title: 'Matches', description: 'Entities that may be who was meant, for each query' });
export type MatchAnswer = z.infer<typeof matchAnswer>;

export const searchQuery = asOfQuery
  .extend({
    q: z.string().min(1).max(500).describe('A name or its beginning in any script, a number, or a reference'),
    list: listId.optional(),
    country: authorityFilter.optional().describe('Whose list it stands on'),
    type: subjectType.optional(),
    program: z.string().min(1).max(1_000).optional(),
    status: statusFilter.optional(),
    limit: whole(1, 100).default(20),
    offset: whole(0, 500).default(0),
  })
  .meta({ title: 'Search', description: 'Designations by a name, its beginning, a number, or their reference' });

const facet = z.array(z.strictObject({ name: z.string(), count }));
export const searchAnswer = asOf
  .extend({
    total: count.describe('Designations that were found among the 500, at most, that are looked at'),
    facets: z.strictObject({ list: facet, country: facet, type: facet, program: facet, status: facet }),
    items: z.array(
      designation
        .omit({ explanation: true })
        .extend({ score: z.number(), name: z.string().describe('The name that was found') }),
    ),
  })
  .meta({ title: 'Found', description: 'Designations by name, the likeliest first' });
export type SearchAnswer = z.infer<typeof searchAnswer>;
export type FoundItem = SearchAnswer['items'][number];

/** What yente is asked at `/search/{dataset}`; of what Elasticsearch alone can do, nothing. */
export const entitySearchQuery = asOfQuery
  .extend({
    q: searchQuery.shape.q,
    schema: partySchema.default('Thing').describe('Entities of a kind that this one is compared with'),
    ...entityFilters,
    include_dataset: matchQuery.shape.include_dataset,
    exclude_dataset: matchQuery.shape.exclude_dataset,
    changed_since: matchQuery.shape.changed_since,
    countries: several(50).optional().describe('Only entities of one of these countries, as `kz`'),
    limit: whole(0, MOST_MATCHES).default(10),
    offset: whole(0, MOST_MATCHES).default(0),
    fuzzy: flag.optional().describe('Taken for yente’s clients; names that are alike are found in any case'),
    simple: flag.optional().describe('Taken for yente’s clients; what is typed is always a name or a number'),
  })
  .meta({ title: 'Entity search', description: 'Entities by a name, its beginning, or a number, as yente is asked' });
export type EntitySearchQuery = z.infer<typeof entitySearchQuery>;

export const entitySearchAnswer = z
  .strictObject({
    limit: count,
    offset: count,
    total: z.strictObject({ value: count, relation: z.enum(['eq', 'gte']) }),
    results: z.array(z.strictObject({ ...entity, designation: designationId })),
    facets: z.record(
      z.string(),
      z.strictObject({
        label: z.string(),
        values: z.array(z.strictObject({ name: z.string(), label: z.string(), count })),
      }),
    ),
  })
  .meta({ title: 'Entities found', description: 'Entities by name, the likeliest first, as yente tells them' });
export type EntitySearchAnswer = z.infer<typeof entitySearchAnswer>;

const algorithm = {
  name: z.string(),
  description: z.string(),
  features: z.record(z.string(), z.strictObject({ description: z.string(), coefficient: z.number(), url: z.string() })),
};

export const algorithmsAnswer = z
  .strictObject({
    algorithms: z.array(
      z.strictObject({
        ...algorithm,
        docs: z
          .strictObject({ ...algorithm, config: z.record(z.string(), z.strictObject({})) })
          .describe('The same, as yente 5.5 tells it'),
      }),
    ),
    default: z.string(),
    best: z.string(),
  })
  .meta({ title: 'Scorers', description: 'Every version of the scorer, as yente lists algorithms' });

export const catalogAnswer = z
  .strictObject({
    datasets: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        version: z.string(),
        children: z.array(z.string()),
        index_version: z.string(),
        index_current: z.boolean(),
        load: z.boolean(),
      }),
    ),
    current: z.array(z.string()),
    outdated: z.array(z.string()),
    index_stale: z.boolean(),
  })
  .meta({ title: 'Datasets', description: 'What can be matched against, as yente lists it' });
