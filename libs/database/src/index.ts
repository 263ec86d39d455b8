export { migrate, type Migrations } from './migrate.ts';
export { createPool, inTransaction, isDatabaseUnavailable, type PoolOptions, type Role } from './pool.ts';
export { createNotifications, type Notifications } from './notifications.ts';
export { useEmbeddedServer, type EmbeddedServer } from './embedded.ts';
export { holdLock, type HeldLock } from './hold-lock.ts';
export { onServer } from './on-server.ts';
