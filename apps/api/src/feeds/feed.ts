import type { z } from 'zod';
import type { questions } from '#contract';
import { tellEvents, type Told } from '#read-models';
import { baseOf, withQuery } from '../http/links.ts';
import { cut } from '../http/page.ts';
import type { Asked } from '../http/question.ts';
import { filterOf } from '../questions/event-filter.ts';

/** The newest events, and where a feed of them and of those before is found; all addresses are whole. */
export interface Feed {
  title: string;
  base: string;
  self: string;
  /** The feed that goes on growing. */
  current: string;
  /** The page of what was recorded before; null at the beginning of the log. */
  archive: string | null;
  /** Whether it is such a page itself, and so never changes. */
  isArchive: boolean;
  entries: Told[];
}

type FeedRoute = typeof questions.eventsAtom | typeof questions.eventsJsonFeed;

/** Reads the feed that is asked for. */
export async function readFeed({ query, readSide: { log }, request }: Asked<FeedRoute>): Promise<Feed> {
  const { before, limit } = query;
  const upTo = before === undefined ? undefined : before - 1;
  const found = await log.read({ ...filterOf(query), after: 0, limit: limit + 1, upTo, newestFirst: true });
  const { shown, after: last } = cut(found, limit);
  const base = baseOf(request);
  return {
    title: titleOf(query),
    base,
    self: base + request.url,
    current: base + withQuery(request, { before: undefined }),
    archive: last && base + withQuery(request, { before: last.position }),
    isArchive: before !== undefined,
    entries: await tellEvents(log, shown),
  };
}

function titleOf({ list, country, type, subject }: z.infer<FeedRoute['query']>): string {
  const filters = [list, country, subject, type].filter((each) => each !== undefined);
  return filters.length > 0 ? `Demarche: ${filters.join(', ')}` : 'Demarche: all that is recorded';
}

/** What does not change however often it is recorded, or asked for: RFC 4151 would need a domain of ours. */
export const idOf = (uuid: string): string => `urn:uuid:${uuid}`;

/** Beside the title: who says so, and in which words. */
export function detailsOf({ event: { data, position } }: Told): string {
  const { source, confidence, announcedOn } = data;
  return [
    `Source: ${source.publisher}${source.title ? `, ${source.title}` : ''} (${confidence})`,
    announcedOn && `Announced on ${announcedOn}`,
    source.quote && `“${source.quote}”`,
    `Position ${position} of the log`,
  ]
    .filter(Boolean)
    .join('\n');
}
