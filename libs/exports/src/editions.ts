import { NotFoundError } from '#domain';
import { changesOfLists, listsAt, listsEverKnown, listVersions, type ReadSide } from '#read-models';
import { datasetOf, EVERYTHING, extentOf, type Extent } from './datasets.ts';
import type { ListAbout } from './list-about.ts';
import { NO_VERSION, type Version } from './version.ts';

type KnownList = Awaited<ReturnType<typeof listsAt>>[number];

/** A dataset in one of its versions: what all of its files are made of. */
export interface Edition {
  dataset: string;
  extent: Extent;
  version: Version;
  /** Its lists, by id. */
  lists: (KnownList & { about: ListAbout })[];
  /** The ids of these, and of those that were among them before their registration was taken back. */
  everLists: string[];
}

/** The day and the position that are asked about. */
interface Asked {
  on: string;
  knownAt: number;
}

type Reading = Pick<ReadSide, 'pool'>;

/** Every dataset that there is as known at a position, in its version for a day: all, then authorities, then lists. */
export async function editionsAt({ pool }: Reading, asked: Asked): Promise<Edition[]> {
  const known = (await listsAt(pool, asked)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ever = await listsEverKnown(pool, asked.knownAt);
  const found = await listVersions(
    pool,
    ever.map(({ id }) => id),
    asked,
  );
  const versions = new Map(found.map(({ list, ...version }) => [list, versionFor(version, asked.on)]));
  const none = { ...NO_VERSION, on: asked.on };
  const lists = known.map((list) => ({
    ...list,
    about: {
      name: list.name ?? list.id,
      seenAt: (versions.get(list.id) ?? none).at,
    },
  }));
  const editionOf = (extent: Extent): Edition => {
    const isOfIt = ({ id, authority }: { id: string; authority: string }) =>
      id === (extent.list ?? id) && authority === (extent.authority ?? authority);
    const everLists = ever.filter(isOfIt).map(({ id }) => id);
    const version = latest(everLists.flatMap((id) => versions.get(id) ?? [])) ?? none;
    return { dataset: datasetOf(extent), extent, version, lists: lists.filter(isOfIt), everLists };
  };
  const authorities = [...new Set(lists.map(({ authority }) => authority))].sort();
  const extents = [{}, ...authorities.map((authority) => ({ authority })), ...lists.map(({ id }) => ({ list: id }))];
  return extents.map(editionOf);
}

/** The version that holds on a day: of the day it came to be, unless an earlier one is asked about. */
function versionFor(
  { position, recordedAt, turnedOn }: { position: number; recordedAt: string; turnedOn: string | null },
  on: string,
): Version {
  const at = turnedOn === null ? recordedAt : midnight(turnedOn);
  return { at, position, on: earlier(on, at.slice(0, 10)) };
}

const midnight = (day: string) => `${day}T00:00:00.000Z`;
const earlier = (a: string, b: string) => (a < b ? a : b);
const maximum = <T>(values: readonly T[]): T => values.reduce((found, each) => (each > found ? each : found));

/** That of several lists taken together: the newest of each part. */
function latest(versions: readonly Version[]): Version | undefined {
  if (versions.length === 0) return undefined;
  return {
    at: maximum(versions.map(({ at }) => at)),
    on: maximum(versions.map(({ on }) => on)),
    position: maximum(versions.map(({ position }) => position)),
  };
}

/** One dataset in its version. Throws NotFoundError that names those there are. */
export const editionOf = async (reading: Reading, asked: Asked, dataset: string): Promise<Edition> =>
  editionAmong(await editionsAt(reading, asked), asked, dataset);

/** The same among all that there are at `asked`. */
export function editionAmong(all: readonly Edition[], asked: Asked, dataset: string): Edition {
  const found = extentOf(dataset) && all.find((each) => each.dataset === dataset);
  if (found) return found;
  const names = all.map((each) => each.dataset).filter((name) => name !== EVERYTHING);
  const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), '…'] : names;
  throw new NotFoundError(
    `There is no dataset ${dataset.slice(0, 100)} as known at ${asked.knownAt}; there are ${[EVERYTHING, ...shown].join(', ')}`,
  );
}

const SHOWN = 50;

/**
 * The versions of a dataset up to the one of an edition, the oldest first and at most `limit`: one for each submission about its
 * lists or their designations, and for each day on which one turned by itself. Each is of the day it came to be, or of an earlier one that is asked about.
 */
export async function versionsOf(
  { pool }: Reading,
  { everLists, version }: Edition,
  limit: number,
): Promise<Version[]> {
  const { on, position: knownAt } = version;
  const { submissions, turns } = await changesOfLists(pool, everLists, { on, knownAt }, limit + 1);
  const oldest = submissions.at(-1);
  const recorded = submissions.map(({ position, recordedAt }) => ({ at: recordedAt, position }));
  const turned = turns.flatMap((day) => {
    const before = submissions.find(({ recordedAt }) => recordedAt < midnight(day));
    return before ? [{ at: midnight(day), position: before.position }] : [];
  });
  const isWhole = submissions.length <= limit;
  return [...recorded, ...turned]
    .filter(({ position }) => isWhole || position > oldest!.position)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position))
    .slice(-limit)
    .map(({ at, position }) => ({ at, position, on: earlier(on, at.slice(0, 10)) }));
}
