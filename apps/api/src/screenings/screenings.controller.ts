import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Type } from '@nestjs/common';
import { z } from 'zod';
import {
  CUSTOMER_TYPES,
  dayText,
  ProblemError,
  questions,
  screenings,
  type Screening,
  type ScreeningDifference,
} from '#contract';
import { isDay } from '#domain';
import { callerOf, decodeCursor, encodeCursor, requireWithin, type Caller, type Gate } from '#nest-kit';
import { resolveAsOf, type ReadSide } from '#read-models';
import type { RunRow, Runs } from '#runs';
import type { Screenings } from '#screening';
import { chunksOf } from '../commands/read-json.ts';
import { matches } from '../http/etags.ts';
import { manage } from '../http/management.ts';
import { sentAs } from '../http/media-type.ts';
import { route } from '../http/question.ts';
import { sharerOf, signalOf } from '../http/workload.ts';
import { sendLong, sentInTime } from '../live/sending.ts';

export interface ScreeningParts {
  readSide: ReadSide;
  /** Bounds how many files come in at a time. */
  uploads: Gate;
  /** And how many results go out. */
  downloads: Gate;
  /** Where runs are kept, and who works on them; without a key to seal them with, there are none. */
  kept: { runs: Runs; work: Screenings } | undefined;
}

const PAGE = { of: 'screenings' };
/** As we write one: a cursor may be anybody's, and PostgreSQL knows no year 0. */
const writtenInstant = z.iso.datetime({ precision: 3 }).refine((text) => isDay(text.slice(0, 10)));
const MOST_BYTES = 128 * 1024 * 1024;

/** The account whose runs a caller sees, null for all. Throws ProblemError where his key is for a part alone. */
function ownerOf({ owner, width, isAdmin }: Caller): { owner: string; sees: string | null } {
  // A run looks at all lists; who may read some can ask `match` about those.
  requireWithin(width, width === 'all' ? 'later' : []);
  return { owner, sees: isAdmin ? null : owner };
}

