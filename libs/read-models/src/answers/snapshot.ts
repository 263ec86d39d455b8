import type { AsOf, Coverage, DesignationPeriod } from '#contract';
import { NotFoundError } from '#domain';
import { pageKeyOf, periodsOfList } from '../models/designation-timeline/page.ts';
import { listsAt } from '../models/list-register/queries.ts';
import type { ReadSide } from './as-of.ts';

/** A whole list on a day, as known at a position. */
export interface Snapshot {
  coverage: Coverage;
  /**
   * What is on record, some at a time. All pages are of one position, so that nothing recorded meanwhile is in some of
   * them and not in others, and no transaction has to stay open for as long as somebody reads.
   */
  pages: AsyncGenerator<DesignationPeriod[]>;
}

const AT_A_TIME = 500;

/** Throws NotFoundError where the list was not known at the position. */
export async function answerSnapshot({ pool }: ReadSide, asOf: AsOf, list: string): Promise<Snapshot> {
  const [known] = await listsAt(pool, asOf, { list });
  if (!known) throw new NotFoundError(`No list ${list} was known at position ${asOf.knownAt}`);
  async function* pages() {
    let page = await periodsOfList(pool, asOf, list, { limit: AT_A_TIME });
    while (page.length > 0) {
      yield page;
      if (page.length < AT_A_TIME) return;
      page = await periodsOfList(pool, asOf, list, { after: pageKeyOf(page.at(-1)!), limit: AT_A_TIME });
    }
  }
  return { coverage: known.coverage, pages: pages() };
}
