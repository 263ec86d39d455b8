import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { grant, ProblemError } from '#contract';
import type { Caller } from './grants.ts';
import type { Keys } from './keys.ts';

/** An OpenID provider whose access tokens are taken. */
export interface OpenIdProvider {
  issuer: string;
  /** What its tokens must be made out to. */
  audience: string;
  /** Where its keys are; `<issuer>/.well-known/jwks.json` where left out. */
  jwks?: string | undefined;
}

/** Signatures by a private key alone: with HS256 our copy of the public key would be the secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const KEYS_TIMEOUT_MS = 5_000;
const CLOCKS_DIFFER_S = 5;
const LONGEST_SUBJECT = 200;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Gives a function that tells whose a bearer token is; it gives null for one of nobody. Tokens are JWTs as RFC 9068 has them; of
 * their `scope` what begins with `demarche:` counts, as `demarche:write:KZ`. Throws ProblemError (503) where the provider's
 * keys cannot be had.
 */
export function createIdentify(keys: Pick<Keys, 'find'>, provider?: OpenIdProvider) {
  const verify = provider && createVerify(provider);
  return async (token: string): Promise<Caller | null> =>
    verify && JWT.test(token) ? verify(token) : keys.find(token);
}
export type Identify = ReturnType<typeof createIdentify>;

function createVerify({ issuer, audience, jwks }: OpenIdProvider) {
  const address = new URL(jwks ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`);
  const keySet: JWTVerifyGetKey = createRemoteJWKSet(address, { timeoutDuration: KEYS_TIMEOUT_MS });
  return async (token: string): Promise<Caller | null> => {
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCKS_DIFFER_S,
        requiredClaims: ['exp', 'sub'],
      });
      return callerIn(payload);
    } catch (error) {
      if (isOfToken(error)) return null;
      throw new ProblemError(503, 'unavailable', 'The identity provider’s keys cannot be had now', { retryAfter: 5 });
    }
  };
}

/** Whether it is the token that is wrong, and not the way to the keys. */
const isOfToken = (error: unknown) =>
  error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC';

function callerIn({ sub = '', scope, scp }: JWTPayload): Caller | null {
  if (sub.length === 0 || sub.length > LONGEST_SUBJECT) return null;
  const said = typeof scope === 'string' ? scope.split(' ') : Array.isArray(scp) ? scp.map(String) : [];
  const scopes = said
    .filter((each) => each.startsWith(PREFIX))
    .map((each) => each.slice(PREFIX.length))
    .filter((each) => grant.safeParse(each).success);
  return { id: `oidc:${sub}`, owner: `oidc:${sub}`, scopes };
}

const PREFIX = 'demarche:';
