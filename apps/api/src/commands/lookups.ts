import { designationOf, DomainError, listOf, listStream, NotFoundError, withCorrections } from '#domain';
import { designationStreamOf, type EventLog } from '#event-log';
import { eventOf } from '../http/event-of.ts';

/** What commands need to know of what is recorded already. */
export function createLookups(log: Pick<EventLog, 'read' | 'readStream' | 'find'>) {
  const lookups = {
    /** Throws DomainError where the list is not registered. */
    async authorityOfList(list: string): Promise<string> {
      const registered = withCorrections(await log.readStream(listStream(list))).find(
        ({ type }) => type === 'ListRegistered',
      );
      if (!registered)
        throw new DomainError('list-not-registered', `${list} is not registered; register it first (POST /v1/lists)`);
      return registered.authority;
    },
    authorityOfEntry: (entry: string) => lookups.authorityOfList(listOf(entry)),
    /** The stream of the designation that bears or bore a number; null where there is none. */
    streamOfReference: (list: string, reference: string) => designationStreamOf(log, list, reference),
    /** The designation that an id or any of its references leads to. Throws NotFoundError. */
    async designation(id: string): Promise<string> {
      const colon = id.indexOf(':');
      const stream = await designationStreamOf(log, id.slice(0, colon), id.slice(colon + 1));
      if (!stream) throw new NotFoundError(`There is no designation ${id}`);
      return designationOf(stream);
    },
    /** By id or position. Throws NotFoundError. */
    event: (id: string) => eventOf(log, id),
  };
  return lookups;
}
export type Lookups = ReturnType<typeof createLookups>;
