export {
  byLikelihood,
  createNameIndex,
  MAX_SCORED,
  type Hit,
  type NameIndex,
  type Query,
  type SearchOptions,
} from './index/name-index.ts';
export type { Moment, NamedPeriod } from './index/rows.ts';
export { wholeName, type NameInput, type Party, type PartyIdentifier } from './party.ts';
export type {
  AlignedTokens,
  Explanation,
  Feature,
  LeftOver,
  Match,
  MatchOptions,
  PreparedName,
  Scorer,
} from './scorer.ts';
export { plainNumber } from './plain-number.ts';
export { currentScorer, scorers } from './scorers.ts';
export { growable, type Growable } from './index/growable.ts';
export { latinWords } from './demarche-1/latin-words.ts';
