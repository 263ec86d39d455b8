import type { Problem } from './types.ts';

/** What the server refused, as it told it (RFC 9457): `code` says which problem it is. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  /** In seconds, where the server said when to come again. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly problem: Problem,
    retryAfter?: number,
  ) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.retryAfter = retryAfter;
  }
}

/** An answer in lines broke off before its last line, or that tells of others: what was given is not all, or not as it was sent. */
export class IncompleteError extends Error {
  override readonly name = 'IncompleteError';
}

/** The problem that an answer tells; one of our own making where it is no answer of Demarche's. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const { status, headers } = response;
  const text = await response.text().catch(() => '');
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return new ProblemError(parse(text) ?? unknown(status, text), Number.isFinite(retryAfter) ? retryAfter : undefined);
}

function parse(text: string): Problem | undefined {
  try {
    const problem = JSON.parse(text) as Problem;
    return typeof problem.code === 'string' && typeof problem.detail === 'string' ? problem : undefined;
  } catch {
    return undefined;
  }
}

const unknown = (status: number, text: string): Problem => ({
  type: 'about:blank',
  title: 'No answer of Demarche',
  status,
  code: 'unknown',
  detail: `${status} ${text.slice(0, 200)}`.trim(),
});
