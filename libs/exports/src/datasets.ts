/** The collection of everything; a dataset of one list or one authority begins with its name. */
export const EVERYTHING = 'demarche';
const OF_AUTHORITY = 'authority_';
/** Stands before the name of a list that would otherwise be that of an authority, or of another such list. */
const OF_LIST = 'list_';
const LIKE_AUTHORITY = new RegExp(`^(?:${OF_LIST})*${OF_AUTHORITY}[a-z]{2}$`);

/** What a dataset holds: one list, the lists of an authority, or all. */
export interface Extent {
  list?: string;
  authority?: string;
}

/**
 * The name of the dataset of an extent: `demarche_un_sc`, `demarche_authority_kz`, `demarche`. Without hyphens, because yente
 * splits the names of its indexes at them; with a prefix, because yente refuses two catalogues with one name. No two extents
 * have one name: of a list `authority-kz` it is `demarche_list_authority_kz`.
 */
export function datasetOf({ list, authority }: Extent): string {
  if (list !== undefined) {
    const name = list.replaceAll('-', '_');
    return `${EVERYTHING}_${LIKE_AUTHORITY.test(name) ? OF_LIST : ''}${name}`;
  }
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
  if (authority !== undefined) return { authority: authority.toUpperCase() };
  const list = LIKE_AUTHORITY.test(name) ? name.slice(OF_LIST.length) : name;
  return { list: list.replaceAll('_', '-') };
}
