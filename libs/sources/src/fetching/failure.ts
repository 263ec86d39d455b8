import { EgressError } from '#egress';

/** Why a fetch brought nothing: the authority's matter, or the way's to it. `detail` never has an address's query. */
export class FetchFailed extends Error {
  override readonly name = 'FetchFailed';
  constructor(
    readonly code: FailureCode,
    readonly detail: string,
    /** How long the server asks to be left alone. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(`${code}: ${detail}`);
  }
}

export type FailureCode =
  | 'blocked'
  | 'network'
  | 'tls'
  | 'timeout'
  | 'not-http'
  | 'status'
  | 'not-modified'
  | 'redirect'
  | 'encoding'
  | 'cut-off'
  | 'too-large'
  | 'listing'
  | 'hash';

/** An address as it may be told: what comes after the path may be a signature. */
export const withoutQuery = ({ protocol, host, pathname }: URL): string =>
  `${protocol}//${host}${pathname}`.slice(0, 200);

const TIMEOUTS: Record<string, string> = {
  UND_ERR_CONNECT_TIMEOUT: 'No connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'No answer in time',
  UND_ERR_BODY_TIMEOUT: 'It stopped sending in the middle',
};
const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/;
const CONNECTION_LOST = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'];

/** What the HTTP library threw, in our words. Its messages are not passed on: they may name a proxy's address. */
export function failureOf(error: unknown, url: URL, { inBody }: { inBody: boolean }): FetchFailed {
  if (error instanceof FetchFailed) return error;
  if (error instanceof EgressError) return notConnected(error, url);
  const { name, message } = error as Error;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const where = withoutQuery(url);
  if (name === 'TimeoutError') return new FetchFailed('timeout', `It took too long: ${where}`);
  if (TIMEOUTS[code]) return new FetchFailed('timeout', `${TIMEOUTS[code]}: ${where}`);
  if (TLS.test(code)) return new FetchFailed('tls', `No trusted connection with ${url.host} (${code})`);
  if (inBody && (CONNECTION_LOST.includes(code) || message.includes('EOF')))
    return new FetchFailed('cut-off', `The connection ended before the file did: ${where}`);
  if (name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return new FetchFailed('not-http', `${url.host} does not speak HTTP as it should`);
  const refused = /^Proxy response \((\d+)\)/.exec(message);
  return new FetchFailed(
    'network',
    `${where} was not reached (${refused ? `the proxy answered ${refused[1]}` : code || 'no reason given'})`,
  );
}

/** Where no connection came about, or none was allowed. */
function notConnected({ phase, code, detail, rule }: EgressError, url: URL): FetchFailed {
  if (code === 'blocked') return new FetchFailed('blocked', `${url.host} may not be reached: ${rule}`);
  if (phase === 'tls' && code !== 'timeout')
    return new FetchFailed('tls', `No trusted connection with ${url.host} (${detail})`);
  if (code === 'timeout') return new FetchFailed('timeout', `No connection in time: ${withoutQuery(url)}`);
  return new FetchFailed('network', `${withoutQuery(url)} was not reached (${detail})`);
}
