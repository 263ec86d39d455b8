export { answerEntity } from './entity.ts';
export { answerMatch, listsLookedAt, scorerOf, type MatchSide } from './match.ts';
export { answerSearch, type SearchQuestion } from './search.ts';
export { algorithmsOf, catalogOf } from './yente.ts';
export { customerOf, type Customer } from './customers/customer.ts';
export { MOST_CUSTOMERS, readCustomerRows, type CustomerFormat } from './customers/read.ts';
export { inShort, resultHeader, resultLines, scoreText } from './runs/result-lines.ts';
export { BATCH, screenCustomers, type Hit, type Screened, type ScreeningQuestion } from './runs/screen.ts';
