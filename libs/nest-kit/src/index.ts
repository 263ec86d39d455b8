export { bearerOf, beyondScope, callerOf, KeyGuard, Needs, OfAccount, requireWithin, type Caller } from './auth.ts';
export { decodeCursor, encodeCursor } from './cursor.ts';
export { createGate, type Gate } from './gate.ts';
export { NestLogger } from './nest-logger.ts';
export { BrokenOffError, CallerGoneError, PROBLEM_TYPE, problemOf, ProblemFilter, sendProblem } from './problem.ts';
export { inputsErrorOf, validationPipe } from './validation.ts';
