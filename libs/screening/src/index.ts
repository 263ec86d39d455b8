export { answerEntity } from './entity.ts';
export { answerMatch, listsLookedAt, scorerOf, type MatchSide } from './match.ts';
export { answerSearch, type SearchQuestion } from './search.ts';
export { algorithmsOf, catalogOf } from './yente.ts';
export { customerOf, type Customer } from './customers/customer.ts';
export { readCustomerRows, type CustomerFormat } from './customers/read.ts';
export { compareCustomers, comparisonHeader, comparisonLines, type Between } from './runs/compare.ts';
export { resultHeader, resultLines } from './runs/result-lines.ts';
export { BATCH, screenCustomers, type ScreeningQuestion } from './runs/screen.ts';
