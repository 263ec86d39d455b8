import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
type CertificateParts = Parameters<typeof X509CertificateGenerator.create>[0];

export interface Certificate {
  cert: string;
  key: string;
}

/** A certificate authority of the test's own. */
export async function createAuthority() {
  cryptoProvider.set(webcrypto);
  const keysOf = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const days = (from: number, to: number) => ({
    notBefore: new Date(Date.now() + from * DAY_MS),
    notAfter: new Date(Date.now() + to * DAY_MS),
  });
  const create = async (parameters: Partial<CertificateParts>) =>
    (
      await X509CertificateGenerator.create({ signingAlgorithm: ALGORITHM, ...parameters } as CertificateParts)
    ).toString('pem');
  const pkcs8 = async (key: webcrypto.CryptoKey) =>
    PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

  const own = await keysOf();
  const signed = { issuer: 'CN=Test authority', signingKey: own.privateKey };
  return {
    ca: await create({
      ...signed,
      subject: signed.issuer,
      publicKey: own.publicKey,
      ...days(-1, 10),
      extensions: [new BasicConstraintsExtension(true)],
    }),
    /** For that name; signed by itself where it is `alone`. */
    async certify(name: string, { expired = false, alone = false } = {}): Promise<Certificate> {
      const { publicKey, privateKey } = await keysOf();
      const subject = `CN=${name}`;
      const cert = await create({
        ...signed,
        subject,
        publicKey,
        ...(expired ? days(-10, -1) : days(-1, 10)),
        ...(alone ? { issuer: subject, signingKey: privateKey } : {}),
        extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
      });
      return { cert, key: await pkcs8(privateKey) };
    },
  };
}

/** Forgets the proxies that this machine goes through: servers of the test are on it. */
export function withoutProxies(): void {
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy'])
    for (const each of [name, name.toUpperCase()]) delete process.env[each];
}

/** How a server answers a request; rudely with `socket`, past HTTP. */
export type HttpsAnswer = (request: IncomingMessage, response: ServerResponse, socket: Socket) => void;

/** An authority's server on this machine, that answers as it is told. */
export async function startHttps(certificate: Certificate, port = 0) {
  let answer: HttpsAnswer = (_request, response) => void response.writeHead(404).end();
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer(certificate, (request, response) => {
    requests.push({ path: `${request.method} ${request.url}`, headers: request.headers });
    answer(request, response, request.socket);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: listening } = server.address() as AddressInfo;
  return {
    requests,
    port: listening,
    url: (path: string) => `https://localhost:${listening}${path}`,
    will: (next: HttpsAnswer) => (answer = next),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type HttpsServer = Awaited<ReturnType<typeof startHttps>>;
