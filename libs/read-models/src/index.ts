import type { EventLog } from '#event-log';
import type { ReadModel } from '#subscriptions';
import { countryOverview } from './country-overview/model.ts';
import { countryTimeline } from './country-timeline/model.ts';
import { designationTimeline } from './designation-timeline/model.ts';
import { diplomacy } from './diplomacy/model.ts';
import { listRegister } from './list-register/model.ts';
import { subjectLinks } from './subjects/model.ts';
import { threads } from './threads/model.ts';

export {
  answerAlignment,
  type AlignmentAnswer,
  type AlignmentItem,
  type AlignmentPage,
  type AlignmentQuestion,
} from './alignment/queries.ts';
export { checkSpan } from './alignment/series.ts';
export { countriesOn, countryName, type CountryItem } from './country-overview/queries.ts';
export { ROLES, type Role } from './country-timeline/model.ts';
export { concernsOf, type ConcernFilter, type ConcernItem, type ConcernKey } from './country-timeline/queries.ts';
export {
  pageKeyOf,
  resolveDesignation,
  type DesignationFilter,
  type DesignationItem,
  type PageKey,
} from './designation-timeline/queries.ts';
export { answerDiplomacy, type DiplomacyAnswer, type DiplomacyQuestion, type PostItem } from './diplomacy/queries.ts';
export { answerActivity, type ActivityAnswer, type ActivityQuestion } from './list-changes/activity.ts';
export {
  answerDiff,
  diffItems,
  outlineDiff,
  type DiffAnswer,
  type DiffOutline,
  type DiffQuestion,
} from './list-changes/diff.ts';
export { diffCsv } from './list-changes/diff-csv.ts';
export { csvLine } from './csv.ts';
export { combineCoverage, type Coverage } from './list-register/coverage.ts';
export {
  listsAt,
  publicationOf,
  publicationsOf,
  reviewsOf,
  type ListItem,
  type PublicationItem,
  type ReviewItem,
} from './list-register/queries.ts';
export { standingLists, type StandingList } from './standing-lists.ts';
export { answerSubject, type SubjectAnswer } from './subjects/queries.ts';
export { versionOf } from './version.ts';
export { answerThread, type ThreadAnswer, type ThreadItem } from './threads/queries.ts';

/** Every read model. A new one is a folder and one line here. */
export const readModels = (log: EventLog): ReadModel[] => [
  designationTimeline(log),
  listRegister(log),
  countryOverview(),
  subjectLinks(log),
  diplomacy(log),
  threads(log),
  countryTimeline(log),
];

export {
  answerAllDesignations,
  answerDesignations,
  ANSWERING,
  NotYetProjectedError,
  settle,
  today,
  type AnswerSources,
  type AsOf,
  withExplanations,
  type DesignationsAnswer,
} from './answers.ts';
export { answerDesignation, answerHistory, type DesignationAnswer, type HistoryAnswer } from './one-designation.ts';
export { turnedBetween, type Turned } from './list-changes/turned.ts';
