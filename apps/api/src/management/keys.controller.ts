import type { Type } from '@nestjs/common';
import type { Actor, Audit, Keys } from '#access';
import { management } from '#contract';
import { NotFoundError } from '#domain';
import { manage, type Managing } from '../http/management.ts';

/** Who acts, for the audit trail. */
const actorOf = ({ caller, request }: Pick<Managing<never>, 'caller' | 'request'>): Actor => ({
  actor: caller.id,
  address: request.ip,
});

const noSuchKey = (id: string) => new NotFoundError(`There is no key ${id} in use`);

/** Keys, and the trail of who administered what. */
export const keyControllers = (keys: Keys, audit: Audit): Type[] => [
  manage(management.createKey, (asked) => keys.create(asked.body, actorOf(asked))),

  manage(management.keys, async () => ({ items: await keys.list() })),

  manage(management.key, async ({ params: { id } }) => {
    const [key] = await keys.list(id);
    if (!key) throw new NotFoundError(`There is no key ${id}`);
    return key;
  }),

  manage(management.rotateKey, async (asked) => {
    const { id } = asked.params;
    const made = await keys.rotate(id, asked.body, actorOf(asked));
    if (!made) throw noSuchKey(id);
    return made;
  }),

  manage(management.revokeKey, async (asked) => {
    const { id } = asked.params;
    if (!(await keys.revoke(id, actorOf(asked)))) throw noSuchKey(id);
  }),

  manage(management.auditTrail, ({ query }) => audit.page(query)),
];
