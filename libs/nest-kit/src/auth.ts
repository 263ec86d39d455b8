import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isWithin, widthOf, type Caller as Known, type Identify, type Reach, type Width } from '#access';
import { ProblemError, type Found, type Scope } from '#contract';

const NEEDS = 'demarche:needs';
const OF_ACCOUNT = 'demarche:of-account';

/** What a caller must be allowed to for a route; `read` where a route says nothing. */
export const Needs = (scope: Scope | 'nothing') => SetMetadata(NEEDS, scope);
/** A route of things that belong to an account: it needs a key even where everybody may read. */
export const OfAccount = () => SetMetadata(OF_ACCOUNT, true);

/** The caller, once the guard has let it through. */
export interface Caller {
  /** A key's id, or the subject of a token; `anonymous` where reading is open. */
  id: string;
  /** The account. */
  owner: string;
  /** How far it may go in what it does. */
  width: Width;
  isAdmin: boolean;
}

const ANONYMOUS: Caller = { id: 'anonymous', owner: 'anonymous', width: 'all', isAdmin: false };

export const callerOf = (request: FastifyRequest): Caller => (request as { caller?: Caller }).caller ?? ANONYMOUS;

export interface GuardOptions {
  identify: Identify;
  /** Whether reading needs no key. */
  readsOpen: boolean;
  /** What a request speaks of, for keys that are narrowed; null where that is looked at once its body is read. */
  reachOf(request: FastifyRequest): Promise<readonly Reach[] | null>;
  /** Counts a request that has a key. Throws ProblemError (429). */
  count(caller: Pick<Known, 'id'>, request: FastifyRequest, reply: FastifyReply): void;
}

/**
 * Lets through who may do what a route does: `Authorization: Bearer <key>`. Answers 401 with a challenge (RFC 6750), or 403.
 * What everybody may read, every key may.
 */
export class KeyGuard implements CanActivate {
  constructor(private readonly options: GuardOptions) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { identify, readsOpen, reachOf, count } = this.options;
    const needed = neededBy(context);
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { authorization } = request.headers;
    // Whether the process lives is asked when the database may be gone: no key is looked up for it.
    if (needed === 'nothing') return true;
    const isOpen = needed === 'read' && readsOpen;
    if (authorization === undefined && isOpen && told(context, OF_ACCOUNT) === undefined) return true;
    const found = await identify(bearerOf(authorization));
    if (!found) {
      void reply.header('www-authenticate', 'Bearer realm="demarche"');
      throw new ProblemError(401, 'key-needed', explain(authorization));
    }
    count(found, request, reply);
    const width = isOpen ? 'all' : widthOf(found.scopes, needed);
    const isAdmin = found.scopes.includes('admin');
    (request as { caller?: Caller }).caller = { id: found.id, owner: found.owner, width, isAdmin };
    if (width.length === 0) {
      void reply.header('www-authenticate', `Bearer realm="demarche", error="insufficient_scope", scope="${needed}"`);
      throw new ProblemError(403, 'scope-missing', `This key may ${found.scopes.join(', ')}; ${needed} is needed here`);
    }
    if (width !== 'all') requireWithin(width, (await reachOf(request)) ?? 'later');
    return true;
  }
}

/** Throws ProblemError (403) where a request goes beyond what its key is narrowed to. */
export function requireWithin(width: Width, reaches: readonly Reach[] | 'later'): void {
  const found = reaches === 'later' ? null : beyondScope(width, reaches);
  if (found) throw new ProblemError(found.status, found.code, found.detail);
}

/** The problem (403) of what goes beyond a width; null for what lies within. */
export function beyondScope(width: Width, reaches: readonly Reach[]): Found | null {
  if (isWithin(width, reaches)) return null;
  const parts = [...width].join(', ');
  const detail =
    reaches.length === 0
      ? `This key is for ${parts} alone: ask about one of them, where a path or a filter names it`
      : `This key is for ${parts} alone`;
  return { status: 403, code: 'beyond-scope', detail };
}

/** What stands behind `Bearer`, or `Token` as yente writes it: a key or a token; the empty text where there is none. */
export const bearerOf = (authorization: string | undefined): string =>
  /^(?:Bearer|Token) +([\x21-\x7e]{1,8000})$/i.exec(authorization ?? '')?.[1] ?? '';

const neededBy = (context: ExecutionContext) => (told(context, NEEDS) as Scope | 'nothing' | undefined) ?? 'read';

/** What a route says of itself under a name. */
function told(context: ExecutionContext, name: string): unknown {
  const of = (target: object): unknown => Reflect.getMetadata(name, target);
  return of(context.getHandler()) ?? of(context.getClass());
}

const explain = (authorization: string | undefined) =>
  authorization === undefined
    ? 'Send a key: Authorization: Bearer dmr_… . The first start prints one; `demarche keys create` makes more'
    : 'This is no key of ours, or it was revoked or has expired';
