import { questions, type AsOf, type ExportCatalog, type ExportDataset } from '#contract';
import {
  addressOf,
  DELTA_FILE,
  describe,
  editionOf,
  editionsAt,
  FORMATS,
  resourceOf,
  typeOfFile,
  versionsOf,
  versionText,
  type Edition,
  type ExportFile,
  type MadeFile,
} from '#exports';
import { isDay, InputError } from '#domain';
import { countsAt, isOnRecord, resolveAsOf, type ReadSide } from '#read-models';
import { baseOf } from '../http/links.ts';
import { respond, route, type Asked } from '../http/question.ts';
import type { QuestionRoute } from '#contract';
import { sendFile } from './send-file.ts';

/** The times of a path; both left out are now. */
interface PathTimes {
  on?: string;
  knownAt?: string;
}
const MOST_VERSIONS = 100;
const ENTITIES: ExportFile = 'entities.ftm.json';

const timesOf = (readSide: ReadSide, { on = 'today', knownAt = 'now' }: PathTimes): Promise<AsOf> => {
  if (on !== 'today' && !isDay(on)) throw new InputError(`${on} is not a day; write YYYY-MM-DD, or today`, '/on');
  return resolveAsOf(readSide, {
    on: on === 'today' ? undefined : on,
    knownAt: knownAt === 'now' ? undefined : knownAt,
  });
};

/** The controller of a description of exports. It says where files are as the caller reached us, so that it is made for each. */
const description = <Route extends QuestionRoute>(
  asRoute: Route,
  answer: (asked: Asked<Route> & { asOf: AsOf; base: string }) => Promise<unknown>,
) =>
  route(asRoute, async (asked) => {
    const asOf = await timesOf(asked.readSide, asked.params);
    const whole = { ...asked, asOf, base: baseOf(asked.request) };
    // Each file that has to be made waits for its turn by itself; meanwhile nobody's question waits for it.
    const described = await answer(whole);
    await respond(asRoute, whole, () => Promise.resolve(described), { fresh: true });
  });

type Describing = Asked<QuestionRoute> & { asOf: AsOf; base: string };

/** An edition with some of its files, each made where it is not kept. */
async function described(
  { served, readSide, base }: Pick<Describing, 'served' | 'readSide' | 'base'>,
  edition: Edition,
  names: readonly MadeFile[],
): Promise<ExportDataset> {
  const { on, position: knownAt } = edition.version;
  const counts = await countsAt(readSide, { on, knownAt });
  const own = new Set(edition.lists.map(({ id }) => id));
  const targets = counts
    .filter(({ list, status }) => own.has(list) && isOnRecord({ status }))
    .reduce((sum, { count }) => sum + Number(count), 0);
  const resources = [];
  let [entities, things] = [0, 0];
  for (const name of names) {
    readSide.signal?.throwIfAborted();
    const kept = await served.exports.file(edition, name);
    if (name === ENTITIES) [entities, things] = [kept.lines, kept.things];
    resources.push(resourceOf(base, edition, name, kept));
  }
  return describe(base, edition, { entities, things, targets }, resources);
}

async function catalogOf(asked: Describing): Promise<ExportCatalog> {
  const editions = await editionsAt(asked.readSide, asked.asOf);
  const datasets: ExportDataset[] = [];
  for (const edition of editions) datasets.push(await described(asked, edition, [ENTITIES]));
  return { datasets, updated_at: datasets[0]!.updated_at };
}

const ALL_FILES = [...(Object.keys(FORMATS) as ExportFile[]), DELTA_FILE] as const;

export const exports = [
  description(questions.exportCatalogNow, (asked) => catalogOf(asked as unknown as Describing)),
  description(questions.exportCatalog, (asked) => catalogOf(asked as unknown as Describing)),

  description(questions.exportIndex, async (asked) => {
    const edition = await editionOf(asked.readSide, asked.asOf, asked.params.dataset);
    return described(asked, edition, ALL_FILES);
  }),

  description(questions.exportVersions, async ({ readSide, asOf, params }) => {
    const edition = await editionOf(readSide, asOf, params.dataset);
    const items = (await versionsOf(readSide, edition, MOST_VERSIONS)).map(versionText);
    return { items, last_successful: versionText(edition.version) };
  }),

  description(questions.exportDelta, async ({ readSide, asOf, params: { dataset }, base }) => {
    const edition = await editionOf(readSide, asOf, dataset);
    const list = (await versionsOf(readSide, edition, MOST_VERSIONS)).map((version) => ({
      version: versionText(version),
      url: addressOf(base, dataset, version, DELTA_FILE),
    }));
    const versions = Object.fromEntries(list.map(({ version, url }) => [version, url]));
    return { versions, unstable: { version_list: list } };
  }),

  route(questions.exportFile, async ({ params, readSide, served, request, reply }) => {
    const { on, knownAt, dataset, file } = params;
    const asOf = await timesOf(readSide, params);
    const edition = await editionOf(readSide, asOf, dataset);
    const { version } = edition;
    const isPinned = on !== 'today' && /^\d{1,15}$/.test(knownAt);
    const send = async () =>
      sendFile(request, reply, {
        kept: await served.exports.file(edition, file),
        filename: `${dataset}_${version.on}_${version.position}_${file}`,
        type: withCharset(typeOfFile(file)),
        position: version.position,
        at: version.at,
        cacheControl: served.responder.cacheControl(isPinned),
      });
    // Another process may have made room in the folder between the finding and the opening.
    await send().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return send();
    });
  }),
];

const withCharset = (type: string) => (type.startsWith('text/') ? `${type}; charset=utf-8` : type);
