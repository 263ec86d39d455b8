import type { EventLog } from '#event-log';
import type { ReadModel } from '#subscriptions';
import { countryOverview } from './country-overview/model.ts';
import { designationTimeline } from './designation-timeline/model.ts';
import { listRegister } from './list-register/model.ts';

export { countriesOn, countryName, type CountryItem } from './country-overview/queries.ts';
export { type DesignationFilter, type DesignationItem, type PageKey } from './designation-timeline/queries.ts';
export { combineCoverage, type Coverage } from './list-register/coverage.ts';
export {
  listsAt,
  publicationsOf,
  reviewsOf,
  type ListItem,
  type PublicationItem,
  type ReviewItem,
} from './list-register/queries.ts';

/** Every read model. A new one is a folder and one line here. */
export const readModels = (log: EventLog): ReadModel[] => [designationTimeline(log), listRegister(), countryOverview()];

export {
  answerAllDesignations,
  answerDesignations,
  ANSWERING,
  NotYetProjectedError,
  settle,
  today,
  type AnswerSources,
  type AsOf,
  type DesignationsAnswer,
} from './answers.ts';
export { answerDesignation, answerHistory, type DesignationAnswer, type HistoryAnswer } from './one-designation.ts';
