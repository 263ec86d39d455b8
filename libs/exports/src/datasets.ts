/** The collection of everything; a dataset of one list or one authority begins with its name. */
export const EVERYTHING = 'demarche';
const OF_AUTHORITY = 'authority_';

/** What a dataset holds: one list, the lists of an authority, or all. */
export interface Extent {
  list?: string;
  authority?: string;
}

/**
 * The name of the dataset of an extent: `demarche_un_sc`, `demarche_authority_kz`, `demarche`. Without hyphens, because yente
 * splits the names of its indexes at them; with a prefix, because yente refuses two catalogues with one name.
 */
export function datasetOf({ list, authority }: Extent): string {
  if (list !== undefined) return `${EVERYTHING}_${list.replaceAll('-', '_')}`;
  return authority === undefined ? EVERYTHING : `${EVERYTHING}_${OF_AUTHORITY}${authority.toLowerCase()}`;
}

const NAME = /^demarche(?:_([a-z0-9]+(?:_[a-z0-9]+)*))?$/;

/** The extent that a dataset's name means, whether or not there is such a list; null where it is no name of a dataset. */
export function extentOf(dataset: string): Extent | null {
  const found = NAME.exec(dataset);
  if (!found) return null;
  const [, name] = found;
  if (name === undefined) return {};
  const authority = new RegExp(`^${OF_AUTHORITY}([a-z]{2})$`).exec(name)?.[1];
  return authority === undefined ? { list: name.replaceAll('_', '-') } : { authority: authority.toUpperCase() };
}
