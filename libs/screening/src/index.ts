export { answerEntity } from './entity.ts';
export { answerMatch, type MatchSide } from './match.ts';
export { answerSearch, type SearchQuestion } from './search.ts';
export { algorithmsOf, catalogOf } from './yente.ts';
