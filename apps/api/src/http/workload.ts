import type { FastifyReply, FastifyRequest } from 'fastify';
import { CallerGoneError, callerOf, createGate, type Gate } from '#nest-kit';
import { withTightHeap } from '#sources';

/** How much is done at a time, whoever asks: what is held for answers is bounded by it. The others wait, or are told to. */
export interface Workload {
  /** Pages and single things. */
  light: Gate;
  /** Whole lists compared, exported or explained. */
  heavy: Gate;
  /** Publications compared and recorded: each holds a list. */
  ingest: Gate;
  /** Publications on their way in, on disk. */
  uploads: Gate;
  /** The log on its way out, as fast as somebody takes it. */
  exports: Gate;
}

export const createWorkload = (): Workload => ({
  light: createGate({ running: 12, waiting: 2_000, waitMs: 30_000 }),
  heavy: tight(createGate({ running: 1, waiting: 100, waitMs: 60_000 })),
  ingest: createGate({ running: 1, waiting: 8, waitMs: 600_000 }),
  uploads: createGate({ running: 8, waiting: 0, waitMs: 1, share: 6 }),
  exports: createGate({ running: 8, waiting: 100, waitMs: 30_000, share: 6 }),
});

/** What it leaves behind is cleaned up early: V8 would let it grow to several times what is in use. */
const tight = ({ run }: Gate): Gate => ({
  run: (work, signal, whose) => run(() => withTightHeap(work), signal, whose),
});

/** Whose share of the places it is: an account's, or an address's. */
export function sharerOf(request: FastifyRequest): string {
  const { id, owner } = callerOf(request);
  return id === 'anonymous' ? request.ip : owner;
}

const signals = new WeakMap<FastifyRequest, AbortSignal>();

/** Aborts when the caller hangs up before all of the answer has left. */
export function signalOf(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const known = signals.get(request);
  if (known) return known;
  const gone = new AbortController();
  const leave = () => gone.abort(new CallerGoneError('The caller hung up'));
  if (reply.raw.destroyed || request.raw.socket?.destroyed) leave();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) leave();
  });
  signals.set(request, gone.signal);
  return gone.signal;
}
