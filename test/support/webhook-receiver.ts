import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVerifier } from '../../packages/webhook-verify/src/index.ts';

/** One webhook that was verified and accepted. */
export interface Got {
  id: string;
  /** The path that it came to: an endpoint's own, where several share a receiver. */
  path: string;
  body: {
    id: string;
    type: string;
    position: number;
    /** The stream. */
    subject: string;
    data: { list?: string };
    deliverysequence: number;
    previousposition: number;
  };
}

/** Somebody who verifies what comes, and keeps it. `secrets` are of all endpoints that send here; `before` may throw: 500. */
export async function startReceiver() {
  const got: Got[] = [];
  const state = { secrets: [] as string[], bad: 0, asked: 0, before: (_asked: number) => {} };
  const accept = (path: string, body: Buffer, headers: IncomingHttpHeaders): number => {
    try {
      state.before(++state.asked);
    } catch {
      return 500;
    }
    try {
      const { id, event } = createVerifier(state.secrets)<Got['body']>(body, headers);
      got.push({ id, path, body: event });
      return 200;
    } catch {
      state.bad++;
      return 400;
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.writeHead(accept(request.url!, Buffer.concat(chunks), request.headers)).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, got, state, close: () => (server.closeAllConnections(), server.close()) };
}

/**
 * What is wrong with the webhooks that one endpoint got: every event that fits has to be there under one id, with a
 * sequence that has no gap, and in a lane the first of each in order. Empty where nothing is wrong.
 */
export function faultsOf(got: readonly Got[], expected: readonly number[], isOrdered: boolean): string[] {
  const faults: string[] = [];
  const byPosition = Map.groupBy(got, ({ body }) => body.position);
  for (const position of expected) if (!byPosition.has(position)) faults.push(`${position} never came`);
  for (const [position, same] of byPosition)
    if (new Set(same.map(({ id }) => id)).size > 1) faults.push(`${position} came under several ids`);
  const firsts = [...byPosition.values()].map((same) => same[0]!.body);
  const inSequence = firsts.toSorted((a, b) => a.deliverysequence - b.deliverysequence);
  for (const [i, { deliverysequence, previousposition, position }] of inSequence.entries())
    if (deliverysequence !== i + 1 || previousposition !== (inSequence[i - 1]?.position ?? 0))
      faults.push(`${position} has the sequence ${deliverysequence} after ${previousposition}`);
  if (!isOrdered) return faults;
  for (const lane of Map.groupBy(firsts, ({ subject, data }) => data.list ?? subject).values())
    for (const [i, { position }] of lane.entries())
      if (i > 0 && position < lane[i - 1]!.position) faults.push(`${position} came after a later one of its list`);
  return faults;
}
