/** What the API is built on; provided by the process that hosts it. */
export const SERVED = Symbol('Served');
export const LEDGER = Symbol('Ledger');
export const HEALTH = Symbol('HealthProbes');
export const ASIDE = Symbol('Aside');
export const WORK = Symbol('Workload');
export const ONCE = Symbol('Once');
