import type { Keys } from '#nest-kit';

/** Who may see what, for routes that say more to who has a key. */
export interface Access {
  readsOpen: boolean;
  keys: Keys;
}
