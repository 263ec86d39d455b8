import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Found } from '#contract';
import { PROBLEM_TYPE, problemOf } from '#nest-kit';

export const STARTING: Found = {
  status: 503,
  code: 'starting',
  retryAfter: 1,
  detail: 'It is starting: what is recorded is still on its way into the read models',
};
export const NO_HOST: Found = { status: 400, code: 'bad-request', detail: 'A request of HTTP/1.1 has one header Host' };
export const NO_PROXY: Found = { status: 405, code: 'method-not-allowed', detail: 'This is no proxy' };
export const NO_EXPECTATION: Found = {
  status: 417,
  code: 'bad-request',
  detail: 'Only 100-continue may be expected',
};

export const noSuchMethod = (method: string, methods: readonly string[]): Found => ({
  status: 405,
  code: 'method-not-allowed',
  detail: `${method} is not taken here; ${methods.join(', ')} are`,
});

/** An address that the router cannot read. */
export const unreadable = (status = 400, detail: string): Found =>
  status === 414
    ? { status, code: 'too-large', detail: 'A part of the address is longer than any id' }
    : { status, code: 'bad-request', detail };

const UNREAD: Record<string, Found> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'too-large', detail: 'The header has more than 16 KiB' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'too-slow', detail: 'The request did not arrive in time' },
};

/** What Node itself cannot read as HTTP is answered by hand; no request was made of it. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  // Nobody is there any more, or something was answered already.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  refuse(socket, UNREAD[error.code ?? ''] ?? { status: 400, code: 'bad-request', detail: 'This is no HTTP request' });
}

/** Answers a connection with a problem, and ends it. */
export function refuse(socket: Duplex, found: Found): void {
  const body = JSON.stringify(problemOf(found, randomUUID()));
  socket.end(
    [
      `HTTP/1.1 ${found.status} ${STATUS_CODES[found.status]}`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
