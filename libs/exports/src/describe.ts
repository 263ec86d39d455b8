import type { ExportDataset, ExportResource } from '#contract';
import { datasetOf } from './datasets.ts';
import type { Edition } from './editions.ts';
import { FORMATS } from './formats/formats.ts';
import type { KeptFile } from './keeping/cache.ts';
import { DELTA_FILE, typeOfFile, type MadeFile } from './make.ts';
import { ftmInstant, versionText, type Version } from './version.ts';

const NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

/** Where the files of a version are: it names the day and the position, so that what is there never changes. */
export const addressOf = (
  base: string,
  dataset: string,
  { on, position }: Pick<Version, 'on' | 'position'>,
  file: string,
) => `${base}/v1/export/${on}/${position}/${dataset}/${file}`;

/** A file of an edition as catalogues name it. */
export function resourceOf(
  base: string,
  edition: Edition,
  name: MadeFile,
  { sha1, codings }: KeptFile,
): ExportResource {
  const { dataset, version } = edition;
  return {
    name,
    path: name,
    url: addressOf(base, dataset, version, name),
    title: name === DELTA_FILE ? 'What changed since the version before' : FORMATS[name].title,
    mime_type: typeOfFile(name),
    checksum: sha1,
    size: codings.identity.bytes,
    timestamp: ftmInstant(version.at),
  };
}

/** How many entities an edition has. */
export interface Counts {
  entities: number;
  things: number;
  targets: number;
}

/** A dataset as catalogues of FollowTheMoney describe it. */
export function describe(
  base: string,
  edition: Edition,
  { entities, things, targets }: Counts,
  resources: ExportResource[],
): ExportDataset {
  const { dataset, extent, version, lists } = edition;
  const [list] = lists;
  const children = extent.list === undefined ? lists.map(({ id }) => datasetOf({ list: id })) : [];
  const authority = extent.authority ?? (extent.list === undefined ? undefined : list?.authority);
  const at = ftmInstant(version.at);
  const address = (file: string) => addressOf(base, dataset, version, file);
  return {
    name: dataset,
    title:
      extent.list !== undefined
        ? (list?.name ?? extent.list)
        : authority
          ? `All lists of ${NAMES.of(authority)}`
          : 'All lists',
    type: extent.list === undefined ? 'collection' : 'source',
    version: versionText(version),
    updated_at: at,
    last_export: at,
    last_change: at,
    entity_count: entities,
    thing_count: things,
    target_count: targets,
    ...(extent.list === undefined ? { children } : {}),
    ...coverageOf(edition),
    publisher: authority
      ? { name: NAMES.of(authority) ?? authority, country: authority.toLowerCase(), official: true }
      : { name: 'Demarche', official: false },
    ...(extent.list !== undefined && isWeb(list?.url) ? { url: list!.url! } : {}),
    tags: ['list.sanction'],
    result: 'success',
    hidden: false,
    resources,
    index_url: address('index.json'),
    versions_url: address('versions.json'),
    delta_url: address('delta.json'),
  };
}

const isWeb = (url: string | null | undefined) => url != null && /^https?:\/\//.test(url);

/** From when on there are publications; a list that can no longer be read has an end, and is deprecated. */
function coverageOf({ extent, lists }: Edition): Pick<ExportDataset, 'coverage' | 'deprecated'> {
  const [list] = lists;
  if (extent.list === undefined || !list) return {};
  const { from, endedOn } = list.coverage;
  const country = list.authority.toLowerCase();
  const coverage = {
    ...(from !== null && { start: from }),
    ...(endedOn !== null && { end: endedOn }),
    countries: [country],
    frequency: endedOn === null ? ('unknown' as const) : ('never' as const),
  };
  return { coverage, deprecated: endedOn !== null };
}
