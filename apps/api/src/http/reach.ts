import type { FastifyRequest } from 'fastify';
import type { Reach } from '#access';
import { lookups } from '#contract';
import { listOf } from '#domain';
import type { EventLog } from '#event-log';
import { extentOf } from '#exports';
import { sourceOf, type ListSource } from '#sources';
import { createLookups } from '../commands/lookups.ts';
import { eventOf } from './event-of.ts';
import { nestPath } from './nest-path.ts';

interface Asked {
  params: { id?: string; code?: string; dataset?: string; entity?: string };
  query: { list?: string; country?: string; with?: string };
}

/** What a route speaks of, by its path as Fastify has it; what is not named here speaks of everything. */
const REACHES: readonly [path: RegExp, reachOf: (asked: Asked) => Reach[]][] = [
  [/^\/v1\/lists\/:id(\/|$)/, ({ params: { id } }) => [{ list: id }]],
  [/^\/v1\/designations\/:id(\/|$)/, ({ params: { id = '' } }) => [{ list: listOf(id) }]],
  [/^\/v1\/countries\/:code(\/designations)?$/, ({ params: { code } }) => [{ authority: code }]],
  [/^\/v1\/(export\/.*|match|reconcile)\/:dataset(\/|$)/, ({ params: { dataset = '' } }) => reachOfDataset(dataset)],
  [/^\/v1\/entities\/:entity$/, ({ params: { entity = '' } }) => [{ list: entity.split('.', 1)[0] }]],
  [/^\/v1\/alignment$/, ({ query }) => [{ list: query.list }, { list: query.with }]],
  [
    /^\/v1\/(atlas|events|events\/stream|feeds\/.*|search)$/,
    ({ query: { list, country } }) =>
      list === undefined && country === undefined ? [] : [{ list, authority: country }],
  ],
];
/** The collection of all lists speaks of everything. */
function reachOfDataset(dataset: string): Reach[] {
  const { list, authority } = extentOf(dataset) ?? {};
  return list === undefined && authority === undefined ? [] : [{ list, authority }];
}
const EVENT = /^\/v1\/events\/:id(\/correction|\/retraction)?$/;
const LOOKUPS: readonly string[] = Object.values(lookups).map(({ path }) => nestPath(path));
const BATCH = nestPath(lookups.designations.path);
/**
 * Commands that name nothing in their path say in their body what they speak of, as many designations at once do; webhooks in
 * their filters.
 */
const isToldInBody = ({ method, routeOptions: { url = '' } }: FastifyRequest) =>
  url.startsWith('/v1/webhooks') ||
  url === BATCH ||
  (method === 'POST' && !/^\/v1\/(lists|designations|events)\/:id\//.test(url) && !LOOKUPS.includes(url));

/** What is spoken of, for keys that are narrowed to authorities or lists. */
export function createReach(log: EventLog, lists: readonly ListSource[] | undefined) {
  const { authorityOfList } = createLookups(log);
  const authorityOf = async (list: string) =>
    sourceOf(list, lists)?.authority ?? (await authorityOfList(list).catch(() => undefined));
  const ofList = async (list: string): Promise<Reach> => ({ list, authority: await authorityOf(list) });
  /** What a request speaks of; null where its body tells. */
  const ofRequest = async (request: FastifyRequest): Promise<Reach[] | null> => {
    if (isToldInBody(request)) return null;
    const { url = '' } = request.routeOptions;
    const { params, query } = request as unknown as Asked;
    if (EVENT.test(url)) {
      const { data, authority } = await eventOf(log, String(params.id));
      return [{ list: (data as { list?: string }).list, authority }];
    }
    const reaches = REACHES.find(([path]) => path.test(url))?.[1]({ params, query }) ?? [];
    return Promise.all(
      reaches.map(async (each) =>
        each.authority !== undefined || each.list === undefined ? each : ofList(String(each.list)),
      ),
    );
  };
  return { ofRequest, ofList };
}
