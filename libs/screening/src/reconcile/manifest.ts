import type { AsOf, Manifest } from '#contract';
import type { MatchSide } from '../match.ts';
import { TYPES } from './words.ts';

const DEFAULT_TYPES = ['LegalEntity', 'Person', 'Organization', 'Vessel'];

/**
 * What the reconciliation service of a dataset can do, and where; `base` is the address under which the caller reached us, and
 * `times` the query that pins what is shown. Throws NotFoundError for a dataset that there is not.
 */
export async function manifestOf(
  { editions }: Pick<MatchSide, 'editions'>,
  asOf: AsOf,
  dataset: string,
  { base, times }: { base: string; times: string },
): Promise<Manifest> {
  const { lists } = await editions.of(asOf, dataset);
  const service_url = `${base}/v1/reconcile/${dataset}`;
  const preview = `${service_url}/preview?id={{id}}${times && `&${times}`}`;
  return {
    versions: ['0.2'],
    name: `Demarche: ${lists.length === 1 ? lists[0]!.about.name : dataset}${times && ` (${times})`}`,
    identifierSpace: `${base}/v1/entities/`,
    schemaSpace: 'https://followthemoney.tech/explorer/schemata/',
    documentation: `${base}/docs`,
    defaultTypes: TYPES.filter(({ id }) => DEFAULT_TYPES.includes(id)),
    view: { url: preview },
    preview: { url: preview, width: 480, height: 320 },
    suggest: {
      entity: { service_url, service_path: '/suggest/entity' },
      property: { service_url, service_path: '/suggest/property' },
      type: { service_url, service_path: '/suggest/type' },
    },
    extend: {
      propose_properties: { service_url, service_path: '/properties' },
      property_settings: [],
    },
  };
}
