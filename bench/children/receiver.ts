import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { createVerifier } from '../../packages/webhook-verify/src/index.ts';

interface Told {
  secrets?: Record<string, string>;
  begin?: true;
  seen?: true;
  expected?: number;
}

/** Verifies every webhook that comes, and tells when so many different ones were there; `/hang` is never answered. */
export async function receiveWebhooks(): Promise<void> {
  let verifiers = new Map<string, ReturnType<typeof createVerifier>>();
  let [expected, bad] = [Infinity, 0];
  let seen = new Set<string>();
  let delays: number[] = [];
  const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const tellIfThere = () => {
    if (seen.size < expected) return;
    expected = Infinity;
    tell({ bad, delays });
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/hang') return;
      response.end();
      try {
        const of = String(request.headers['webhook-id']).split('_')[1]!;
        const { id, event } = verifiers.get(of)!<{ time: string }>(Buffer.concat(chunks), request.headers);
        if (!seen.has(id)) delays.push(Date.now() - Date.parse(event.time));
        seen.add(id);
      } catch {
        bad++;
      }
      tellIfThere();
    });
  }).listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
  for await (const line of createInterface({ input: process.stdin })) {
    const told = JSON.parse(line) as Told;
    if (told.secrets)
      verifiers = new Map(Object.entries(told.secrets).map(([id, secret]) => [id, createVerifier(secret)]));
    if (told.begin) [bad, seen, delays] = [0, new Set(), []];
    if (told.expected === undefined) tell({ seen: seen.size });
    else {
      expected = told.expected;
      tellIfThere();
    }
  }
}
