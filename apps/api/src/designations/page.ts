import type { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#nest-kit';
import { pageKeyOf, settle, withExplanations, type AnswerSources } from '#read-models';
import { isPinned, places, type designationsQuery, type Place } from '../questions.ts';
import type { Respond } from '../responder.ts';
import { GetDesignations } from './designations.queries.ts';

interface Served {
  queries: QueryBus;
  sources: AnswerSources;
  respond: Respond;
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
  const place = cursor === undefined ? undefined : decodeCursor(places.designations, bound, cursor);
  const asOf = await settle(sources, {
    on: place?.on ?? on,
    knownAt: place ? String(place.knownAt) : knownAt,
    minPosition,
  });
  const answer = async () => {
    // One more than asked tells whether there is a next page.
    const wanted = { after: place?.after, limit: limit + 1 };
    const { items, ...about } = await queries.execute(new GetDesignations(asOf, asked, wanted));
    const shown = items.slice(0, limit);
    const last = shown.at(-1);
    const next: Place<'designations'> | null =
      items.length > limit && last ? { after: pageKeyOf(last), on: asOf.on, knownAt: asOf.knownAt } : null;
    const page = { ...about, items: shown, next: next && encodeCursor(bound, next) };
    return explain ? withExplanations(sources, page) : page;
  };
  // What is not yet known at K is told by explanations: that changes.
  await respond(request, reply, asOf, answer, { pinned: !explain && isPinned(question, true), heavy: explain });
}
