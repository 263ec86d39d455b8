import type { z } from 'zod';
import type { AsOf, QuestionRoute } from '#contract';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { resolveAsOf, type Written } from '#read-models';
import { respond, route, type Answering, type AnswerOf, type Asked, type AskedAsOf, type Times } from './question.ts';

/** A page that is asked for; `place` is where the page before has ended. */
export type PageAsked<Route extends QuestionRoute, Place> = AskedAsOf<Route> & { place: Place | undefined };

export interface Paging<Route extends QuestionRoute, Place> extends Answering<Route> {
  /** What a cursor says. Anybody can write one, so it is read as a schema has it. */
  place: z.ZodType<Place>;
  /** What a cursor belongs to: the same cursor with another filter is refused. */
  bound: (asked: Asked<Route>) => object;
  /** Refuses what no page can be made of. */
  check?: (asked: Asked<Route>) => void | Promise<void>;
  /** The times of the answer; those of the question or of its first page, where left out. */
  asOf?: (asked: Asked<Route>) => Promise<AsOf>;
  page: (
    asked: PageAsked<Route, Place>,
  ) => Promise<Omit<MayBeWritten<AnswerOf<Route>>, 'next'> & { next: Place | null }>;
}

/** An answer of which items may be there as their JSON. */
type MayBeWritten<Answer> = {
  [Name in keyof Answer]: Answer[Name] extends readonly (infer Item extends object)[]
    ? readonly (Item | Written<Item>)[]
    : Answer[Name];
};

/** The controller of a question that is answered in pages. */
export const pages = <Route extends QuestionRoute, Place>(asRoute: Route, paging: Paging<Route, Place>) =>
  route(asRoute, async (asked) => answerPage(asRoute, await turnTo(asked, paging), paging));

/** The page that a cursor leads to, with the times of the first one. */
export async function turnTo<Route extends QuestionRoute, Place>(
  asked: Asked<Route>,
  { place: shape, bound, check, asOf: ownAsOf }: Paging<Route, Place>,
): Promise<PageAsked<Route, Place>> {
  await check?.(asked);
  const { cursor, on, knownAt, minPosition } = asked.query as Times;
  const place = cursor === undefined ? undefined : decodeCursor(shape, bound(asked), cursor);
  // A cursor carries the times of the first page, so that all pages answer one question however the log grows.
  const first = (place ?? {}) as { on?: string; knownAt?: number };
  const asOf = ownAsOf
    ? await ownAsOf(asked)
    : await resolveAsOf(asked.readSide, {
        on: first.on ?? on,
        knownAt: first.knownAt === undefined ? knownAt : String(first.knownAt),
        minPosition,
      });
  return { ...asked, asOf, place };
}

/** Sends one page, with the cursor of the next. */
export const answerPage = <Route extends QuestionRoute, Place>(
  asRoute: Route,
  asked: PageAsked<Route, Place>,
  { bound, page, ...options }: Paging<Route, Place>,
): Promise<void> =>
  respond(
    asRoute,
    asked,
    async () => {
      const { next, ...answer } = await page(asked);
      return { ...answer, next: next === null ? null : encodeCursor(bound(asked), next) };
    },
    options,
  );

/** The first `limit` of what was found, which is one more where there is a next page; `after` is the last of them then. */
export function cut<Item>(found: readonly Item[], limit: number): { shown: Item[]; after: Item | null } {
  const shown = found.slice(0, limit);
  return { shown, after: found.length > limit ? (shown.at(-1) ?? null) : null };
}
