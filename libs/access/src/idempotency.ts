import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { ProblemError } from '#contract';

/** What is answered, and stored to be answered again. */
interface Answer {
  status: number;
  answer: object;
}
type SentAnswer = Answer & {
  /** The JSON of the answer, the same each time. */
  text: string;
};

const BEGIN = `
  insert into access.idempotency (actor, key, request_sha256) values ($1, $2, $3)
  on conflict (actor, key) do update set started_at = now()
    where idempotency.status is null and abs(extract(epoch from now() - idempotency.started_at)) * 1000 > $4
      and idempotency.request_sha256 = excluded.request_sha256
  returning key`;

const FOUND = `select request_sha256, status, body from access.idempotency where actor = $1 and key = $2`;
const FINISH = `update access.idempotency set status = $3, body = $4 where actor = $1 and key = $2`;
const FORGET = `delete from access.idempotency where actor = $1 and key = $2 and status is null`;

/**
 * A request that takes longer has lost its process; a retry may then take its place. So has one that began as far ahead of
 * now: the clock was set back since.
 */
const RUNNING_MS = 30_000;
const KEY = /^[\x21-\x7e]{1,255}$/;
/** What a key looks like, for the OpenAPI document. */
export const KEY_PATTERN = '^[!-~]{1,255}$';

const refused = (code: string, detail: string) =>
  new ProblemError(400, code, detail, { errors: [{ pointer: '/Idempotency-Key', detail }] });

/**
 * Answers a repeated request as it was answered the first time. The same key with another request is 422, one that is
 * still running 409, a missing or unreadable key 400. A refusal is not kept: after it, the key may be used again.
 * Source: draft-ietf-httpapi-idempotency-key-header.
 */
export function createIdempotency(pool: Pool) {
  return async function once(
    { actor, key, request }: { actor: string; key: string | undefined; request: string },
    work: (key: string) => Promise<Answer>,
  ): Promise<SentAnswer> {
    const name = key === undefined ? undefined : key.replace(/^"(.+)"$/, '$1');
    if (name === undefined)
      throw refused('idempotency-key-missing', 'Send an Idempotency-Key of your own making, a UUID for instance');
    if (!KEY.test(name))
      throw refused('idempotency-key-invalid', 'An Idempotency-Key is 1 to 255 visible ASCII characters');
    const sha256 = createHash('sha256').update(request).digest();
    if ((await pool.query(BEGIN, [actor, name, sha256, RUNNING_MS])).rowCount === 0) return repeated(name, sha256);
    try {
      const { status, answer } = await work(name);
      const text = JSON.stringify(answer);
      await pool.query(FINISH, [actor, name, status, text]);
      return { status, answer, text };
    } catch (error) {
      await pool.query(FORGET, [actor, name]);
      throw error;
    }

    async function repeated(used: string, hash: Buffer): Promise<SentAnswer> {
      const { rows } = await pool.query<{ request_sha256: Buffer; status: number | null; body: string }>(FOUND, [
        actor,
        used,
      ]);
      const [found] = rows;
      if (found && !found.request_sha256.equals(hash))
        throw new ProblemError(422, 'idempotency-key-reused', `${used} was used for another request; take a new key`);
      if (found?.status == null)
        throw new ProblemError(409, 'still-running', `The request with the key ${used} is still running; ask again`, {
          retryAfter: 1,
        });
      return { status: found.status, answer: JSON.parse(found.body) as object, text: found.body };
    }
  };
}
export type Once = ReturnType<typeof createIdempotency>;
