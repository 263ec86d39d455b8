import { DomainError, NotFoundError, withCorrections } from '#domain';
import type { RecordedEvent } from '#event-log';
import { resolveDesignation, type AnswerSources } from '#read-models';

const WAIT_MS = 5_000;

/** What commands need to know of what is recorded already. The log is asked; read models only for former references. */
export function createLookups({ log, pool, progress }: AnswerSources) {
  const lookups = {
    /** Throws DomainError where the list is not registered. */
    async authorityOfList(list: string): Promise<string> {
      const registered = withCorrections(await log.readStream(`list-${list}`)).find(
        ({ type }) => type === 'ListRegistered',
      );
      if (!registered)
        throw new DomainError('list-not-registered', `${list} is not registered; register it first (POST /v1/lists)`);
      return registered.authority;
    },
    authorityOfEntry: (entry: string) => lookups.authorityOfList(entry.slice(0, entry.indexOf(':'))),
    /** The designation that an id or any of its references leads to. Throws NotFoundError. */
    async designation(id: string): Promise<string> {
      const [first] = await log.readStream(`designation-${id}`);
      if (first) return id;
      // Former references are the read model's knowledge; what was recorded a moment ago counts too.
      await progress.waitFor(['designation-timeline'], await log.head(), WAIT_MS);
      const found = await resolveDesignation(pool, id, Number.MAX_SAFE_INTEGER);
      if (!found) throw new NotFoundError(`There is no designation ${id}`);
      return found;
    },
    /** By id or position. Throws NotFoundError. */
    async event(id: string): Promise<RecordedEvent> {
      const event = await log.find(/^\d{1,15}$/.test(id) ? Number(id) : id);
      if (!event) throw new NotFoundError(`There is no event ${id}`);
      return event;
    },
  };
  return lookups;
}
export type Lookups = ReturnType<typeof createLookups>;
