import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Keys, Scope } from '#access';
import { ProblemError } from '#contract';

const NEEDS = 'demarche:needs';

/** What a caller must be allowed to for a route; `read` where a route says nothing. */
export const Needs = (scope: Scope | 'nothing') => SetMetadata(NEEDS, scope);

/** The caller, once the guard has let it through. */
export interface Caller {
  /** A key's id; `anonymous` where reading is open. */
  id: string;
}
export const callerOf = (request: FastifyRequest): Caller =>
  (request as { caller?: Caller }).caller ?? { id: 'anonymous' };

/**
 * Lets through who may do what a route does: `Authorization: Bearer <key>`. An admin may do everything, a writer may read.
 * Reading is open to everybody unless `readsOpen` is false. Answers 401 with a challenge (RFC 6750), or 403.
 */
export class KeyGuard implements CanActivate {
  constructor(
    private readonly keys: Keys,
    private readonly readsOpen: boolean,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = neededBy(context);
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    // Whether the process lives is asked when the database may be gone: no key is looked up for it.
    if (needed === 'nothing') return true;
    if (authorization === undefined && needed === 'read' && this.readsOpen) return true;
    const found = await this.keys.find(bearerOf(authorization));
    if (!found) {
      void http.getResponse<FastifyReply>().header('www-authenticate', 'Bearer realm="demarche"');
      throw new ProblemError(401, 'key-needed', explain(authorization));
    }
    if (!allows(found.scopes, needed))
      throw new ProblemError(403, 'scope-missing', `This key may ${found.scopes.join(', ')}; ${needed} is needed here`);
    (request as { caller?: Caller }).caller = { id: found.id };
    return true;
  }
}

/** The key that a header carries; an empty one where it carries none. */
export const bearerOf = (authorization: string | undefined): string =>
  /^Bearer +([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1] ?? '';

function neededBy(context: ExecutionContext): Scope | 'nothing' {
  const of = (target: object) => Reflect.getMetadata(NEEDS, target) as Scope | 'nothing' | undefined;
  return of(context.getHandler()) ?? of(context.getClass()) ?? 'read';
}

const explain = (authorization: string | undefined) =>
  authorization === undefined
    ? 'Send a key: Authorization: Bearer dmr_… . The first start prints one; `demarche keys create` makes more'
    : 'This is no key of ours, or it was revoked';

const allows = (scopes: readonly Scope[], needed: Scope) =>
  scopes.includes('admin') || scopes.includes(needed) || (needed === 'read' && scopes.includes('write'));
