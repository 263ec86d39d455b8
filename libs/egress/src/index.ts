export { refusalOf } from './address.ts';
export { connectTo } from './connect.ts';
export { createEgress, type Egress } from './egress.ts';
export type { EgressAnswer } from './exchange.ts';
export type { EgressLimits } from './limits.ts';
export { EgressError, type Phase } from './failure.ts';
export { createGuard, type Guard, type GuardOptions, type Resolve } from './guard.ts';
export { parseAllowances, type Allowance } from './settings.ts';
