/** What the API is built on; provided by the process that hosts it. */
export const SOURCES = Symbol('AnswerSources');
export const LOG = Symbol('EventLog');
export const LEDGER = Symbol('Ledger');
export const HEALTH = Symbol('HealthSources');
export const ASIDE = Symbol('Aside');
export const WORK = Symbol('Workload');
export const ACCESS = Symbol('Access');
export const RESPOND = Symbol('Respond');
export const LOOKUPS = Symbol('Lookups');
export const ONCE = Symbol('Once');
export const RESPONDER = Symbol('Responder');
