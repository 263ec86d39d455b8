import { z } from 'zod';
import { guardOf, reads, webhookSettings } from '#process';
import { parseKeyring } from '#webhooks';
import type { OpenIdProvider } from '#access';

/** Settings of processes that serve the API. */
export const apiSettings = {
  READS: reads,
  ...webhookSettings,
  /** Requests a minute, of one key and of one address without a key. */
  RATE_PER_KEY: z.coerce.number().int().min(1).max(1_000_000_000).default(120_000),
  RATE_PER_ADDRESS: z.coerce.number().int().min(1).max(1_000_000_000).default(60_000),
  /** Where the files of exports are kept, and how many bytes of them. */
  EXPORTS_FOLDER: z.string().min(1).optional(),
  EXPORTS_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(4 * 1024 ** 3),
  /** Bytes that the names in memory may take; with more of them this process does not match. */
  NAMES_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(1024 ** 3),
  /** Addresses or networks of proxies, joined by commas, that say truly for whom they ask (X-Forwarded-For, X-Forwarded-Proto). */
  TRUST_PROXY: z.string().min(1).optional(),
  /** An OpenID provider whose access tokens are taken beside keys, what they must be made out to, and where its keys are. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_JWKS: z.url({ protocol: /^https?$/ }).optional(),
};

type Settings = z.infer<z.ZodObject<typeof apiSettings>>;

/** What the settings say to the API. Throws where an issuer comes without an audience: tokens made for others would be taken. */
export function optionsFrom({
  READS,
  RATE_PER_KEY: perKey,
  RATE_PER_ADDRESS: perAddress,
  NAMES_MAX_BYTES: maxBytes,
  TRUST_PROXY: trustProxy,
  OIDC_ISSUER: issuer,
  OIDC_AUDIENCE: audience,
  OIDC_JWKS: jwks,
}: Settings) {
  if ((issuer === undefined) !== (audience === undefined))
    throw new Error('OIDC_ISSUER and OIDC_AUDIENCE go together: a token made out to another service must not be taken');
  const provider: OpenIdProvider | undefined = issuer && audience ? { issuer, audience, jwks } : undefined;
  return { readsOpen: READS === 'open', rates: { perKey, perAddress }, names: { maxBytes }, trustProxy, provider };
}

/** What webhooks are sealed with, and where they may go; undefined where no key is set. */
export const sendingOf = (given: Settings) =>
  given.DEMARCHE_SECRET_KEY === undefined
    ? undefined
    : { keyring: parseKeyring(given.DEMARCHE_SECRET_KEY), guard: guardOf(given) };

/** Where the files of exports are kept: the folder that is set, else this one. */
export const exportsIn = ({ EXPORTS_FOLDER, EXPORTS_MAX_BYTES: maxBytes }: Settings, folder: string) => ({
  folder: EXPORTS_FOLDER ?? folder,
  maxBytes,
});