/** Files of customers that are screened. */
export function screeningControllers({ readSide, uploads, downloads, kept }: ScreeningParts): Type[] {
  const parts = () => {
    if (kept) return kept;
    const why = 'Screenings are not set up here: DEMARCHE_SECRET_KEY is missing';
    throw new ProblemError(503, 'unavailable', why, { retryAfter: 60 });
  };
  const find = (caller: Caller, run: string) => {
    const { sees } = ownerOf(caller);
    return parts().runs.find(sees, run);
  };

  return [
    manage(screenings.create, async ({ query, sent, caller, request }) => {
      const { owner } = ownerOf(caller);
      const { runs, work } = parts();
      if (query.watch && query.compareKnownAt !== undefined) throw notWatchable();
      const format = formatOf(request.headers);
      const { on, knownAt, compareKnownAt, keepHours, watch, include_dataset: datasets, ...rest } = query;
      // In whatever order they are named, the same is asked.
      const question = { ...rest, ...(datasets && { include_dataset: [...new Set(datasets)].sort() }) };
      const asOf = await resolveAsOf(readSide, { on, knownAt });
      const compareWith =
        compareKnownAt === undefined
          ? undefined
          : await resolveAsOf(readSide, { on: asOf.on, knownAt: compareKnownAt }, 'compareKnownAt');
      const asked = { asOf, compareWith, query: question, isToday: on === undefined, keepHours, watch };
      const run = await uploads.run(
        () => work.receive(owner, asked, atMost(sent, MOST_BYTES), format),
        undefined,
        sharerOf(request),
      );
      return answerOf(await runs.find(owner, run));
    }),

    manage(screenings.list, async ({ caller, query: { cursor, limit } }) => {
      const { sees } = ownerOf(caller);
      const place = z.strictObject({ createdAt: writtenInstant, id: z.uuid() });
      const before = cursor === undefined ? null : decodeCursor(place, PAGE, cursor);
      const found = await parts().runs.page(sees, before, limit + 1);
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      const next = last && encodeCursor(PAGE, { createdAt: last.createdAt.toISOString(), id: last.id });
      return { items: shown.map(answerOf), next: next ?? null };
    }),

    manage(screenings.show, async ({ caller, params: { run } }) => answerOf(await find(caller, run))),

    manage(screenings.change, async ({ caller, params: { run }, body }) => {
      const { question } = await find(caller, run);
      if (body.watch && question.compareKnownAt !== null) throw notWatchable();
      await parts().runs.change(run, body);
      return answerOf(await find(caller, run));
    }),

    manage(screenings.remove, async ({ caller, params: { run } }) => {
      await find(caller, run);
      await parts().runs.remove(run);
    }),

    manage(screenings.changes, async ({ caller, params: { run }, query: { cursor, limit } }) => {
      await find(caller, run);
      const bound = { run };
      const place = z.strictObject({ on: dayText, knownAt: z.int() });
      const before = cursor === undefined ? null : decodeCursor(place, bound, cursor);
      const { items: found, isLast } = await parts().runs.changes(run, before, limit);
      const items = found.map(({ at, differences, ...each }) => ({
        ...each,
        at: at.toISOString(),
        differences: differences as ScreeningDifference[],
      }));
      const last = isLast ? undefined : items.at(-1);
      return { items, next: last ? encodeCursor(bound, { on: last.on, knownAt: last.knownAt }) : null };
    }),

    route(questions.screeningResult, async ({ params, request, reply }) => {
      const run = await find(callerOf(request), params.run);
      if (run.status !== 'done') {
        const why = run.status === 'failed' ? `The run failed: ${run.problem}` : 'The run goes on still; ask again';
        throw new ProblemError(409, 'not-done', why, { retryAfter: 1 });
      }
      const etag = `"${run.resultSha256!}"`;
      // Customers' data, which nobody on the way has to keep.
      void reply.headers({ etag, 'cache-control': 'no-store' });
      if (matches(request.headers['if-none-match'], etag)) return void (await reply.status(304).send());
      const headers = {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="screening-${run.id}.csv"`,
        'repr-digest': `sha-256=:${Buffer.from(run.resultSha256!, 'hex').toString('base64')}:`,
      };
      const send = async (to: ServerResponse) => {
        for await (const piece of parts().work.result(run)) if (!(await sentInTime(to, piece))) return false;
        return true;
      };
      await downloads.run(() => sendLong(request, reply, headers, send), signalOf(request, reply), sharerOf(request));
    }),
  ];
}

const notWatchable = () =>
  new ProblemError(409, 'not-watchable', 'A comparison cannot be watched; watch a run that screens');

/** Throws ProblemError (415) for what is neither CSV nor NDJSON, in UTF-8 and as it is. */
function formatOf(headers: IncomingHttpHeaders): 'csv' | 'ndjson' {
  const { type, isPlain } = sentAs(headers);
  if (isPlain && type === 'text/csv') return 'csv';
  if (isPlain && ['application/x-ndjson', 'application/ndjson'].includes(type)) return 'ndjson';
  const detail = `A file of customers is sent as ${CUSTOMER_TYPES.join(' or ')}, in UTF-8 and not compressed`;
  throw new ProblemError(415, 'unsupported-media-type', detail);
}

/** Throws ProblemError (413) where a body has more. */
async function* atMost(body: IncomingMessage | undefined, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunksOf(body)) {
    bytes += chunk.length;
    if (bytes > most) throw new ProblemError(413, 'too-large', `A file of customers has at most ${most} bytes`);
    yield chunk;
  }
}

function answerOf(row: RunRow): Screening {
  const { question, owner: _, createdAt, finishedAt, keptUntil, ...counts } = row;
  const { isToday: __, ...asked } = question;
  return {
    ...counts,
    ...asked,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    keptUntil: keptUntil.toISOString(),
  };
}
