import type { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { settle, withExplanations, type AnswerSources, type PageKey } from '#read-models';
import type { designationsQuery } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { GetDesignations } from './designations.queries.ts';

interface Served {
  queries: QueryBus;
  sources: AnswerSources;
  respond: Respond;
}

/** A cursor carries the times it was asked for, so that all pages answer one question however the log grows. */
interface Place {
  after: PageKey;
  on: string;
  knownAt: number;
}

/** One page of the designations of a country or a list. */
export async function respondDesignations(
  { queries, sources, respond }: Served,
  scope: { authority: string } | { list: string },
  question: z.infer<typeof designationsQuery>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { cursor, limit, on, knownAt, minPosition, explain, status: statuses, ...filter } = question;
  const asked = { ...filter, statuses, ...scope };
  const bound = { ...asked, on, knownAt };
  const place = cursor === undefined ? undefined : decodeCursor<Place>(bound, cursor);
  const asOf = await settle(sources, {
    on: place?.on ?? on,
    knownAt: place ? String(place.knownAt) : knownAt,
    minPosition,
  });
  await respond(request, reply, asOf, async () => {
    // One more than asked tells whether there is a next page.
    const wanted = { after: place?.after, limit: limit + 1 };
    const { items, ...answer } = await queries.execute(new GetDesignations(asOf, asked, wanted));
    const shown = items.slice(0, limit);
    const last = shown.at(-1);
    const next: Place | null =
      items.length > limit && last
        ? { after: { list: last.list, name: last.subject.name, id: last.id }, on: asOf.on, knownAt: asOf.knownAt }
        : null;
    const page = { ...answer, items: shown, next: next && encodeCursor(bound, next) };
    return explain ? withExplanations(sources, page) : page;
  });
}
