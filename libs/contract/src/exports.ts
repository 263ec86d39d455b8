import { z } from 'zod';
import { day } from './words.ts';

/** Every file of an export. */
export const EXPORT_FILES = [
  'entities.ftm.json',
  'statements.csv',
  'targets.simple.csv',
  'targets.nested.json',
  'names.txt',
  'senzing.json',
  'designations.csv',
  'designations.parquet',
  'entities.delta.json',
] as const;

/** What files of an export are sent as. */
export const EXPORT_TYPES = [
  'application/json',
  'application/json+ftm',
  'application/json+ftm-delta',
  'application/json+senzing',
  'application/vnd.apache.parquet',
  'text/csv',
  'text/plain',
] as const;

const dataset = z
  .string()
  .regex(/^[a-z0-9_]{1,200}$/, 'The name of a dataset, as demarche_un_sc')
  .meta({
    title: 'Dataset',
    description: 'A list (demarche_un_sc), an authority (demarche_authority_kz), or all (demarche)',
    examples: ['demarche'],
  });

/** The day and the position in a path. */
export const exportParam = z.strictObject({
  on: z
    .string()
    .max(40)
    .regex(/^(today|\d{4}-\d{2}-\d{2})$/, 'A day, as 2023-12-28, or today')
    .describe('The day asked about, or `today` (UTC)'),
  knownAt: z
    .string()
    .min(1)
    .max(100)
    .meta({ as: { type: 'string', maxLength: 100, pattern: '^(now|\\d{1,15}|\\d{4}-\\d{2}-\\d{2}T.+)$' } })
    .describe(
      'A log position, an RFC 3339 instant, or `now`; a position that the log has not reached is refused (400)',
    ),
});
export const datasetParam = exportParam.extend({ dataset });
export const fileParam = datasetParam.extend({ file: z.enum(EXPORT_FILES) });

const ftmInstant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
  .meta({ description: 'To the second, in UTC, without a zone', examples: ['2024-06-05T12:00:00'] });
const version = z
  .string()
  .regex(/^\d{14}-[a-z]{7}$/)
  .meta({ description: 'As text in the order of the log', examples: ['20240605120000-aaaabcd'] });
const url = z.url().meta({ examples: ['https://example.org/v1/export/2024-06-05/412/demarche/entities.ftm.json'] });

const resource = z.strictObject({
  name: z.enum(EXPORT_FILES),
  path: z.enum(EXPORT_FILES),
  url,
  title: z.string(),
  mime_type: z.string(),
  checksum: z.string().describe('SHA-1 of the bytes, in hexadecimal'),
  size: z.int().describe('Bytes'),
  timestamp: ftmInstant,
});
export type ExportResource = z.infer<typeof resource>;

export const exportDataset = z
  .strictObject({
    name: dataset,
    title: z.string(),
    type: z.enum(['source', 'collection']),
    version,
    updated_at: ftmInstant,
    last_export: ftmInstant,
    last_change: ftmInstant,
    entity_count: z.int().describe('Entities of all schemata'),
    thing_count: z.int().describe('Entities that are Things: listed parties, wallets and addresses'),
    target_count: z.int().describe('Listed parties'),
    children: z.array(dataset).optional().describe('Of a collection: the datasets of its lists'),
    coverage: z
      .strictObject({
        start: day.optional(),
        end: day.optional().describe('From when on the list can no longer be read'),
        countries: z.array(z.string()),
        frequency: z.enum(['unknown', 'never']),
      })
      .optional(),
    deprecated: z.boolean().optional(),
    publisher: z.strictObject({ name: z.string(), country: z.string().optional(), official: z.boolean() }),
    url: z.url().optional(),
    tags: z.array(z.string()),
    result: z.literal('success'),
    hidden: z.boolean(),
    resources: z.array(resource),
    index_url: url,
    versions_url: url,
    delta_url: url,
  })
  .meta({ title: 'Export dataset', description: 'A list, an authority or all, as FollowTheMoney describes datasets' });
export type ExportDataset = z.infer<typeof exportDataset>;

export const exportCatalog = z.strictObject({ datasets: z.array(exportDataset), updated_at: ftmInstant }).meta({
  title: 'Export catalogue',
  description: 'What yente, motiva and Marble load: every dataset of a day, as known at a position',
});
export type ExportCatalog = z.infer<typeof exportCatalog>;

export const exportVersions = z
  .strictObject({ items: z.array(version).describe('The newest hundred, the oldest first'), last_successful: version })
  .meta({ title: 'Export versions', description: 'The versions of a dataset' });
export type ExportVersions = z.infer<typeof exportVersions>;

export const exportDelta = z
  .strictObject({
    versions: z.record(z.string(), url).describe('Where it says what each version changed, for the newest hundred'),
    unstable: z.strictObject({ version_list: z.array(z.strictObject({ version, url })) }),
  })
  .meta({ title: 'Export deltas', description: 'What changed from version to version' });
export type ExportDelta = z.infer<typeof exportDelta>;
