import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { EgressError, failureOf, type Phase } from './failure.ts';
import { hostOf, portOf, type Guard } from './guard.ts';

export interface ConnectOptions {
  connectMs: number;
  tlsMs: number;
  /** Certificates to trust instead of the usual ones, as PEM. */
  ca?: string;
}

/** How long each step took, in milliseconds. */
export interface Steps {
  dns: number;
  connect: number;
  tls: number;
}

export interface Connected {
  socket: Socket;
  steps: Steps;
}

/** Of several addresses so many are tried, one after another. */
const MOST_TRIED = 3;

/**
 * A connection to the address that was checked, and to no other: the name is looked up once, here, and whoever answers is
 * looked at again. Throws EgressError.
 */
export async function connectTo(url: URL, guard: Guard, { connectMs, tlsMs, ca }: ConnectOptions): Promise<Connected> {
  const began = performance.now();
  const addresses = await guard.addressesOf(url);
  const resolved = performance.now();
  const tcp = await first(addresses.slice(0, MOST_TRIED), async (address) => {
    const socket = connectTcp({ host: address, port: portOf(url), autoSelectFamily: false, noDelay: true });
    await ready(socket, 'connect', 'connect', connectMs);
    try {
      guard.checkPeer(url, address, socket.remoteAddress);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return socket;
  });
  const connected = performance.now();
  const steps = { dns: resolved - began, connect: connected - resolved, tls: 0 };
  if (url.protocol === 'http:') return { socket: tcp, steps };
  const host = hostOf(url);
  const tls = connectTls({
    socket: tcp,
    host,
    servername: isIP(host) ? '' : host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ca,
  });
  await ready(tls, 'secureConnect', 'tls', tlsMs);
  return { socket: tls, steps: { ...steps, tls: performance.now() - connected } };
}

async function first<T>(candidates: readonly string[], attempt: (candidate: string) => Promise<T>): Promise<T> {
  let last: unknown;
  for (const candidate of candidates)
    try {
      return await attempt(candidate);
    } catch (error) {
      if (error instanceof EgressError && error.code === 'blocked') throw error;
      last = error;
    }
  throw last;
}

/** Waits for a socket's event; after `ms`, or an error, the socket is gone. */
function ready(socket: Socket, event: 'connect' | 'secureConnect', phase: Phase, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (failure?: EgressError) => {
      clearTimeout(timer);
      socket.off(event, done).off('error', failed).off('close', closed);
      if (!failure) return resolve();
      socket.on('error', () => undefined).destroy();
      reject(failure);
    };
    const timer = setTimeout(() => end(new EgressError(phase, 'timeout', `No connection within ${ms} ms`)), ms);
    const done = () => end();
    const failed = (error: Error) => {
      const { code, detail } = failureOf(error, phase);
      end(new EgressError(phase, phase === 'tls' && code === 'network' ? 'tls' : code, detail));
    };
    const closed = () => end(new EgressError(phase, 'reset', 'The connection was closed'));
    socket.once(event, done).once('error', failed).once('close', closed);
  });
}
