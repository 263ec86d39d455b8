import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import {
  createAudit,
  createIdempotency,
  createIdentify,
  createKeys,
  createRateLimits,
  widthOf,
  type OpenIdProvider,
  type RateLimitOptions,
} from '#access';
import { createExports, schemaOf } from '#exports';
import { bearerOf } from '#nest-kit';
import { allGauges } from '#process';
import { ANSWERING, createAsOfIndex, createNames, type NamesOptions } from '#read-models';
import { createRuns } from '#runs';
import { createEditions, createScreenings } from '#screening';
import type { ListSource, ListStore } from '#sources';
import { webhookGauges, type DeliveryMeter } from '#webhooks';
import type { Aside } from './commands/ingest-aside.ts';
import { memoryGauges } from './http/memory-gauges.ts';
import { createReach } from './http/reach.ts';
import { createResponder } from './http/responder.ts';
import { createWorkload } from './http/workload.ts';
import { createLive } from './live/live.ts';
import { keyControllers } from './management/keys.controller.ts';
import { screeningControllers } from './screenings/screenings.controller.ts';
import type { WebhookParts } from './webhooks/context.ts';
import { webhookControllers } from './webhooks/webhooks.controller.ts';

export interface ApiOptions {
  /** Whether everybody may read; writing needs a key in any case. */
  readsOpen: boolean;
  /** Requests a minute of a key and of an address; as good as none are counted out where left out. */
  rates?: RateLimitOptions;
  /** Proxies that say truly for whom they ask: addresses or networks, joined by commas. */
  trustProxy?: string | undefined;
  /** Whose tokens are taken beside keys. */
  provider?: OpenIdProvider | undefined;
  /** Whether questions are answered yet: before that they would be, as if nothing were known. Always, where left out. */
  isStarted?: () => boolean;
  /** The lists that are known; those of the catalogue, where left out. */
  lists?: readonly ListSource[];
  /** What webhooks are sealed with, and where they may go; there are none, where left out. */
  sending?: WebhookParts['sending'];
  /** Counts deliveries, where this process sends them. */
  meter?: DeliveryMeter;
  /** Where large publications are ingested by processes of their own; by this one, where left out. */
  aside?: Aside;
  /** How many bytes the names in memory may take; a gigabyte, where left out. */
  names?: NamesOptions;
  /** Where the files of exports are kept; in a folder that goes with the process, where left out. */
  exports?: { folder: string; maxBytes?: number };
}

const BOUNDLESS: RateLimitOptions = { perKey: 1e9, perAddress: 1e9 };

/** Who may do what, how often, and what is written of it. */
function accessOf(
  { access, log }: ListStore,
  { rates = BOUNDLESS, provider, lists, readsOpen }: ApiOptions,
  logger: Logger,
) {
  const keys = createKeys(access);
  const identify = createIdentify(keys, provider);
  return {
    keys,
    identify,
    audit: createAudit(access, (error) => logger.error({ err: error }, 'audit.failed')),
    limits: createRateLimits(access, rates, (error) => logger.warn({ err: error }, 'limits.not-told')),
    once: createIdempotency(access),
    reach: createReach(log, lists),
    mayRead: async ({ headers: { authorization } }: FastifyRequest) =>
      readsOpen || widthOf((await identify(bearerOf(authorization)))?.scopes ?? [], 'read').length > 0,
  };
}

/** What answers are made of: the tables, what is held in memory beside them, and how much is done at a time. */
function answeringOf({ log, progress, reader }: ListStore, { readsOpen, names: bounds }: ApiOptions, logger: Logger) {
  const index = createAsOfIndex(reader);
  const names = createNames(reader, schemaOf, bounds);
  const readSide = { pool: reader, log, progress, index };
  const work = createWorkload();
  return {
    index,
    names,
    readSide,
    work,
    responder: createResponder(readSide, { readsOpen, work }),
    screening: { names, editions: createEditions(readSide) },
    live: createLive(log, work.light, logger),
    /** So that the first who asks need not wait; what fails now is tried again then. The tables answer for the index meanwhile. */
    async fillMemory(): Promise<void> {
      const position = await progress.position(ANSWERING);
      await names.upTo(position).finally(() => index.upTo(position));
    },
  };
}

/** The parts of a REST API: what its module is made with, and what goes on and ends with it. */
export async function partsOf(store: ListStore, options: ApiOptions, logger: Logger) {
  const { log, artefacts, states, progress, gauges, reader, writer, access } = store;
  const { isStarted = () => true, lists, aside, sending, meter, exports: kept } = options;
  const allowed = accessOf(store, options, logger);
  const { index, names, readSide, work, responder, screening, live, fillMemory } = answeringOf(store, options, logger);
  const { keys, audit, limits, once, reach, mayRead } = allowed;
  const folder = kept?.folder ?? (await mkdtemp(join(tmpdir(), 'demarche-exports-')));
  const inTurn = <T>(doing: () => Promise<T>) => work.heavy.run(doing);
  const exports = createExports(readSide, inTurn, { ...kept, folder });
  const runs = sending && createRuns(writer, sending.keyring);
  const screenings = runs && createScreenings({ runs, side: { ...screening, readSide }, inTurn, logger });
  const ledger = { log, artefacts, states, lists };
  return {
    ...allowed,
    responder,
    isStarted,
    fillMemory,
    screenings,
    served: { readSide, ledger, responder, work, exports, screening, live, mayRead, reachOfList: reach.ofList },
    health: {
      log,
      progress,
      isStarted,
      gauges: allGauges(gauges, memoryGauges({ names, 'as-of': index }), webhookGauges(reader, meter)),
    },
    aside,
    management: [
      ...keyControllers(keys, audit),
      ...webhookControllers({ pool: writer, patient: access, log, once, heavy: work.heavy, sending }),
      ...screeningControllers({
        readSide,
        uploads: work.uploads,
        downloads: work.exports,
        kept: runs && screenings && { runs, work: screenings },
      }),
    ],
    async close(): Promise<void> {
      live.close();
      await Promise.all([limits.close(), audit.close()]);
      if (!kept) await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Parts = Awaited<ReturnType<typeof partsOf>>;
