import { z } from 'zod';
import { isAuthority, listId, slug } from '#domain';
import { LAST_POSITION, whole } from './query.ts';
import { instant } from './words.ts';

/** What a key may do. `admin` may do everything; `write` and `webhooks` may read, too. */
export const SCOPES = ['read', 'write', 'webhooks', 'audit', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** A scope, and what it is narrowed to: `write`, `write:KZ` (an authority), `write:kz-afm` (a list). */
export const grant = z
  .string()
  .max(100)
  .refine(isGrant, {
    error: `One of ${SCOPES.join(', ')}; all but audit and admin may be narrowed to an authority or a list: write:KZ, read:un-sc`,
  })
  .meta({
    title: 'Scope',
    description: 'What a key may do; narrowed to an authority or a list where one follows: `write:KZ`, `read:un-sc`',
    examples: ['read'],
  });

function isGrant(text: string): boolean {
  const [scope = '', to, ...more] = text.split(':');
  if (!SCOPES.includes(scope as Scope) || more.length > 0) return false;
  if (to === undefined) return true;
  if (scope === 'audit' || scope === 'admin') return false;
  return isAuthority(to) || listId.safeParse(to).success;
}

const keyId = z
  .string()
  .regex(/^[0-9a-f]{12}$/, 'The id of a key is 12 hexadecimal digits: what stands behind dmr_ in it')
  .meta({ title: 'Key id', examples: ['0a1b2c3d4e5f'] });

const owner = slug.meta({
  title: 'Owner',
  description: 'The account that a key belongs to; it sees the webhooks of this account alone',
  examples: ['acme-bank'],
});

/** The most that keys stay valid side by side. In hours. */
export const LONGEST_GRACE_HOURS = 168;

export const key = z
  .strictObject({
    id: keyId,
    owner,
    scopes: z.array(grant),
    note: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant.nullable().describe('From when on it is none; null where it does not end by itself'),
    lastUsedAt: instant.nullable().describe('To the minute'),
    revokedAt: instant.nullable(),
    replacedBy: keyId.nullable().describe('The key that it was rotated to'),
  })
  .meta({ title: 'Key', description: 'A key of the API, as everybody may see it who administers keys' });
export type Key = z.infer<typeof key>;

export const newKey = z
  .strictObject({
    id: keyId,
    key: z
      .string()
      .describe('Shown this once')
      .meta({ examples: [`dmr_0a1b2c3d4e5f_${'A'.repeat(43)}`] }),
    owner,
    scopes: z.array(grant),
    expiresAt: instant.nullable(),
  })
  .meta({ title: 'New key', description: 'A key that was made' });
export type NewKey = z.infer<typeof newKey>;

const future = z.iso.datetime({ offset: true, error: 'An RFC 3339 instant, as 2027-01-01T00:00:00Z' });

export const keyBody = z
  .strictObject({
    owner: owner.default('operator'),
    scopes: z.array(grant).min(1).max(50),
    note: z.string().max(400).optional(),
    expiresAt: future.optional(),
  })
  .meta({ title: 'Key to make', description: 'Whose it is and what it may do' });

export const rotationBody = z
  .strictObject({
    graceHours: z
      .number()
      .min(0)
      .max(LONGEST_GRACE_HOURS)
      .default(24)
      .describe('How long the old key stays valid beside the new one; 0 ends it at once'),
    expiresAt: future.optional().describe('Of the new key; as the old one had it, where left out'),
  })
  .meta({ title: 'Rotation', description: 'How long the old key stays valid' });

export const keyParam = z.strictObject({ id: keyId });

export const keysAnswer = z
  .strictObject({ items: z.array(key) })
  .meta({ title: 'Keys', description: 'The keys of the API, the oldest first' });

/** Who did what to the service, or was not let do it. */
export const auditEntry = z.strictObject({
  id: z.int(),
  at: instant,
  actor: z.string().describe('A key’s id, the subject of a token, `anonymous`, or `command-line`'),
  address: z.string().nullable().describe('Where it came from; null on the machine itself'),
  action: z.string().describe('`key.created`, `key.rotated`, `key.revoked`, `refused.401` and others'),
  target: z.string().nullable().describe('What it was about: a key, or the route'),
  count: z.int().min(1).describe('How often in that minute; refusals alike are counted, not repeated'),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = z
  .strictObject({
    after: whole(0, LAST_POSITION).default(0).describe('Only entries of later ids'),
    limit: whole(1, 500).default(100),
    actor: z.string().min(1).max(300).optional(),
    action: z.string().min(1).max(100).optional().describe('Such entries alone, as key.created'),
  })
  .meta({ title: 'Audit trail', description: 'Which part of the trail' });

export const auditAnswer = z
  .strictObject({
    items: z.array(auditEntry),
    next: z.int().nullable().describe('Where to go on with `after`; null at the end'),
  })
  .meta({ title: 'Audit trail', description: 'Refusals and administrative acts, the oldest first' });
