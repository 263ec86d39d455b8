/** Where a request was when it failed. */
export type Phase = 'address' | 'dns' | 'connect' | 'tls' | 'headers' | 'body';

export type FailureCode =
  'blocked' | 'no-address' | 'refused' | 'reset' | 'tls' | 'timeout' | 'not-http' | 'network' | 'stopped';

/** Why nothing came back, or not all of it. `rule` is the one that refused a blocked address. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  constructor(
    readonly phase: Phase,
    readonly code: FailureCode,
    readonly detail: string,
    readonly rule: string | null = null,
  ) {
    super(`${phase}: ${code}: ${detail}`);
  }
}

const CODES: Record<string, FailureCode> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'not-http',
};

/** What the system or the HTTP library threw, in our words. */
export function failureOf(error: unknown, phase: Phase): EgressError {
  if (error instanceof EgressError) return error;
  const { name, message } = error as Error;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const known = CODES[code] ?? (name === 'HTTPParserError' || code.startsWith('HPE_') ? 'not-http' : 'network');
  return new EgressError(phase, known, (code || message).slice(0, 200));
}
